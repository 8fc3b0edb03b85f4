"""Questions about how agreements are managed: by whom, by which days, and what was noted."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from almoner.accounts.events import InvitationEvent, PersonEvent, RoleEvent
from almoner.accounts.models import User
from almoner.accounts.queries import holdings_of, holdings_on
from almoner.accounts.roles import Role
from almoner.core.dated import as_at, versions_on
from almoner.core.models import Batch
from almoner.core.periods import Month
from almoner.core.standing import kept_until_heard, kinds_of
from almoner.core.states import BatchState

from .models import Agreement, AgreementVersion, Note, ProviderContact, Stewardship, Terms
from .states import ManagementState

SUBJECT = "agreement"
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Managed:
    """A version of an agreement beside how it is managed, if it is: the days that count."""

    version: AgreementVersion
    stewardship: Stewardship | None = None
    terms: Terms | None = None
    has_lost_manager: bool = False

    @property
    def manager(self) -> User | None:
        return self.stewardship.manager if self.stewardship else None

    @property
    def is_looked_after(self) -> bool:
        """Whether somebody manages it who still holds the role."""
        return self.manager is not None and not self.has_lost_manager

    @property
    def ends_on(self) -> date | None:
        return (self.terms and self.terms.ends_on) or self.version.ends_on

    @property
    def review_on(self) -> date | None:
        return (self.terms and self.terms.review_on) or self.version.review_on

    @property
    def notice_on(self) -> date | None:
        """The last day for notice: as it was set, or so many months before the end."""
        if self.terms is None:
            return None
        if self.terms.notice_months is not None and self.ends_on:
            return months_before(self.ends_on, self.terms.notice_months)
        return self.terms.notice_on

    @property
    def differs(self) -> bool:
        """Whether the register says another end, or another review, than was set."""
        return self.has_other_end or self.has_other_review

    @property
    def has_other_end(self) -> bool:
        return self.terms is not None and _is_other(self.terms.ends_on, self.version.ends_on)

    @property
    def has_other_review(self) -> bool:
        return self.terms is not None and _is_other(self.terms.review_on, self.version.review_on)

    @property
    def was_moved(self) -> bool:
        """Whether the register came to differ after the days were set."""
        said_at = self.version.batch.recorded_at
        if self.terms is None or said_at is None:
            return False
        return self.differs and said_at > self.terms.recorded_at


def _is_other(was_set: date | None, said: date | None) -> bool:
    return was_set is not None and said is not None and was_set != said


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or that month's last. The 31st less a month is the 30th:
    notice given by then is never too late.
    """
    number = day.year * MONTHS_A_YEAR + day.month - 1 - months
    month = Month(number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1)
    return month.first_day + timedelta(days=min(day.day, month.last_day.day) - 1)


def stewardships_on(on: date) -> QuerySet[Stewardship]:
    """Who manages what on a day, as now known."""
    spoken = versions_on(Stewardship.objects.all(), SUBJECT, on=on)
    return spoken.filter(manager__isnull=False).select_related("manager")


def stewardships_as_at(on: date) -> QuerySet[Stewardship]:
    """Who managed what on a day, as was known then."""
    spoken = as_at(Stewardship.objects.all(), SUBJECT, on=on)
    return spoken.filter(manager__isnull=False).select_related("manager")


def terms_on(on: date) -> QuerySet[Terms]:
    return versions_on(Terms.objects.all(), SUBJECT, on=on)


def terms_as_at(on: date) -> QuerySet[Terms]:
    return as_at(Terms.objects.all(), SUBJECT, on=on)


def stewardship_of(agreement: Agreement, *, on: date) -> Stewardship | None:
    """Who manages an agreement on a day, as now known."""
    return stewardships_on(on).filter(agreement=agreement).first()


def managers_on(on: date) -> QuerySet[User]:
    """Whoever may be given an agreement to manage that day: nobody's deputy."""
    held = holdings_on(on).filter(role=Role.AGREEMENT_MANAGER, in_place_of=None)
    return User.objects.filter(pk__in=held.values("holder"), is_active=True).order_by("name", "pk")


def acts_for(user: User, manager: User, *, on: date) -> bool:
    """Whether somebody is this manager, or deputises for them in that role."""
    if not user.is_active:
        return False
    held = holdings_of(user, on=on).filter(role=Role.AGREEMENT_MANAGER)
    stands_for = None if user.pk == manager.pk else manager
    return held.filter(in_place_of=stands_for).exists()


def with_management(
    versions: Iterable[AgreementVersion], *, on: date, is_as_at: bool = False
) -> list[Managed]:
    """These versions beside how they are managed on a day: three queries, however many."""
    versions = list(versions)
    keys = [version.agreement_id for version in versions]
    stewardships = stewardships_as_at(on) if is_as_at else stewardships_on(on)
    terms = terms_as_at(on) if is_as_at else terms_on(on)
    stewards = {one.agreement_id: one for one in stewardships.filter(agreement__in=keys)}
    by_terms = {one.agreement_id: one for one in terms.filter(agreement__in=keys)}
    holders = _holders_on(on)
    return [
        Managed(
            version,
            steward := stewards.get(version.agreement_id),
            by_terms.get(version.agreement_id) if steward else None,
            bool(steward and steward.manager_id not in holders),
        )
        for version in versions
    ]


@kept_until_heard(kinds_of(PersonEvent, InvitationEvent, RoleEvent))
def _holders_on(on: date) -> frozenset[int]:
    return frozenset(managers_on(on).values_list("pk", flat=True))


def looked_after(on: date) -> QuerySet[Stewardship]:
    """Stewardships of those who still hold the role: of the others, nobody looks after them."""
    return stewardships_on(on).filter(manager__in=managers_on(on).order_by().values("pk"))


def stewards_among(keys: Collection[int], *, on: date) -> dict[int, Stewardship]:
    found = stewardships_on(on).filter(agreement__in=keys)
    return {one.agreement_id: one for one in found}


def digest_of(agreements: Iterable[Agreement], stewards: Mapping[int, Stewardship]) -> str:
    """What some agreements are and who manages each, in a few letters, to be recognised by."""
    managers = {key: one.manager_id for key, one in stewards.items()}
    said = [f"{one}:{managers.get(one.pk)}" for one in sorted(agreements, key=lambda one: one.pk)]
    return sha256("\n".join(said).encode()).hexdigest()


def state_of(agreement: Agreement, *, on: date) -> ManagementState:
    """Whether somebody manages it on a day."""
    is_managed = stewardship_of(agreement, on=on) is not None
    return ManagementState.MANAGED if is_managed else ManagementState.NOT_MANAGED


def history_of_management(agreement: Agreement) -> list[Stewardship | Terms]:
    """Every change of who manages it, and of its days, the latest first."""
    stewards: list[Any] = list(agreement.stewardships.select_related("manager", "set_by"))
    terms: list[Any] = list(agreement.terms.select_related("set_by"))
    return sorted([*stewards, *terms], key=lambda one: (one.recorded_at, one.pk), reverse=True)


def contact_of(agreement: Agreement, *, on: date) -> ProviderContact | None:
    """Whom to ring, as now known; None where nobody is known, or they were forgotten."""
    said = ProviderContact.objects.filter(agreement=agreement)
    found = versions_on(said, SUBJECT, on=on).first()
    return found if found and found.is_known else None


def contacts_of(agreement: Agreement) -> QuerySet[ProviderContact]:
    """Every contact that was kept, the latest first."""
    return agreement.contacts.select_related("set_by").order_by("-recorded_at", "-pk")


def notes_on(agreement: Agreement) -> QuerySet[Note]:
    """What was noted, the latest first."""
    return agreement.notes.select_related("written_by").order_by("-recorded_at", "-pk")


def what_is_managed_of(batch: Batch) -> list[str]:
    """Why an import cannot be undone: managed agreements of which nothing else would speak."""
    elsewhere = AgreementVersion.objects.filter(
        agreement=OuterRef("pk"), batch__state=BatchState.LIVE
    ).exclude(batch=batch)
    managing = versions_on(Stewardship.objects.all(), SUBJECT, on=date.max)
    managing = managing.filter(manager__isnull=False)
    said_here = Agreement.objects.filter(versions__batch=batch, pk__in=managing.values("agreement"))
    count = said_here.filter(~Exists(elsewhere)).distinct().count()
    if not count:
        return []
    return [_("Agreements that somebody manages rest on it: %d.") % count]

"""The agreements that an official asked for, of both registers, as at a day or as now known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from almoner.accounts.models import User
from almoner.core.moments import end_of
from almoner.core.states import BatchState
from almoner.search.audiences import OFFICIALS, PUBLIC
from almoner.search.queries import keys_matching

from .managed import managers_on, months_before, stewardships_as_at, stewardships_on
from .models import AgreementVersion, Stewardship, Terms
from .queries import COUNTS, LAST_DAY, Versions, counts_as_at, in_full
from .search import AGREEMENT
from .states import AgreementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an official asked for. What is left unsaid does not narrow.

    `on` is the day of which it is asked; `is_as_at`, whether by what was known then.
    """

    on: date
    is_as_at: bool = True
    words: str = ""
    kind: AgreementKind | None = None
    publisher: str = ""
    department: str = ""
    manager: User | None = None
    is_looked_after: bool | None = None
    is_in_force: bool = False
    ends_within_months: int | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    states_no_amount: bool = False

    @property
    def stewardships(self) -> QuerySet[Stewardship]:
        """Who manages what on the day, among those who hold the role."""
        spoken = stewardships_as_at(self.on) if self.is_as_at else stewardships_on(self.on)
        return spoken.filter(manager__in=managers_on(self.on).order_by().values("pk"))


def registers_on(on: date, *, is_as_at: bool) -> Versions:
    """What both registers say on a day, by what was known then or is now. `until` is the end that
    counts: the one that its manager set, or else the register's.
    """
    day = min(on, LAST_DAY)
    known = Q(known_from__lte=day, known_to__gt=day)
    told = Q(told_from__lte=day, told_to__gt=day)
    said = in_full(AgreementVersion.objects.filter(told if is_as_at else known))
    terms = Terms.objects.filter(agreement=OuterRef("agreement"), valid_from__lte=on)
    if is_as_at:
        terms = terms.filter(recorded_at__lt=end_of(on))
    last = terms.order_by("-recorded_at", "-pk").values("ends_on")[:1]
    spoken: Versions = said.annotate(until=Coalesce(Subquery(last), "ends_on"))
    return spoken


def counted_on(on: date, *, is_as_at: bool) -> Versions:
    """The same, less the rows of which a person said that they only repeat another."""
    counts = counts_as_at(on) if is_as_at else COUNTS
    return registers_on(on, is_as_at=is_as_at).filter(counts)


def agreements_selected(selection: Selection) -> Versions:
    """Those that answer to everything that was said."""
    found = counted_on(selection.on, is_as_at=selection.is_as_at)
    return found.filter(_what(selection), _whose(selection), _when(selection), _how_much(selection))


def _what(selection: Selection) -> Q:
    asked = Q()
    if selection.kind:
        asked &= Q(agreement__kind=selection.kind)
    if selection.publisher:
        asked &= Q(agreement__publisher=selection.publisher)
    if selection.department:
        asked &= Q(said__department=selection.department)
    if words := selection.words.strip():
        keys = keys_matching(words, kind=AGREEMENT, audiences={PUBLIC, OFFICIALS})
        asked &= Q(agreement__reference=words.upper()) | Q(agreement__in=keys)
    return asked


def _whose(selection: Selection) -> Q:
    asked = Q()
    if selection.manager:
        theirs = selection.stewardships.filter(manager=selection.manager)
        asked &= Q(agreement__in=theirs.values("agreement"))
    if selection.is_looked_after is not None:
        looked_after = Q(agreement__in=selection.stewardships.values("agreement"))
        asked &= looked_after if selection.is_looked_after else ~looked_after
    return asked


def _when(selection: Selection) -> Q:
    asked, on = Q(), selection.on
    if selection.is_in_force:
        asked &= Q(starts_on=None) | Q(starts_on__lte=on)
        asked &= Q(until=None) | Q(until__gte=on)
    if months := selection.ends_within_months:
        asked &= Q(until__gte=on, until__lte=months_before(on, -months))
    return asked


def _how_much(selection: Selection) -> Q:
    asked = Q(amount=None) if selection.states_no_amount else Q()
    if selection.at_least is not None:
        asked &= Q(amount__gte=selection.at_least)
    if selection.below is not None:
        asked &= Q(amount__lt=selection.below)
    return asked


def publishers_known() -> list[str]:
    """Whose registers were read in."""
    live = AgreementVersion.objects.filter(batch__state=BatchState.LIVE)
    names = live.order_by().values_list("agreement__publisher", flat=True).distinct()
    return sorted(name for name in names if name)


def departments_known() -> list[str]:
    """The departments that any live version names."""
    live = AgreementVersion.objects.filter(batch__state=BatchState.LIVE)
    names = live.order_by().values_list("said__department", flat=True).distinct()
    return sorted(name for name in names if name)


def has_agreements() -> bool:
    return AgreementVersion.objects.filter(batch__state=BatchState.LIVE).exists()


def stewards_in_use(on: date) -> list[User]:
    """Whoever manages an agreement that day, or may."""
    managing = Stewardship.objects.filter(pk__in=stewardships_on(on).values("pk"))
    people = User.objects.filter(
        Q(pk__in=managing.values("manager")) | Q(pk__in=managers_on(on).order_by().values("pk"))
    )
    return list(people.order_by("name", "pk"))

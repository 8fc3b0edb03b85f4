"""Taking an agreement on, keeping its days, passing it on, and letting it go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.agreements.events import NO_DAY, ManagementEvent, NoticeSaid
from almoner.agreements.managed import digest_of, state_of, stewards_among
from almoner.agreements.models import Agreement, Stewardship, Terms
from almoner.agreements.policies import (
    may_adopt_agreement,
    may_change_management,
    may_hand_over_agreement,
    may_release_agreement,
)
from almoner.agreements.repetitions import row_repeated_by
from almoner.agreements.states import MANAGEMENT_LIFECYCLE, ManagementState
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation, together
from almoner.core.verdicts import require

from .contacts import blank_contacts
from .locking import lock_batches_of, lock_live, lock_managed

MOST_MONTHS = 60


class AgreementsChanged(Exception):
    """What is to be given to a manager is not what was looked at."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days by which an agreement is managed, as somebody sets them. What is None is not set."""

    ends_on: date | None = None
    notice_on: date | None = None
    notice_months: int | None = None
    review_on: date | None = None

    def mistake(self) -> str:
        """What is wrong with them, in a sentence; empty where nothing is."""
        if self.notice_on is not None and self.notice_months is not None:
            return _("Say notice as a day or as months before the end, not both.")
        if self.notice_months is not None and not 0 < self.notice_months <= MOST_MONTHS:
            return _("Notice is from 1 to %d months before the end.") % MOST_MONTHS
        if self.notice_on and self.ends_on and self.notice_on > self.ends_on:
            return _("The last day for notice comes after the end.")
        return ""

    @property
    def notice_said(self) -> NoticeSaid:
        if self.notice_months is not None:
            return NoticeSaid.MONTHS
        return NoticeSaid.DAY if self.notice_on else NoticeSaid.NOT_SET


@operation
def adopt_agreement(agreement: Agreement, *, manager: User, by: User, at: datetime) -> Stewardship:
    """Take an agreement on: from today somebody manages it, and its days are theirs to keep.

    Raises PermissionDenied, or IllegalTransition where somebody manages it already, no live
    import speaks of it, or it only repeats another.
    """
    agreement, on = lock_live(agreement), day_of(at)
    require(may_adopt_agreement(by, manager, on=on))
    if first := row_repeated_by(agreement.reference, on=on):
        raise IllegalTransition(f"{agreement} only repeats {first}")
    MANAGEMENT_LIFECYCLE.check(state_of(agreement, on=on), ManagementState.MANAGED)

    stewardship = _steward(agreement, manager, by=by, at=at)
    record(ManagementEvent.ADOPTED, about=agreement, by=by, at=at, manager=manager.reference)
    return stewardship


@operation
def hand_over_agreement(
    agreement: Agreement, *, manager: User, by: User, at: datetime
) -> Stewardship:
    """Pass an agreement on to another manager, with its days, its contact and its notes.

    Raises PermissionDenied, or IllegalTransition where nobody manages it.
    """
    before = lock_managed(agreement, on=day_of(at))
    require(may_hand_over_agreement(by, before, manager, on=day_of(at)))

    stewardship = _steward(agreement, manager, by=by, at=at)
    names = {"from": before.manager and before.manager.reference, "to": manager.reference}
    record(ManagementEvent.HANDED_OVER, about=agreement, by=by, at=at, **names)
    return stewardship


@operation
def change_management(agreement: Agreement, days: Days, *, by: User, at: datetime) -> Terms:
    """Set the days by which an agreement is managed. What the register says stays beside them.

    Raises PermissionDenied, IllegalTransition where nobody manages it, or ValidationError for days
    that make no sense together.
    """
    stewardship = lock_managed(agreement, on=day_of(at))
    require(may_change_management(by, stewardship, on=day_of(at)))
    if mistake := days.mistake():
        raise ValidationError(mistake)

    terms = _keep(agreement, days, by=by, at=at)
    record(
        ManagementEvent.CHANGED,
        about=agreement,
        by=by,
        at=at,
        ends_on=days.ends_on or NO_DAY,
        notice=days.notice_said,
        notice_on=days.notice_on or NO_DAY,
        review_on=days.review_on or NO_DAY,
    )
    return terms


@operation
def release_agreement(agreement: Agreement, *, reason: str, by: User, at: datetime) -> Stewardship:
    """Let an agreement go: it is only what its register says again. Whom to ring is forgotten.

    Raises PermissionDenied, IllegalTransition where nobody manages it, or ValidationError without
    a reason.
    """
    before, on = lock_managed(agreement, on=day_of(at)), day_of(at)
    require(may_release_agreement(by, before, on=on))
    MANAGEMENT_LIFECYCLE.check(ManagementState.MANAGED, ManagementState.NOT_MANAGED)
    if not reason.strip():
        raise ValidationError(_("Say why nobody need manage it any more."))

    released = _steward(agreement, None, reason=reason.strip(), by=by, at=at)
    if agreement.terms.exists():
        _keep(agreement, Days(), by=by, at=at)
    blank_contacts(agreement)
    manager = before.manager and before.manager.reference
    record(ManagementEvent.RELEASED, about=agreement, by=by, at=at, manager=manager)
    return released


def give_agreements(
    agreements: Sequence[Agreement], *, manager: User, seen: str, by: User, at: datetime
) -> int:
    """Give a manager all of these, as somebody looked at them: all or none, a line for each.

    What nobody manages is adopted, what another manages is handed over, and what is theirs
    already stays. `seen` is the `digest_of` what was looked at. Says how many became theirs.
    Raises AgreementsChanged, PermissionDenied or IllegalTransition.
    """
    in_order = sorted(agreements, key=lambda one: one.pk)
    keys, on = [one.pk for one in in_order], day_of(at)
    with together():
        lock_batches_of(keys)
        list(Agreement.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        stewards = stewards_among(keys, on=on)
        if digest_of(in_order, stewards) != seen:
            raise AgreementsChanged(_("What is in this list has changed. Look at it again."))
        return sum(_give(one, manager, stewards.get(one.pk), by=by, at=at) for one in in_order)


def _give(
    one: Agreement, manager: User, now: Stewardship | None, *, by: User, at: datetime
) -> bool:
    if now is None:
        adopt_agreement(one, manager=manager, by=by, at=at)
    elif now.manager_id != manager.pk:
        hand_over_agreement(one, manager=manager, by=by, at=at)
    return now is None or now.manager_id != manager.pk


def _steward(
    agreement: Agreement, manager: User | None, *, by: User, at: datetime, reason: str = ""
) -> Stewardship:
    return Stewardship.objects.create(
        agreement=agreement,
        manager=manager,
        reason=reason,
        set_by=by,
        valid_from=day_of(at),
        recorded_at=server_now(),
    )


def _keep(agreement: Agreement, days: Days, *, by: User, at: datetime) -> Terms:
    return Terms.objects.create(
        agreement=agreement,
        ends_on=days.ends_on,
        notice_on=days.notice_on,
        notice_months=days.notice_months,
        review_on=days.review_on,
        set_by=by,
        valid_from=day_of(at),
        recorded_at=server_now(),
    )

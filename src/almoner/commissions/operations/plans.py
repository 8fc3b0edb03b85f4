"""The forward plan: a lead says what is coming, somebody else checks it, and then it is public."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.commissions.events import PlanEvent
from almoner.commissions.models import Commission, PlanEntry
from almoner.commissions.planning import (
    digest_of_words,
    end_entry,
    entry_on_its_way,
    month_of,
)
from almoner.commissions.policies import (
    may_check_for_plan,
    may_propose_for_plan,
    may_take_off_plan,
)
from almoner.commissions.states import LIVE, PLAN_LIFECYCLE, PlanState
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .cases import lock_case


@operation
def propose_for_forward_plan(
    entry: PlanEntry, *, commission: Commission, by: User, at: datetime
) -> PlanEntry:
    """Say what the forward plan is to say of a case. Nothing is public yet: somebody else checks.

    It takes the place of what waits for a check. Raises PermissionDenied or ValidationError.
    """
    commission = lock_case(commission)
    require(may_propose_for_plan(by, commission, on=day_of(at)))
    _expect_words(entry, at=at)
    if earlier := entry_on_its_way(commission, PlanState.PROPOSED):
        end_entry(earlier, PlanState.OVERTAKEN, at=at)
    entry.commission, entry.written_by, entry.written_at = commission, by, at
    entry.save(force_insert=True)
    facts = {"case": commission.reference, "words": digest_of_words(entry)}
    record(PlanEvent.PROPOSED, about=entry, by=by, at=at, **facts)
    return entry


@operation
def put_on_forward_plan(entry: PlanEntry, *, checked: str, by: User, at: datetime) -> PlanEntry:
    """As a second person, find that it endangers and names nobody: from this commit on it is
    public, and what the plan said of the case before is not.

    Raises PermissionDenied, ValidationError or IllegalTransition.
    """
    commission, entry = _lock(entry)
    require(may_check_for_plan(by, entry, on=day_of(at)))
    PLAN_LIFECYCLE.check(entry.state, PlanState.PUBLIC)
    if not checked.strip():
        raise ValidationError(_("Say what you checked."))
    if commission.is_restricted or commission.state not in LIVE:
        raise ValidationError(_("The case is restricted or over: nothing of it is told."))
    if earlier := entry_on_its_way(commission, PlanState.PUBLIC):
        end_entry(earlier, PlanState.OVERTAKEN, at=at)
    _judge(entry, PlanState.PUBLIC, checked, by=by, at=at)
    facts = {"case": commission.reference, "words": digest_of_words(entry)}
    record(PlanEvent.PUBLISHED, about=entry, by=by, at=at, **facts)
    return entry


@operation
def send_back_from_forward_plan(
    entry: PlanEntry, *, reason: str, by: User, at: datetime
) -> PlanEntry:
    """As a second person, say why it cannot be said so.

    Raises PermissionDenied, ValidationError or IllegalTransition.
    """
    commission, entry = _lock(entry)
    require(may_check_for_plan(by, entry, on=day_of(at)))
    PLAN_LIFECYCLE.check(entry.state, PlanState.SENT_BACK)
    if not reason.strip():
        raise ValidationError(_("Say what is to be put right."))
    _judge(entry, PlanState.SENT_BACK, reason, by=by, at=at)
    record(PlanEvent.SENT_BACK, about=entry, by=by, at=at, case=commission.reference)
    return entry


@operation
def take_off_forward_plan(entry: PlanEntry, *, by: User, at: datetime) -> PlanEntry:
    """Tell the public of it no more, from this commit on; or check it no more.

    Raises PermissionDenied or IllegalTransition.
    """
    commission, entry = _lock(entry)
    require(may_take_off_plan(by, entry, on=day_of(at)))
    end_entry(entry, PlanState.TAKEN_OFF, at=at)
    record(PlanEvent.TAKEN_OFF, about=entry, by=by, at=at, case=commission.reference)
    return entry


def _lock(entry: PlanEntry) -> tuple[Commission, PlanEntry]:
    commission = lock_case(entry.commission)
    entry = PlanEntry.objects.select_for_update().get(pk=entry.pk)
    entry.commission = commission
    return commission, entry


def _judge(entry: PlanEntry, state: PlanState, said: str, *, by: User, at: datetime) -> None:
    entry.state, entry.checked = state, said.strip()
    entry.judged_by, entry.judged_at = by, at
    entry.save(update_fields=["state", "checked", "judged_by", "judged_at"])


def _expect_words(entry: PlanEntry, *, at: datetime) -> None:
    if not all(said.strip() for said in (entry.title, entry.purpose, entry.route)):
        raise ValidationError(_("Say what it is called, what it is for, and how it is given."))
    if entry.opens_in.day != 1 or entry.starts_in.day != 1:
        raise ValidationError(_("The plan says months, not days."))
    if entry.starts_in < entry.opens_in:
        raise ValidationError({"starts_in": _("It cannot start before it opens.")})
    if entry.starts_in < month_of(day_of(at)):
        raise ValidationError({"starts_in": _("Choose a month that is still to come.")})

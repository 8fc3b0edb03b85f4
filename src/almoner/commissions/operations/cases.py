"""A case's course: begun, described, opened, on hold, taken up again, stopped."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.commissions.events import CaseEvent
from almoner.commissions.facts import Years, add_version, check_unread
from almoner.commissions.kinds import Part
from almoner.commissions.models import Commission, CommissionTerms, Pause, StageEntry
from almoner.commissions.policies import (
    may_begin_case,
    may_hand_over_case,
    may_lead_case,
    may_work_on_case,
)
from almoner.commissions.queries import gate_awaiting
from almoner.commissions.readings import gross_of
from almoner.commissions.rules import keep_rules, rules_of
from almoner.commissions.search import index_case
from almoner.commissions.states import CASE_LIFECYCLE, PASSED, CaseState
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.verdicts import require
from almoner.framework.queries import InForce

from .leaving import leave_plan


@operation
def begin_case(
    title: str,
    *,
    route: str,
    now: InForce,
    is_restricted: bool = False,
    by: User,
    at: datetime,
) -> Commission:
    """Begin a case on a route of what holds now, which it keeps. Whoever begins it leads it.

    Raises PermissionDenied or ValidationError.
    """
    require(may_begin_case(by, on=day_of(at)))
    taken = now.framework.route_called(route)
    if taken is None or not title.strip():
        raise ValidationError(_("Say what the case is called, and which route it takes."))
    commission = Commission(title=title, route=route, stage=taken.first.code, lead=by)
    commission.reference = next_reference("COM", on=day_of(at))
    commission.framework = keep_rules(now)
    commission.is_restricted = is_restricted
    commission.begun_by, commission.begun_at = by, at
    commission.save(force_insert=True)
    add_version(commission, Part.NEED, {"title": title}, by=by, at=at)
    commission.save(update_fields=["current"])
    _enter(commission, at=at)
    index_case(commission)
    record(CaseEvent.BEGUN, about=commission, by=by, at=at, framework=now.digest)
    return commission


@operation
def revise_case(
    commission: Commission,
    part: Part,
    said: Mapping[str, Any],
    *,
    read: int,
    years: Years | None = None,
    by: User,
    at: datetime,
) -> CommissionTerms:
    """Say something else of a part of a case: a version is added, and none is changed.

    `read` is the number of the version that the writer had read: whoever did not see what another
    said of this part is told so. Raises PermissionDenied or ValidationError.
    """
    commission = lock_case(commission)
    require(may_work_on_case(by, commission, on=day_of(at)))
    check_unread(commission, part, read)
    if not said.get("title", commission.title).strip():
        raise ValidationError(_("Say what the case is called."))
    terms = add_version(commission, part, said, years=years, by=by, at=at)
    commission.save(update_fields=["current", "title"])
    index_case(commission)
    facts = {"part": part, "version": terms.number, "value": gross_of(terms)}
    record(CaseEvent.REVISED, about=commission, by=by, at=at, **facts)
    return terms


@operation
def open_case(commission: Commission, *, by: User, at: datetime) -> Commission:
    """Put a draft into the pipeline. Raises PermissionDenied or IllegalTransition."""
    commission = lock_case(commission)
    require(may_lead_case(by, commission, on=day_of(at)))
    _become(commission, CaseState.OPEN)
    record(CaseEvent.OPENED, about=commission, by=by, at=at)
    return commission


@operation
def hold_case(
    commission: Commission, *, reason: str, until: date | None, by: User, at: datetime
) -> Commission:
    """Put a case on hold, with the reason and, if it is known, until when.

    Raises PermissionDenied, ValidationError or IllegalTransition.
    """
    commission = lock_case(commission)
    require(may_work_on_case(by, commission, on=day_of(at)))
    require(may_lead_case(by, commission, on=day_of(at)))
    _become(commission, CaseState.ON_HOLD)
    _note(commission, reason, until=until, by=by, at=at)
    record(CaseEvent.HELD, about=commission, by=by, at=at)
    return commission


@operation
def resume_case(commission: Commission, *, by: User, at: datetime) -> Commission:
    """Take up again a case that was on hold. Raises PermissionDenied or IllegalTransition."""
    commission = lock_case(commission)
    require(may_lead_case(by, commission, on=day_of(at)))
    if commission.state != CaseState.ON_HOLD:
        raise IllegalTransition(f"{commission.state} is not taken up again")
    _become(commission, CaseState.OPEN)
    Pause.objects.create(commission=commission, became=CaseState.OPEN, by=by, at=at)
    record(CaseEvent.RESUMED, about=commission, by=by, at=at)
    return commission


@operation
def stop_case(commission: Commission, *, reason: str, by: User, at: datetime) -> Commission:
    """Stop a case for good, with the reason. By its lead, or an approver.

    Raises PermissionDenied, ValidationError or IllegalTransition.
    """
    commission = lock_case(commission)
    require(may_hand_over_case(by, commission, on=day_of(at)))
    if gate_awaiting(commission):
        raise ValidationError(_("It awaits a decision at a gate. Withdraw that first."))
    _become(commission, CaseState.STOPPED)
    _note(commission, reason, until=None, by=by, at=at)
    leave_plan(commission, by=by, at=at)
    record(CaseEvent.STOPPED, about=commission, by=by, at=at)
    return commission


@operation
def take_route(commission: Commission, *, route: str, by: User, at: datetime) -> Commission:
    """Take another route of the framework that the case keeps: it begins that one's first stage,
    unless both have the stage where it stands. Raises PermissionDenied or ValidationError.
    """
    commission = lock_case(commission)
    require(may_lead_case(by, commission, on=day_of(at)))
    require(may_work_on_case(by, commission, on=day_of(at)))
    rules = rules_of(commission)
    taken = rules.framework.route_called(route)
    if taken is None or route == commission.route:
        raise ValidationError(_("Choose another route."))
    has_passed = commission.gates.filter(state__in=PASSED).exists()
    if has_passed and taken.stage_called(commission.stage) is None:
        raise ValidationError(_("That route has no stage where this case stands. Begin another."))
    commission.route = route
    if taken.stage_called(commission.stage) is None:
        commission.stage = taken.first.code
    commission.save(update_fields=["route", "stage"])
    _enter(commission, at=at)
    digest = commission.framework.digest
    record(CaseEvent.REROUTED, about=commission, by=by, at=at, framework=digest)
    return commission


@operation
def move_case_to_version(
    commission: Commission, now: InForce, *, by: User, at: datetime
) -> Commission:
    """Let a live case keep a newer framework, which must have its route and its stage.

    By an approver, whom the page tells what changes. Raises PermissionDenied or ValidationError.
    """
    commission = lock_case(commission)
    require(may_hand_over_case(by, commission, on=day_of(at)))
    route = now.framework.route_called(commission.route)
    if route is None or route.stage_called(commission.stage) is None:
        raise ValidationError(_("That framework has no such route, or no stage where it stands."))
    if gate_awaiting(commission):
        raise ValidationError(_("It awaits a decision at a gate. Withdraw that first."))
    earlier = commission.framework.digest
    if now.digest == earlier:
        raise ValidationError(_("The case keeps this framework already."))
    commission.framework = keep_rules(now)
    commission.save(update_fields=["framework"])
    facts = {"framework": now.digest, "earlier": earlier}
    record(CaseEvent.MOVED, about=commission, by=by, at=at, **facts)
    return commission


def lock_case(commission: Commission) -> Commission:
    """The case as it is now, which nobody else changes meanwhile."""
    Commission.objects.select_for_update().get(pk=commission.pk)
    return Commission.objects.select_related("lead", "current", "framework").get(pk=commission.pk)


def _become(commission: Commission, state: CaseState) -> None:
    CASE_LIFECYCLE.check(commission.state, state)
    commission.state = state
    commission.save(update_fields=["state"])


def _note(
    commission: Commission, reason: str, *, until: date | None, by: User, at: datetime
) -> None:
    if not reason.strip():
        raise ValidationError(_("Say why."))
    state = CaseState(commission.state)
    Pause.objects.create(
        commission=commission, became=state, reason=reason, until=until, by=by, at=at
    )


def _enter(commission: Commission, *, at: datetime) -> None:
    StageEntry.objects.create(
        commission=commission, route=commission.route, stage=commission.stage, entered_at=at
    )

"""What becomes of an improvement plan: opened, filled from many sources, closed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.access import may_read
from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.actions.models import Action
from almoner.audits.events import ImprovementPlanEvent
from almoner.audits.models import ImprovementPlan, PlanItem, Recommendation
from almoner.audits.policies import may_keep_plan, may_open_plan
from almoner.audits.queries import items_of
from almoner.audits.states import PLAN_LIFECYCLE, PlanState
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of, next_reference
from almoner.core.verdicts import require


@operation
def open_improvement_plan(
    title: str, *, purpose: str, owner: User, by: User, at: datetime
) -> ImprovementPlan:
    """Open a plan that gathers what is to be done, whatever asked for it.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_open_plan(by, on=on))
    for field, words in (("title", title), ("purpose", purpose)):
        if not words.strip():
            raise ValidationError({field: _("Write it down: whoever looks later knows no more.")})
    if not roles_of(owner, on=on):
        raise ValidationError({"owner": _("They hold no role here. Name somebody who does.")})
    plan = ImprovementPlan.objects.create(
        reference=next_reference("IMP", on=on),
        title=title.strip(),
        purpose=purpose.strip(),
        owner=owner,
        opened_by=by,
        opened_at=at,
    )
    record(ImprovementPlanEvent.OPENED, about=plan, by=by, at=at, owner=owner.reference)
    return plan


@operation
def gather_into_plan(
    plan: ImprovementPlan, thing: Action | Recommendation, *, by: User, at: datetime
) -> PlanItem:
    """Take an action or a recommendation into a plan.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    plan = _lock(plan, by=by, at=at)
    require(may_read(by, name_of(thing), on=day_of(at)))
    if isinstance(thing, Action) and thing.is_restricted:
        raise ValidationError(_("A restricted action stays with those whom it names."))
    said = {"action" if isinstance(thing, Action) else "recommendation": thing}
    if items_of(plan).filter(**said).exists():
        raise ValidationError(_("It is in the plan already."))
    item = PlanItem.objects.create(plan=plan, **said, added_by=by, added_at=at)
    facts = {"item": thing.reference}
    record(ImprovementPlanEvent.GATHERED, about=plan, by=by, at=at, **facts)
    return item


@operation
def leave_out_of_plan(plan: ImprovementPlan, item: PlanItem, *, by: User, at: datetime) -> PlanItem:
    """Leave something out of a plan from now on. That it was there stays.

    Raises PermissionDenied or IllegalTransition.
    """
    plan = _lock(plan, by=by, at=at)
    item = items_of(plan).select_related(None).select_for_update().get(pk=item.pk)
    item.left_out_at = at
    item.save(update_fields=["left_out_at"])
    thing = item.action or item.recommendation
    assert thing is not None  # the database holds it to one of the two
    facts = {"item": thing.reference}
    record(ImprovementPlanEvent.LEFT_OUT, about=plan, by=by, at=at, **facts)
    return item


@operation
def close_improvement_plan(
    plan: ImprovementPlan, *, text: str, by: User, at: datetime
) -> ImprovementPlan:
    """Close a plan, and say how it ended. What it gathered goes on by itself.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    plan = _lock(plan, by=by, at=at)
    PLAN_LIFECYCLE.check(plan.state, PlanState.CLOSED)
    if not text.strip():
        raise ValidationError({"text": _("Say how it ended.")})
    plan.state, plan.closed_at, plan.closing_reason = PlanState.CLOSED, at, text.strip()
    plan.save(update_fields=["state", "closed_at", "closing_reason"])
    record(ImprovementPlanEvent.CLOSED, about=plan, by=by, at=at)
    return plan


def _lock(plan: ImprovementPlan, *, by: User, at: datetime) -> ImprovementPlan:
    locked = ImprovementPlan.objects.select_for_update(of=("self",)).select_related("owner")
    plan = locked.get(pk=plan.pk)
    require(may_keep_plan(by, plan, on=day_of(at)))
    if plan.state != PlanState.OPEN:
        raise IllegalTransition(f"{plan} is {plan.state}")
    return plan

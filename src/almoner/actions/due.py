"""What actions ask of whom: to do, to verify and, long overdue, to look at."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.references import name_of

from .events import ActionEvent
from .models import Action, DayProposal
from .queries import overdue_actions
from .sources import asking_of
from .states import ActionState, ProposalState

OVERDUE = "actions.overdue:"
ESCALATED = timedelta(days=14)


@declare_due_changed_by(ActionEvent)
def actions_to_do(worker: Worker, _on: date) -> Iterator[Due]:
    mine = Action.objects.filter(state=ActionState.OPEN, owner__reference__in=people_of(worker))
    for action in mine.order_by("due_on", "pk"):
        what = _("Do what you took on: %(reference)s")
        called = "" if action.is_restricted else action.what
        about = place_of(action)
        yield Due(about, what % {"reference": action}, "read", action.due_on, called)


@declare_due_changed_by(ActionEvent)
def actions_to_verify(worker: Worker, _on: date) -> Iterator[Due]:
    done = Action.objects.filter(state=ActionState.DONE)
    for action in done.filter(verifier__reference__in=people_of(worker)).order_by("done_at", "pk"):
        what = _("Verify that it was done: %(reference)s")
        called = "" if action.is_restricted else action.what
        yield Due(place_of(action), what % {"reference": action}, "read", called=called)


def place_of(action: Action) -> str:
    """Where it is done and verified: on the page of what asked for it, if that has one."""
    return action.source if asking_of(action.source).has_own_page else name_of(action)


@declare_due_changed_by(ActionEvent)
def days_to_decide(worker: Worker, _on: date) -> Iterator[Due]:
    """Other days that owners ask for, for the verifiers of their actions."""
    people = people_of(worker)
    asked = DayProposal.objects.filter(state=ProposalState.PROPOSED).select_related("action")
    for one in asked.filter(action__verifier__reference__in=people).order_by("proposed_at", "pk"):
        what = _("Agree to another day, or refuse it: %(reference)s")
        called = "" if one.action.is_restricted else one.action.what
        yield Due(name_of(one.action), what % {"reference": one.action}, "read", called=called)


@declare_due_changed_by(ActionEvent)
def overdue_to_chase(worker: Worker, on: date) -> Iterator[Due]:
    """What is overdue, for those who are to verify it."""
    late = overdue_actions(on=on).filter(verifier__reference__in=people_of(worker))
    for action in late.order_by("due_on", "pk"):
        what = _("Overdue, and yours to verify: %(reference)s")
        called = "" if action.is_restricted else action.what
        yield Due(name_of(action), what % {"reference": action}, "chase", action.due_on, called)


@declare_due_changed_by(ActionEvent)
def actions_long_overdue(worker: Worker, on: date) -> Iterator[Due]:
    """One line for approvers for all that is a fortnight overdue: nobody reads hundreds."""
    if Role.APPROVER not in worker.roles:
        return
    count = overdue_actions(on=on - ESCALATED).count()
    if count:
        words = ngettext(
            "%(count)d action is more than a fortnight overdue",
            "%(count)d actions are more than a fortnight overdue",
            count,
        )
        yield Due(OVERDUE, words % {"count": count}, "read")

"""What actions ask of whom: to do, to verify and, long overdue, to look at."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, Worker, declare_due
from almoner.core.references import name_of

from .models import Action
from .queries import overdue_actions
from .states import ActionState

OVERDUE = "actions.overdue:"
ESCALATED = timedelta(days=14)


@declare_due
def actions_to_do(worker: Worker, _on: date) -> Iterator[Due]:
    mine = Action.objects.filter(state=ActionState.OPEN, owner__reference__in=people_of(worker))
    for action in mine.order_by("due_on", "pk"):
        what = _("Do what you took on: %(reference)s")
        called = "" if action.is_restricted else action.what
        yield Due(name_of(action), what % {"reference": action}, "read", action.due_on, called)


@declare_due
def actions_to_verify(worker: Worker, _on: date) -> Iterator[Due]:
    done = Action.objects.filter(state=ActionState.DONE)
    for action in done.filter(verifier__reference__in=people_of(worker)).order_by("done_at", "pk"):
        what = _("Verify that it was done: %(reference)s")
        called = "" if action.is_restricted else action.what
        yield Due(name_of(action), what % {"reference": action}, "read", called=called)


@declare_due
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

"""What actions ask of whom: to do, to verify and, long overdue, to look at."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
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
from .states import UNFINISHED, ActionState, ProposalState

OVERDUE = "actions.overdue:"
ESCALATED = timedelta(days=14)


@declare_due_changed_by(ActionEvent)
def actions_of_people(worker: Worker, on: date) -> Iterator[Due]:
    """What somebody is to do and to verify, and of what is late or asks for another day: one
    question, since everybody's work asks it.
    """
    people = people_of(worker)
    named = Q(owner__reference__in=people) | Q(verifier__reference__in=people)
    asked = DayProposal.objects.filter(action=OuterRef("pk"), state=ProposalState.PROPOSED)
    found = Action.objects.filter(named, state__in=UNFINISHED).annotate(wants_day=Exists(asked))
    for action in found.select_related("owner", "verifier").order_by("due_on", "pk"):
        if action.owner.reference in people and action.state == ActionState.OPEN:
            what = _("Do what you took on: %(reference)s")
            yield _due(action, what, place=place_of(action), day=action.due_on)
        if action.verifier.reference in people:
            yield from _to_verifier(action, on)


def _to_verifier(action: Action, on: date) -> Iterator[Due]:
    if action.state == ActionState.DONE:
        what = _("Verify that it was done: %(reference)s")
        yield _due(action, what, place=place_of(action))
        return
    if action.wants_day:  # type: ignore[attr-defined]  # an annotation of the only caller's
        yield _due(action, _("Agree to another day, or refuse it: %(reference)s"))
    if action.due_on < on:
        what = _("Overdue, and yours to verify: %(reference)s")
        yield _due(action, what, verb="chase", day=action.due_on)


def _due(
    action: Action, what: str, *, place: str = "", verb: str = "read", day: date | None = None
) -> Due:
    called = "" if action.is_restricted else action.what
    return Due(place or name_of(action), what % {"reference": action}, verb, day, called)


def place_of(action: Action) -> str:
    """Where it is done and verified: on the page of what asked for it, if that has one."""
    return action.source if asking_of(action.source).has_own_page else name_of(action)


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

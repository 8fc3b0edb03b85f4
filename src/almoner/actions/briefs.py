"""What a board is told of an action."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core.moments import day_of
from almoner.documents.blocks import as_typed
from almoner.documents.briefs import Brief, BriefPart, declare_brief

from .models import Action, Step
from .queries import proposed_day_of, steps_of, with_people
from .states import ActionState, StepKind

MOST_STEPS = 5


def is_restricted_action(reference: str) -> bool:
    return Action.objects.filter(reference=reference, is_restricted=True).exists()


@declare_brief("actions.action", is_restricted=is_restricted_action)
def brief_of_action(reference: str, on: date) -> Brief | None:
    action = with_people(Action.objects.filter(reference=reference)).first()
    if action is None:
        return None
    steps = list(steps_of(action))
    parts = (BriefPart(_("What is to be done"), as_typed(action.what)), _progress(steps))
    return Brief(_("Action %s") % action, _asks(action, on=on), _facts(action, steps, on=on), parts)


def _asks(action: Action, *, on: date) -> str:
    if action.state == ActionState.OPEN:
        if proposal := proposed_day_of(action):
            said = _("Say whether it may be done by %(day)s instead, as its owner asks.")
            return said % {"day": _day(proposal.due_on)}
        if action.due_on < on:
            return _("Say what is to happen with the action, which is overdue.")
        return _("Note how far the action has got.")
    if action.state == ActionState.DONE:
        return _("Note that it is said to be done, and is not verified yet.")
    state = str(action.get_state_display()).lower()
    return _("Note that the action is %(state)s.") % {"state": state}


def _facts(action: Action, steps: list[Step], *, on: date) -> tuple[tuple[str, str], ...]:
    moves = sum(one.kind == StepKind.MOVED for one in steps)
    due = _day(action.due_on)
    if action.state == ActionState.OPEN and action.due_on < on:
        late = (on - action.due_on).days
        due += " " + ngettext("(%d day overdue)", "(%d days overdue)", late) % late
    facts = (
        (_("Stands"), str(action.get_state_display())),
        (_("Asked for by"), action.source.rpartition(":")[2]),
        (_("Owner"), action.owner.name),
        (_("Verified by"), action.verifier.name),
        (_("Due"), due),
        (_("First due"), _first(action, moves) if moves else ""),
    )
    return tuple((term, words) for term, words in facts if words)


def _first(action: Action, moves: int) -> str:
    said = ngettext("%(day)s, moved %(n)d time since", "%(day)s, moved %(n)d times since", moves)
    return said % {"day": _day(action.first_due_on), "n": moves}


def _progress(steps: list[Step]) -> BriefPart:
    told = [one for one in steps if one.kind != StepKind.OPENED][:MOST_STEPS]
    heading = _("What was said of it last")
    if not told:
        return BriefPart(heading, _("Nothing yet."))
    rows = tuple(
        (
            _day(day_of(one.taken_at)),
            str(one.get_kind_display()),
            one.taken_by.name,
            one.text,
        )
        for one in told
    )
    return BriefPart(heading, "", (_("When"), _("What"), _("By"), _("Their words")), rows)


def _day(day: date) -> str:
    return date_format(day, "j F Y")

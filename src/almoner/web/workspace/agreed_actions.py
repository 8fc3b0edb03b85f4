"""What was agreed about a recommendation: what its page says of it."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from almoner.accounts.models import User
from almoner.accounts.queries import worker_of
from almoner.actions.policies import may_do_action, may_steer_action
from almoner.actions.queries import actions_visible_to, steps_of
from almoner.actions.standings import ActionStood
from almoner.actions.states import ActionState
from almoner.audits.agreed import days_asked_for, moves_of_agreed
from almoner.audits.models import Recommendation
from almoner.audits.policies import may_agree_action
from almoner.audits.standings import Stood
from almoner.core.references import name_of

MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """An agreed action as its table shows it, whether it is late, and whether its reader is to do
    it now: themselves, or for whom they stand in.
    """

    stood: ActionStood
    is_late: bool
    is_theirs: bool


def what_was_agreed(shown: Recommendation, row: Stood, me: User) -> dict[str, Any]:
    """What its page says of the actions that were agreed, and of restricted ones about it."""
    today, leading = localdate(), shown.action
    beside = actions_visible_to(me, on=today).filter(source=name_of(shown), is_restricted=True)
    page: dict[str, Any] = {"beside": beside.order_by("pk"), "may_implement": False}
    page |= {"agreed": [], "proposals": [], "proposal": False, "may_decide": False}
    page["may_agree"] = may_agree_action(me, shown, on=today)
    if leading is None:
        return page
    actors = worker_of(me, on=today).actors
    page["proposals"] = proposals = list(days_asked_for(shown))
    waiting = {one.action_id for one in proposals}
    page["proposal"] = leading.pk in waiting
    page["agreed"] = [_row(one, row, actors) for one in row.agreed]
    page["steps"] = steps_of(leading)[:MOST_STEPS]
    page["moves"] = moves_of_agreed(shown)
    is_to_do = leading.state == ActionState.OPEN
    page["may_implement"] = is_to_do and may_do_action(me, leading, on=today)
    page["may_decide"] = page["proposal"] and may_steer_action(me, leading, on=today)
    return page


def _row(one: ActionStood, row: Stood, actors: frozenset[str]) -> AgreedRow:
    is_to_do = one.action.state == ActionState.OPEN
    is_late = row.is_open and one.is_overdue(row.on)
    return AgreedRow(one, is_late, is_to_do and one.owner.actor in actors)

"""What a board made of a decision, said in the office whose turn it is by who confirmed it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.boards.kinds import Outcome
from almoner.boards.models import Minute
from almoner.boards.queries import was_asked_since, words_to_tell
from almoner.core.moments import day_of
from almoner.framework.queries import framework_in_force

from .models import Decision
from .operations import Condition, approve_step, refuse_decision, return_decision
from .queries import said_of


def speak_as_minuted(decision: Decision, minute: Minute, *, by: User, at: datetime) -> Decision:
    """Approve, return or refuse a decision as a board did, by the right of who was in the chair.

    Raises PermissionDenied, IllegalTransition or ValidationError, as those operations do, and where
    it was submitted anew after the paper went out.
    """
    if decision.asked is None or was_asked_since(minute, decision.asked.submitted_at):
        raise ValidationError(
            _("It was submitted after the paper went out. Bring it to the board again.")
        )
    step, words = len(said_of(decision)) + 1, words_to_tell(minute)
    if minute.outcome == Outcome.SENT_BACK:
        return return_decision(decision, step=step, words=words, by=by, at=at)
    if minute.outcome == Outcome.REFUSED:
        return refuse_decision(decision, step=step, words=words, by=by, at=at)
    return approve_step(
        decision,
        step=step,
        digest=decision.asked.digest,
        words=words,
        conditions=_conditions(minute, words),
        now=framework_in_force(day_of(at)),
        by=by,
        at=at,
    )


def _conditions(minute: Minute, words: str) -> list[Condition]:
    if minute.outcome != Outcome.AGREED_WITH_CONDITIONS or minute.conditions_by is None:
        return []
    return [Condition(words, minute.conditions_by)]

"""Further actions that management agrees about a recommendation, beside the leading one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.actions.models import Action
from almoner.actions.operations import open_action
from almoner.audits.events import RecommendationEvent
from almoner.audits.models import Recommendation
from almoner.audits.policies import may_agree_action
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation, together
from almoner.core.references import name_of
from almoner.core.verdicts import require

from .answering import WORDS, check_verifier, lock_recommendation


@dataclass(frozen=True, slots=True)
class Further:
    """What else is to be done about a recommendation: by whom, by when, and which internal auditor
    verifies it.
    """

    what: str
    owner: User
    verifier: User
    due_on: date


def agree_another_action(
    recommendation: Recommendation, said: Further, *, by: User, at: datetime
) -> Action:
    """Agree for management that something else is done about a recommendation. Until it is done or
    dropped, nobody can say that the whole is implemented.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_agree_action(by, recommendation, on=on))
    if len(said.what) > WORDS:
        raise ValidationError({"what": _("Say it in at most %(most)d letters.") % {"most": WORDS}})
    check_verifier(said.verifier, on=on)
    with together():
        action = open_action(
            said.what,
            owner=said.owner,
            verifier=said.verifier,
            due_on=said.due_on,
            source=name_of(recommendation),
            by=by,
            at=at,
        )
        record_agreed_action(recommendation, action, by=by, at=at)
    return action


@operation
def record_agreed_action(
    recommendation: Recommendation, action: Action, *, by: User, at: datetime
) -> Recommendation:
    """Record that an action was agreed about a recommendation, which nobody closed meanwhile.
    Raises what `agree_another_action` does.
    """
    recommendation = lock_recommendation(recommendation)
    require(may_agree_action(by, recommendation, on=day_of(at)))
    facts = {"action": action.reference}
    record(RecommendationEvent.AGREED, about=recommendation, by=by, at=at, **facts)
    return recommendation

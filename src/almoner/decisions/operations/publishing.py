"""Part 1: when it is published, and how long it waits."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.actors import NIGHTLY, Actor
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.decisions.events import DecisionEvent
from almoner.decisions.forms_of_words import LONGEST_DEFERRAL
from almoner.decisions.models import Decision, Deferral
from almoner.decisions.policies import may_defer_part_one, may_publish_part_one
from almoner.decisions.states import DecisionState
from almoner.framework.grounds import Ground

from .drafting import lock_decision


@operation
def defer_part_one(
    decision: Decision, *, until: date, ground: Ground, reason: str, by: User, at: datetime
) -> Decision:
    """Let part 1 of what is signed wait until another day, on a ground and with a reason.

    Raises PermissionDenied or ValidationError.
    """
    decision, on = lock_decision(decision), day_of(at)
    require(may_defer_part_one(by, decision, on=on))
    if not on < until <= on + LONGEST_DEFERRAL:
        raise ValidationError({"until": _("Give a day to come, at most a year ahead.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    said = {"until": until, "ground": ground, "reason": reason.strip()}
    Deferral.objects.create(decision=decision, said_by=by, said_at=at, **said)
    decision.deferred_until = until
    decision.save(update_fields=["deferred_until"])
    facts = {"number": decision.number, "until": until}
    record(DecisionEvent.DEFERRED, about=decision, by=by, at=at, **facts)
    return decision


@operation
def publish_part_one(decision: Decision, *, by: User | Actor, at: datetime) -> Decision:
    """Publish part 1 of what is signed: by a person before its day, or by the night once it came.

    Raises PermissionDenied or IllegalTransition.
    """
    decision = lock_decision(decision)
    if isinstance(by, User):
        require(may_publish_part_one(by, decision, on=day_of(at)))
    elif by != NIGHTLY or not _has_come(decision, on=day_of(at)):
        raise IllegalTransition(f"The day of {decision} has not come")
    decision.published_at = at
    decision.save(update_fields=["published_at"])
    record(DecisionEvent.PUBLISHED, about=decision, by=by, at=at, number=decision.number)
    return decision


def _has_come(decision: Decision, *, on: date) -> bool:
    waits = decision.deferred_until is not None and decision.deferred_until > on
    is_waiting = decision.state == DecisionState.SIGNED and decision.published_at is None
    return is_waiting and not waits

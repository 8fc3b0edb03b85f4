"""Advice on what was submitted, and what those who take part declare of themselves."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.decisions.events import DecisionEvent
from almoner.decisions.kinds import Subject
from almoner.decisions.models import Advice, Decision, Interest
from almoner.decisions.policies import may_advise_on_decision, may_declare_interests
from almoner.decisions.states import UNDECIDED

from .drafting import lock_decision, text_of


@operation
def declare_interests(
    decision: Decision, *, has_any: bool, words: str = "", by: User, at: datetime
) -> Interest:
    """Say of oneself whether one has an interest in a decision. What was said last holds.

    Raises PermissionDenied, ValidationError or, once it is decided, IllegalTransition.
    """
    decision = lock_decision(decision)
    if decision.state not in UNDECIDED:
        raise IllegalTransition(f"{decision} is {decision.state}")
    require(may_declare_interests(by, decision, on=day_of(at)))
    if has_any and not words.strip():
        raise ValidationError({"words": _("Say what the interest is.")})
    declared = Interest(decision=decision, person=by, has_any=has_any, words=words.strip())
    declared.declared_at = at
    declared.save(force_insert=True)
    found = "some" if has_any else "none"
    record(DecisionEvent.INTERESTS_DECLARED, about=decision, by=by, at=at, found=found)
    return declared


@operation
def advise_on_decision(
    decision: Decision, subject: Subject, *, words: str, office: str, by: User, at: datetime
) -> Advice:
    """Sign advice on a subject, in the office that gives it. It goes with part 1, and holds for the
    text as it stands. Raises PermissionDenied or ValidationError.
    """
    decision = lock_decision(decision)
    require(may_advise_on_decision(by, decision, subject, on=day_of(at)))
    if not words.strip():
        raise ValidationError({"words": _("Write the advice. If nothing follows, say so.")})
    if not office.strip():
        raise ValidationError({"office": _("Say in which office you advise.")})
    text = text_of(decision)
    advice = Advice(text=text, subject=subject, words=words.strip(), office=office.strip())
    advice.given_by, advice.given_at = by, at
    advice.save(force_insert=True)
    facts = {"subject": subject, "text": text.digest}
    record(DecisionEvent.ADVISED, about=decision, by=by, at=at, **facts)
    return advice

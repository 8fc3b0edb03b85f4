"""A decision on paper: drafted, revised, submitted under its number, withdrawn."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.commissions.models import Commission
from almoner.commissions.operations.cases import lock_case
from almoner.commissions.readings import terms_of
from almoner.core.approvable import digest_of_facts
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.verdicts import require
from almoner.decisions.binding import SAID, digest_of_text, facts_now
from almoner.decisions.events import DecisionEvent
from almoner.decisions.forms_of_words import flaws_of_text
from almoner.decisions.models import Decision, DecisionText, Delegation, Submission
from almoner.decisions.policies import (
    may_draft_about_body,
    may_draft_decision,
    may_revise_decision,
    may_withdraw_decision,
)
from almoner.decisions.queries import decisions, interest_of, left_of
from almoner.decisions.scheme import Required, required_for
from almoner.decisions.states import DECISION_LIFECYCLE, DecisionState
from almoner.framework.approval import NoLimit
from almoner.framework.limits import About
from almoner.framework.queries import InForce

SERIES = "PCD"


@operation
def draft_decision(
    case: Commission, matter: str, said: Mapping[str, Any], *, now: InForce, by: User, at: datetime
) -> Decision:
    """Begin a decision about a case, on a matter of the framework in force that is about cases.

    The legal power is the case's, unless something else is said. Raises PermissionDenied or
    ValidationError.
    """
    case = lock_case(case)
    require(may_draft_decision(by, case, on=day_of(at)))
    _check_matter(matter, About.CASE, now)
    decision = Decision(commission=case, matter=matter, author=by, begun_at=at)
    decision.save(force_insert=True)
    _write(decision, {"power": terms_of(case).power, **said}, by=by, at=at)
    record(DecisionEvent.DRAFTED, about=decision, by=by, at=at, case=case.reference)
    return decision


@operation
def draft_decision_about_body(
    matter: str,
    said: Mapping[str, Any],
    *,
    is_restricted: bool = False,
    now: InForce,
    by: User,
    at: datetime,
) -> Decision:
    """Begin a decision about no case, on a matter of the framework in force that is about the body.

    Restricted, it is read here by who writes it, approvers, finance and the auditor alone.
    Raises PermissionDenied or ValidationError.
    """
    require(may_draft_about_body(by, on=day_of(at)))
    _check_matter(matter, About.BODY, now)
    decision = Decision(matter=matter, author=by, begun_at=at, kept_close=is_restricted)
    decision.save(force_insert=True)
    _write(decision, said, by=by, at=at)
    record(DecisionEvent.DRAFTED_ABOUT_BODY, about=decision, by=by, at=at)
    return decision


@operation
def revise_decision(
    decision: Decision, said: Mapping[str, Any], *, read: int, by: User, at: datetime
) -> Decision:
    """Say something else of a draft, or of what was returned: a version is added.

    `read` is the number of the version that the writer had read. Raises PermissionDenied or
    ValidationError.
    """
    decision = lock_decision(decision)
    require(may_revise_decision(by, decision, on=day_of(at)))
    before = text_of(decision)
    if before.number != read:
        raise ValidationError(
            _("Somebody changed this decision after you opened it. Read what they said first.")
        )
    text = _write(decision, said, by=by, at=at)
    facts = {"version": text.number, "text": text.digest}
    record(DecisionEvent.REVISED, about=decision, by=by, at=at, **facts)
    return decision


@operation
def submit_decision(
    decision: Decision, *, now: InForce, answers: str = "", by: User, at: datetime
) -> Decision:
    """Ask for approval. What it says is fixed, the facts of the case are kept with it, and whom the
    limits name is written down. The number is drawn the first time, and stays.

    Raises PermissionDenied, IllegalTransition or ValidationError, which says what is missing.
    """
    decision = lock_decision(decision)
    DECISION_LIFECYCLE.check(decision.state, DecisionState.SUBMITTED)
    require(may_revise_decision(by, decision, on=day_of(at)))
    text = text_of(decision)
    _refuse([*flaws_of_text(text, decision, on=day_of(at)), *_flaws_of_interests(decision, by)])
    if decision.state == DecisionState.RETURNED and not answers.strip():
        raise ValidationError({"answers": _("Answer what was asked, or say what changed.")})
    required = _required(decision, text, now)
    _check_delegation(text.delegation, decision, required, on=day_of(at))
    if decision.number is None:
        decision.number = next_reference(SERIES, on=day_of(at))
    asked = _ask(decision, text, required, answers=answers, by=by, at=at)
    decision.state, decision.asked = DecisionState.SUBMITTED, asked
    decision.save(update_fields=["number", "state", "asked"])
    facts = facts_approved(decision, step=0)
    record(DecisionEvent.SUBMITTED, about=decision, by=by, at=at, **facts)
    return decision


@operation
def withdraw_decision(decision: Decision, *, by: User, at: datetime) -> Decision:
    """Give a decision up. A number that was drawn stays, as one that was not made.

    Raises PermissionDenied or IllegalTransition.
    """
    decision = lock_decision(decision)
    DECISION_LIFECYCLE.check(decision.state, DecisionState.WITHDRAWN)
    require(may_withdraw_decision(by, decision, on=day_of(at)))
    decision.state, decision.settled_at = DecisionState.WITHDRAWN, at
    decision.save(update_fields=["state", "settled_at"])
    record(DecisionEvent.WITHDRAWN, about=decision, by=by, at=at)
    return decision


def lock_decision(decision: Decision) -> Decision:
    """The decision as it is now, and its case, neither of which anybody else changes meanwhile."""
    if decision.commission:
        lock_case(decision.commission)
    Decision.objects.select_for_update().get(pk=decision.pk)
    return decisions().get(pk=decision.pk)


def text_of(decision: Decision) -> DecisionText:
    """Its newest text. Every decision has one from its first moment."""
    if decision.current is None:
        raise LookupError(str(decision))
    return decision.current


def facts_approved(decision: Decision, *, step: int) -> dict[str, Any]:
    """What a line of the ledger says of what was submitted, or approved at a step."""
    asked = decision.asked
    if asked is None:
        raise LookupError(str(decision))
    return {
        "number": decision.number,
        "step": step,
        "snapshot": asked.digest,
        "text": asked.text.digest,
        "value": asked.value,
    }


def _write(decision: Decision, said: Mapping[str, Any], *, by: User, at: datetime) -> DecisionText:
    if strange := sorted(set(said) - set(SAID)):
        raise ValueError(f"A decision says no {', '.join(strange)}")
    before = decision.current
    kept = {name: getattr(before, name) for name in SAID} if before else {}
    whole = {**kept, **said}
    if not str(whole.get("title", "")).strip():
        raise ValidationError({"title": _("Say what the decision is about.")})
    text = DecisionText(**whole, decision=decision, written_by=by, written_at=at)
    text.number = before.number + 1 if before else 1
    text.digest = digest_of_text({name: getattr(text, name) for name in SAID})
    text.save(force_insert=True)
    decision.current = text
    decision.save(update_fields=["current"])
    return text


def _ask(
    decision: Decision,
    text: DecisionText,
    required: Required,
    *,
    answers: str,
    by: User,
    at: datetime,
) -> Submission:
    facts = facts_now(decision)
    asked = Submission(decision=decision, text=text, value=required.value, answers=answers)
    asked.number = decision.submissions.count() + 1
    asked.snapshot = [fact.kept() for fact in facts]
    asked.digest = digest_of_facts(facts)
    asked.steps = [step.kept() for step in required.steps]
    asked.facts = {**required.facts, "why": required.why}
    asked.submitted_by, asked.submitted_at = by, at
    asked.save(force_insert=True)
    return asked


def _required(decision: Decision, text: DecisionText, now: InForce) -> Required:
    try:
        return required_for(decision, text, now=now.framework)
    except NoLimit as error:
        said = _("The framework in force has no limit for %(matter)s: nobody may approve it.")
        raise ValidationError(said % {"matter": error}) from error


def _check_delegation(
    delegation: Delegation | None, decision: Decision, required: Required, *, on: date
) -> None:
    if delegation:
        _refuse(flaws_of_delegation(delegation, decision, required, on=on))


def flaws_of_delegation(
    delegation: Delegation, decision: Decision, required: Required, *, on: date
) -> list[str]:
    """Why a decision cannot be made under a delegation; empty if it can."""
    found = []
    if delegation.matter != decision.matter:
        found.append(_("The delegation is for another matter."))
    if delegation.ended_at or not delegation.begins_on <= on <= delegation.ends_on:
        found.append(_("The delegation is not in force."))
    left = left_of(delegation)
    if required.value > left:
        words = {"left": f"£{left:,.2f}", "value": f"£{required.value:,.2f}"}
        found.append(_("The delegation has %(left)s left, and this is worth %(value)s.") % words)
    return found


def _flaws_of_interests(decision: Decision, by: User) -> list[str]:
    declared = interest_of(by, decision)
    if declared is None:
        return [_("Say whether you have an interest in it.")]
    if declared.has_any:
        return [_("You declared an interest in it. Somebody else submits it.")]
    return []


def _check_matter(matter: str, about: About, now: InForce) -> None:
    known = now.framework.matter_called(matter)
    if known is None:
        raise ValidationError({"matter": _("The framework in force has no such matter.")})
    if known.about != about:
        said = _("Decisions on this matter are about %(about)s.") % {"about": known.about.label}
        raise ValidationError({"matter": said})


def _refuse(reasons: list[str]) -> None:
    if reasons:
        raise ValidationError(reasons)

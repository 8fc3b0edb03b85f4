"""What becomes of a risk: recorded, assessed again, accepted for a while, closed with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.actions.queries import may_act
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.verdicts import require

from .appetite import categories_on
from .events import RiskEvent
from .models import Acceptance, Assessment, Risk
from .policies import may_accept_risk, may_close_risk, may_record_risk, may_review_risk
from .queries import assessment_of
from .states import RISK_LIFECYCLE, RiskState


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How somebody sees a risk: because of what, what may happen, with which effect; how likely and
    how bad it is of itself, as things are now and once all that is planned is done; of which of the
    framework's categories it is; who owns it, and by when it is looked at again.
    """

    cause: str
    event: str
    effect: str
    inherent_likelihood: int
    inherent_impact: int
    current_likelihood: int
    current_impact: int
    owner: User
    review_on: date
    category: str = ""
    target_likelihood: int | None = None
    target_impact: int | None = None


@operation
def record_risk(
    view: View, *, by: User, at: datetime, about: str = "", is_restricted: bool = False
) -> Risk:
    """Put down what may go wrong, with a thing of this name in the ledger or with the body.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_record_risk(by, on=on))
    risk = Risk.objects.create(
        reference=next_reference("RSK", on=on),
        about=about,
        is_restricted=is_restricted,
        recorded_by=by,
        opened_at=at,
    )
    assessment = _assess(risk, view, by=by, at=at)
    record(RiskEvent.RECORDED, about=risk, by=by, at=at, **_facts(assessment))
    return risk


@operation
def review_risk(risk: Risk, view: View, *, by: User, at: datetime) -> Assessment:
    """Say how it stands now. What was said before stays, and ceases to speak.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    risk = _lock_open(risk)
    require(may_review_risk(by, assessment_of(risk, on=day_of(at)), on=day_of(at)))
    assessment = _assess(risk, view, by=by, at=at)
    record(RiskEvent.REVIEWED, about=risk, by=by, at=at, **_facts(assessment))
    return assessment


@operation
def accept_risk(risk: Risk, *, reason: str, until: date, by: User, at: datetime) -> Acceptance:
    """Take it on as it stands, for a while. A higher score later is not accepted by it.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    risk, on = _lock_open(risk), day_of(at)
    assessment = assessment_of(risk, on=on)
    require(may_accept_risk(by, assessment, on=on))
    if until < on:
        raise ValidationError({"until": _("This day has passed. Give one to come.")})
    acceptance = Acceptance.objects.create(
        risk=risk,
        score=assessment.current_score,
        reason=_said("reason", reason),
        until=until,
        accepted_by=by,
        accepted_on=on,
        accepted_at=at,
        recorded_at=server_now(),
    )
    facts = {"score": acceptance.score, "until": until}
    record(RiskEvent.ACCEPTED, about=risk, by=by, at=at, **facts)
    return acceptance


@operation
def close_risk(risk: Risk, *, reason: str, by: User, at: datetime) -> Risk:
    """Say that it is a risk no longer, and why.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    risk = _lock_open(risk)
    require(may_close_risk(by, assessment_of(risk, on=day_of(at)), on=day_of(at)))
    RISK_LIFECYCLE.check(risk.state, RiskState.CLOSED)
    risk.state, risk.closed_by, risk.closed_at = RiskState.CLOSED, by, at
    risk.closing_reason = _said("reason", reason)
    risk.save(update_fields=["state", "closed_by", "closed_at", "closing_reason"])
    record(RiskEvent.CLOSED, about=risk, by=by, at=at)
    return risk


def _lock_open(risk: Risk) -> Risk:
    locked = Risk.objects.select_for_update().get(pk=risk.pk)
    if not locked.is_open:
        raise IllegalTransition(f"{risk} is {locked.state}")
    return locked


def _assess(risk: Risk, view: View, *, by: User, at: datetime) -> Assessment:
    on = day_of(at)
    for name in ("cause", "event", "effect"):
        _said(name, getattr(view, name))
    if not may_act(view.owner, on=on):
        raise ValidationError({"owner": _("They hold no role here. Name somebody who does.")})
    if view.review_on < on:
        raise ValidationError({"review_on": _("This day has passed. Give one to come.")})
    _check_the_appetite(view, on=on)
    said = {name: getattr(view, name) for name in View.__dataclass_fields__}
    return Assessment.objects.create(
        risk=risk, **said, valid_from=on, recorded_at=server_now(), assessed_by=by
    )


def _check_the_appetite(view: View, *, on: date) -> None:
    """That the category is one, and a target whole and no higher than the risk is now."""
    if view.category and view.category not in categories_on(on):
        raise ValidationError({"category": _("Choose one of the framework’s categories.")})
    if (view.target_likelihood is None) != (view.target_impact is None):
        part = "target_impact" if view.target_impact is None else "target_likelihood"
        raise ValidationError({part: _("Choose both parts of the target, or neither.")})
    if view.target_likelihood is None or view.target_impact is None:
        return
    if view.target_likelihood * view.target_impact > view.current_likelihood * view.current_impact:
        raise ValidationError(
            {"target_likelihood": _("What is planned brings a risk down. Choose no higher score.")}
        )


def _facts(assessment: Assessment) -> dict[str, object]:
    return {
        "owner": assessment.owner.reference,
        "inherent": assessment.inherent_score,
        "current": assessment.current_score,
        "review_on": assessment.review_on,
    }


def _said(field: str, text: str) -> str:
    if not text.strip():
        raise ValidationError({field: _("Write it down: whoever looks later knows no more.")})
    return text.strip()

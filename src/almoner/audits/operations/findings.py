"""What a review finds and recommends: recorded, and reworded until its report is final."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.audits.events import FindingEvent, RecommendationEvent
from almoner.audits.models import Finding, Recommendation, Review, Sample
from almoner.audits.policies import may_write_review
from almoner.audits.states import UNDER_WAY
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on
from almoner.framework.scales import AuditPriority

from .reviews import lock_review


@dataclass(frozen=True, slots=True)
class Found:
    """What an auditor says of something found."""

    title: str
    text: str
    risk: str = ""
    repeats: Finding | None = None
    sample: Sample | None = None


@operation
def record_finding(review: Review, said: Found, *, by: User, at: datetime) -> Finding:
    """Write down what a review found, and which earlier finding it repeats.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    review = _open(review, by=by, at=at)
    _check_found(said)
    last = review.findings.aggregate(last=Max("number"))["last"] or 0
    finding = Finding.objects.create(
        reference=next_reference("FND", on=day_of(at)),
        review=review,
        number=last + 1,
        title=said.title.strip(),
        text=said.text.strip(),
        risk=said.risk.strip(),
        repeats=said.repeats,
        sample=said.sample,
        recorded_by=by,
        recorded_at=server_now(),
    )
    record(FindingEvent.RECORDED, about=finding, by=by, at=at, review=review.reference)
    return finding


@operation
def reword_finding(finding: Finding, said: Found, *, by: User, at: datetime) -> Finding:
    """Put a finding in other words, while its report is not final.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    review = _open(finding.review, by=by, at=at)
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    _check_found(said)
    finding.title, finding.text, finding.risk = said.title.strip(), said.text.strip(), said.risk
    finding.repeats, finding.sample = said.repeats, said.sample
    finding.save(update_fields=["title", "text", "risk", "repeats", "sample"])
    record(FindingEvent.REWORDED, about=finding, by=by, at=at, review=review.reference)
    return finding


@operation
def record_recommendation(
    finding: Finding, *, issued_as: str, text: str, priority: str, by: User, at: datetime
) -> Recommendation:
    """Recommend something about a finding, under the number that the report gives it.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    on = day_of(at)
    review = _open(finding.review, by=by, at=at)
    level = _priority(priority, on=on)
    _check_words(issued_as, text)
    if review.recommendations.filter(issued_as=issued_as.strip()).exists():
        raise ValidationError({"issued_as": _("This review has a recommendation of this number.")})
    recommendation = Recommendation.objects.create(
        reference=next_reference("REC", on=on),
        review=review,
        finding=finding,
        issued_as=issued_as.strip(),
        text=text.strip(),
        priority=level.code,
        priority_title=level.title,
        recorded_by=by,
        recorded_at=server_now(),
    )
    facts = {"review": review.reference}
    record(RecommendationEvent.RECORDED, about=recommendation, by=by, at=at, **facts)
    return recommendation


@operation
def reword_recommendation(
    recommendation: Recommendation, *, text: str, priority: str, by: User, at: datetime
) -> Recommendation:
    """Put a recommendation in other words, while its report is not final.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    review = _open(recommendation.review, by=by, at=at)
    locked = Recommendation.objects.select_for_update(of=("self",))
    recommendation = locked.get(pk=recommendation.pk)
    level = _priority(priority, on=day_of(at))
    _check_words(recommendation.issued_as, text)
    recommendation.text, recommendation.priority = text.strip(), level.code
    recommendation.priority_title = level.title
    recommendation.save(update_fields=["text", "priority", "priority_title"])
    facts = {"review": review.reference}
    record(RecommendationEvent.REWORDED, about=recommendation, by=by, at=at, **facts)
    return recommendation


def _open(review: Review, *, by: User, at: datetime) -> Review:
    review = lock_review(review)
    require(may_write_review(by, on=day_of(at)))
    if review.state not in UNDER_WAY:
        raise IllegalTransition(f"{review} is {review.state}")
    return review


def _check_found(said: Found) -> None:
    for field in ("title", "text"):
        if not getattr(said, field).strip():
            raise ValidationError({field: _("Write it down: whoever looks later knows no more.")})


def _check_words(issued_as: str, text: str) -> None:
    for field, words in (("issued_as", issued_as), ("text", text)):
        if not words.strip():
            raise ValidationError({field: _("Write it down: whoever looks later knows no more.")})


def _priority(code: str, *, on: date) -> AuditPriority:
    found = framework_on(on).audit_scales.priority_called(code)
    if found is None:
        raise ValidationError({"priority": _("The scale has no such priority.")})
    return found

"""What audits ask of whom: answers, evidence that lasts, follow-ups. Actions ask for the rest."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.actions.events import ActionEvent
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.references import name_of
from almoner.documents.events import FileEvent

from .events import EvidenceEvent, FindingEvent, RecommendationEvent, ReviewEvent
from .kinds import GIVEN_UP
from .models import Review
from .queries import current_evidence, unanswered_recommendations, verdicts_on
from .states import ReviewState

TO_ANSWER = timedelta(days=28)
NOTICE = timedelta(days=30)


@declare_due_changed_by(ReviewEvent, FindingEvent, RecommendationEvent)
def recommendations_to_answer(worker: Worker, _on: date) -> Iterator[Due]:
    """Issued ones that nobody answered, for those who answer for what was reviewed."""
    mine = Q(review__sponsor__reference__in=people_of(worker))
    waiting = unanswered_recommendations().filter(mine).select_related("review")
    for one in waiting.order_by("review__issued_on", "pk"):
        what = _("Answer a recommendation: %(reference)s") % {"reference": one}
        assert one.review.issued_on is not None  # or nobody would have to answer
        due_on = one.review.issued_on + TO_ANSWER
        yield Due(name_of(one), what, "answer", due_on, one.text[:200])


@declare_due_changed_by(RecommendationEvent, EvidenceEvent, ActionEvent, FileEvent)
def evidence_to_renew(worker: Worker, on: date) -> Iterator[Due]:
    """Evidence that expires within a month, for the owners of what it shows."""
    ending = current_evidence(on).filter(expires_on__lte=on + NOTICE)
    ending = ending.filter(recommendation__action__owner__reference__in=people_of(worker))
    given_up = verdicts_on(on).filter(finds__in=GIVEN_UP).values("recommendation")
    ending = ending.exclude(recommendation__in=given_up)
    for one in ending.select_related("recommendation").order_by("expires_on", "pk"):
        what = _("Evidence expires: %(reference)s of %(recommendation)s")
        said = what % {"reference": one, "recommendation": one.recommendation}
        yield Due(name_of(one.recommendation), said, "evidence", one.expires_on, one.title)


@declare_due_changed_by(ReviewEvent)
def reviews_to_follow_up(worker: Worker, on: date) -> Iterator[Due]:
    """Reviews whose follow-up is due within a month and not begun, for auditors."""
    if Role.AUDITOR not in worker.roles:
        return
    waiting = Review.objects.filter(
        state__in=(ReviewState.FINAL, ReviewState.FOLLOW_UP_DUE),
        follow_up_on__lte=on + NOTICE,
        followed_by=None,
    )
    for one in waiting.order_by("follow_up_on", "pk"):
        what = _("Follow up a review: %(reference)s") % {"reference": one}
        yield Due(name_of(one), what, "read", one.follow_up_on, one.title)

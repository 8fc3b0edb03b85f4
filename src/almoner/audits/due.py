"""What audits ask of whom: answers, evidence that lasts, follow-ups. Actions ask for the rest."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.actions.events import ActionEvent
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.references import name_of
from almoner.documents.events import FileEvent

from .events import EvidenceEvent, FindingEvent, RecommendationEvent, ReviewEvent
from .kinds import GIVEN_UP
from .models import Recommendation, Review
from .queries import current_evidence, unanswered_recommendations, verdicts_on
from .states import ReviewState

TO_ANSWER = timedelta(days=28)
NOTICE = timedelta(days=30)


@declare_due_changed_by(
    ReviewEvent, FindingEvent, RecommendationEvent, EvidenceEvent, ActionEvent, FileEvent
)
def recommendations_to_see_to(worker: Worker, on: date) -> Iterator[Due]:
    """Issued ones that nobody answered, for those who answer for what was reviewed; and those whose
    evidence expires within a month, for their owners: one question, and one more of the evidence.
    """
    mine = people_of(worker)
    ending = current_evidence(on).filter(expires_on__lte=on + NOTICE)
    given_up = verdicts_on(on).filter(finds__in=GIVEN_UP).values("recommendation")
    to_answer = Q(pk__in=unanswered_recommendations(), review__sponsor__reference__in=mine)
    to_show = Q(pk__in=ending.values("recommendation"), action__owner__reference__in=mine)
    wanted = to_answer | to_show & ~Q(pk__in=given_up)
    found = Recommendation.objects.filter(wanted).select_related("review")
    found = found.prefetch_related(Prefetch("evidence", ending.order_by("expires_on", "pk")))
    for one in found.annotate(is_unanswered=Q(pk__in=unanswered_recommendations())).order_by("pk"):
        if one.is_unanswered:
            yield _to_answer(one)
        else:
            yield from _to_renew(one)


def _to_answer(one: Recommendation) -> Due:
    what = _("Answer a recommendation: %(reference)s") % {"reference": one}
    assert one.review.issued_on is not None  # or nobody would have to answer
    return Due(name_of(one), what, "answer", one.review.issued_on + TO_ANSWER, one.text[:200])


def _to_renew(one: Recommendation) -> Iterator[Due]:
    for evidence in one.evidence.all():
        what = _("Evidence expires: %(reference)s of %(recommendation)s")
        said = what % {"reference": evidence, "recommendation": one}
        yield Due(name_of(one), said, "evidence", evidence.expires_on, evidence.title)


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

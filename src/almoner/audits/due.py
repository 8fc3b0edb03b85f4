"""What audits ask of whom: answers, evidence that lasts, follow-ups. Actions ask for the rest."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.accounts.due import people_of
from almoner.accounts.roles import Role
from almoner.actions.events import ActionEvent
from almoner.boards.kinds import Watched
from almoner.core.due import (
    Due,
    Sitting,
    Worker,
    declare_due_changed_by,
    declare_due_to_board,
)
from almoner.core.references import name_of
from almoner.documents.events import FileEvent

from .events import EvidenceEvent, FindingEvent, RecommendationEvent, ReviewEvent
from .kinds import GIVEN_UP
from .models import Recommendation, Review
from .queries import current_evidence, unanswered_recommendations, verdicts_on
from .standings import Stood, recommendations_known
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
    for one in _to_follow_up(on + NOTICE).order_by("follow_up_on", "pk"):
        what = _("Follow up a review: %(reference)s") % {"reference": one}
        yield Due(name_of(one), what, "read", one.follow_up_on, one.title)


def _to_follow_up(by: date) -> QuerySet[Review]:
    """Reviews whose follow-up is due by a day and not begun."""
    return Review.objects.filter(
        state__in=(ReviewState.FINAL, ReviewState.FOLLOW_UP_DUE),
        follow_up_on__lte=by,
        followed_by=None,
    )


@declare_due_to_board
def reviews_for_board(sitting: Sitting, on: date) -> Iterator[Due]:
    """For boards that look after audits, one line a review: how many of its recommendations are
    overdue, or were answered since the board last met; and that its follow-up is due.
    """
    if Watched.AUDITS not in sitting.watched:
        return
    by_review: dict[int, list[Stood]] = defaultdict(list)
    for one in recommendations_known(on):
        by_review[one.recommendation.review_id].append(one)
    to_follow = _to_follow_up(on)
    told = Review.objects.filter(pk__in=by_review) | to_follow
    follow_up = set(to_follow.values_list("pk", flat=True))
    for review in told.order_by("pk"):
        found = by_review[review.pk]
        said = list(_said_of(found, sitting.since))
        if review.pk in follow_up:
            said.append(_("its follow-up is due"))
        if said:
            words = {"review": review, "said": ", ".join(said)}
            days = [one.next_on for one in found if one.is_overdue and one.next_on]
            what = _("Look at a review: %(review)s (%(said)s)") % words
            yield Due(name_of(review), what, "read", min(days, default=None), review.title)


def _said_of(found: list[Stood], since: date) -> Iterator[str]:
    overdue = sum(one.is_overdue for one in found)
    if overdue:
        yield ngettext("%(n)d overdue", "%(n)d overdue", overdue) % {"n": overdue}
    answered = sum(bool(one.response and one.response.valid_from > since) for one in found)
    if answered:
        yield ngettext("%(n)d newly answered", "%(n)d newly answered", answered) % {"n": answered}

"""What becomes of a review: planned, moved on, issued, followed up."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.audits.events import ReviewEvent
from almoner.audits.kinds import ReviewKind
from almoner.audits.models import Rating, Review, ReviewStep
from almoner.audits.policies import may_write_review
from almoner.audits.queries import reviews_before
from almoner.audits.states import REVIEW_LIFECYCLE, ReviewState
from almoner.core.actors import Actor
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation, together
from almoner.core.references import next_reference
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on

BY_HAND = (
    ReviewState.TERMS_AGREED,
    ReviewState.FIELDWORK,
    ReviewState.DRAFT,
    ReviewState.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Planned:
    """What somebody says of a review that they plan."""

    title: str
    kind: ReviewKind
    scope: str
    carried_out_by: str
    lead: User
    sponsor: User
    starts_on: date
    ends_on: date
    follows: Review | None = None


@operation
def plan_review(said: Planned, *, by: User, at: datetime) -> Review:
    """Plan a review: what is looked at, by whom, who answers for it, and when.

    Raises PermissionDenied or ValidationError.
    """
    on = day_of(at)
    require(may_write_review(by, on=on))
    check_planned(said, on=on)
    review = Review.objects.create(
        reference=next_reference("AUD", on=on),
        kind=said.kind,
        title=said.title.strip(),
        scope=said.scope.strip(),
        carried_out_by=said.carried_out_by.strip(),
        lead=said.lead,
        sponsor=said.sponsor,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        follows=said.follows,
        opened_by=by,
        opened_at=at,
    )
    take_review_step(review, ReviewState.PLANNED, on=on, by=by)
    record(ReviewEvent.PLANNED, about=review, by=by, at=at, of=ReviewKind(said.kind))
    return review


@operation
def move_review_on(review: Review, *, to: ReviewState, text: str, by: User, at: datetime) -> Review:
    """Say that its terms are agreed, that fieldwork begins, that the report is drafted, or that
    the review is withdrawn, for which a reason is wanted.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    review = lock_review(review)
    require(may_write_review(by, on=day_of(at)))
    if to not in BY_HAND:
        raise ValidationError(_("A report is issued, and followed up, by acts of their own."))
    REVIEW_LIFECYCLE.check(review.state, to)
    if to == ReviewState.WITHDRAWN and not text.strip():
        raise ValidationError({"text": _("Say why it is withdrawn.")})
    review.state = to
    review.save(update_fields=["state"])
    take_review_step(review, to, text.strip(), on=day_of(at), by=by)
    record(ReviewEvent.MOVED, about=review, by=by, at=at, to=to)
    return review


def issue_review(
    review: Review,
    *,
    rating: str,
    follow_up_on: date | None,
    text: str,
    by: User,
    at: datetime,
    revised_rating: str = "",
) -> Review:
    """Issue the final report: what it recommends is open from now on. A follow-up's report is
    also the end of the review that it follows, and may rate that anew.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    with together():
        issued = record_issue(
            review, rating=rating, follow_up_on=follow_up_on, text=text, by=by, at=at
        )
        if issued.follows is not None:
            if revised_rating:
                rate_anew(issued.follows, code=revised_rating, given_in=issued, by=by, at=at)
            waits = issued.follows.state in {ReviewState.FINAL, ReviewState.FOLLOW_UP_DUE}
            if issued.kind == ReviewKind.FOLLOW_UP and waits:
                mark_followed_up(issued.follows, follow_up=issued, by=by, at=at)
    return issued


@operation
def record_issue(
    review: Review, *, rating: str, follow_up_on: date | None, text: str, by: User, at: datetime
) -> Review:
    """Record that the report is final. Raises what `issue_review` does."""
    on = day_of(at)
    review = lock_review(review)
    require(may_write_review(by, on=on))
    REVIEW_LIFECYCLE.check(review.state, ReviewState.FINAL)
    count = review.recommendations.count()
    if follow_up_on is not None and follow_up_on < on:
        raise ValidationError({"follow_up_on": _("This day has passed. Give one to come.")})
    if count and follow_up_on is None:
        raise ValidationError(
            {"follow_up_on": _("Say by when its recommendations are followed up.")}
        )
    review.state, review.issued_on, review.follow_up_on = ReviewState.FINAL, on, follow_up_on
    review.save(update_fields=["state", "issued_on", "follow_up_on"])
    take_review_step(review, ReviewState.FINAL, text.strip(), on=on, by=by)
    if rating:
        _rate(review, rating, given_in=review, on=on, by=by)
    record(ReviewEvent.ISSUED, about=review, by=by, at=at, recommendations=count)
    return review


@operation
def rate_anew(review: Review, *, code: str, given_in: Review, by: User, at: datetime) -> Review:
    """Rate what an earlier review looked at as a later one finds it. The first rating stays.

    Raises PermissionDenied or ValidationError.
    """
    review = lock_review(review)
    require(may_write_review(by, on=day_of(at)))
    if review.pk == given_in.pk or review.pk not in reviews_before(given_in):
        raise ValidationError(_("Only a review that follows it rates it anew."))
    _rate(review, code, given_in=given_in, on=day_of(at), by=by)
    record(ReviewEvent.RATED_ANEW, about=review, by=by, at=at, by_review=given_in.reference)
    return review


@operation
def mark_followed_up(review: Review, *, follow_up: Review, by: User, at: datetime) -> Review:
    """Say that a review is over, since another followed it up.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    review = lock_review(review)
    require(may_write_review(by, on=day_of(at)))
    REVIEW_LIFECYCLE.check(review.state, ReviewState.FOLLOWED_UP)
    review.state = ReviewState.FOLLOWED_UP
    review.save(update_fields=["state"])
    take_review_step(review, ReviewState.FOLLOWED_UP, on=day_of(at), by=by)
    facts = {"by_review": follow_up.reference}
    record(ReviewEvent.FOLLOWED_UP, about=review, by=by, at=at, **facts)
    return review


@operation
def call_for_follow_up(review: Review, *, by: Actor, at: datetime) -> Review:
    """Say, on the day, that a review is to be followed up. Raises IllegalTransition."""
    review = lock_review(review)
    REVIEW_LIFECYCLE.check(review.state, ReviewState.FOLLOW_UP_DUE)
    review.state = ReviewState.FOLLOW_UP_DUE
    review.save(update_fields=["state"])
    take_review_step(review, ReviewState.FOLLOW_UP_DUE, on=day_of(at), by=None)
    record(ReviewEvent.FOLLOW_UP_DUE, about=review, by=by, at=at)
    return review


def lock_review(review: Review) -> Review:
    return (
        Review.objects.select_for_update(of=("self",)).select_related("follows").get(pk=review.pk)
    )


def take_review_step(
    review: Review, state: ReviewState, text: str = "", *, on: date, by: User | None
) -> None:
    ReviewStep.objects.create(
        review=review, state=state, text=text, valid_from=on, recorded_at=server_now(), taken_by=by
    )


def check_planned(said: Planned, *, on: date) -> None:
    for field in ("title", "scope", "carried_out_by"):
        if not getattr(said, field).strip():
            raise ValidationError({field: _("Write it down: whoever looks later knows no more.")})
    if said.ends_on < said.starts_on:
        raise ValidationError({"ends_on": _("It ends before it starts.")})
    if Role.AUDITOR not in roles_of(said.lead, on=on):
        raise ValidationError({"lead": _("Name an internal auditor.")})
    if said.sponsor == said.lead or not roles_of(said.sponsor, on=on):
        raise ValidationError({"sponsor": _("Name an official other than who leads it.")})
    if said.kind == ReviewKind.FOLLOW_UP and said.follows is None:
        raise ValidationError({"follows": _("Say which review it follows up.")})
    if said.follows is not None and not said.follows.is_issued:
        raise ValidationError({"follows": _("Its report is not final, so nothing follows it.")})


def _rate(review: Review, code: str, *, given_in: Review, on: date, by: User) -> None:
    rating = framework_on(on).audit_scales.rating_called(code)
    if rating is None:
        raise ValidationError({"rating": _("The scale has no such rating.")})
    Rating.objects.create(
        review=review,
        code=rating.code,
        title=rating.title,
        given_in=given_in,
        given_by=by,
        valid_from=on,
        recorded_at=server_now(),
    )

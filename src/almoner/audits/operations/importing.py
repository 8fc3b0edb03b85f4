"""Bringing in a list of recommendations that was kept elsewhere: all of it or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.actions.models import Action
from almoner.actions.operations import TakenOver, take_action_over
from almoner.audits.bringing import Brought
from almoner.audits.events import RecommendationEvent, ReviewEvent
from almoner.audits.kinds import Answer, Finds, ReviewKind
from almoner.audits.models import Finding, Rating, Recommendation, Response, Review, Verdict
from almoner.audits.policies import may_import_recommendations
from almoner.audits.queries import known_numbers
from almoner.audits.states import ReviewState
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation, together
from almoner.core.references import name_of, next_reference
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on

from .answering import WORDS
from .reviews import lock_review, take_review_step

THREE_MONTHS = timedelta(days=91)
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Came:
    """What a list brought: how many recommendations, of how many reviews that were not here."""

    recommendations: int
    reviews: int


def bring_recommendations(
    rows: Sequence[Brought], *, sponsor: User, carried_out_by: str, by: User, at: datetime
) -> Came:
    """Bring a list in, whole or not at all. What is here already, by its review and its number,
    is passed over. `sponsor` answers for the reviews that are new, and owns what names nobody.

    Raises PermissionDenied or ValidationError.
    """
    require(may_import_recommendations(by, on=day_of(at)))
    if sponsor == by or not roles_of(sponsor, on=day_of(at)):
        raise ValidationError({"sponsor": _("Name an official other than yourself.")})
    known = known_numbers({row.review for row in rows})
    fresh = [row for row in rows if (row.review, row.issued_as) not in known]
    people = {one.reference: one for one in User.objects.filter(reference__in=_owners(fresh))}
    made: dict[str, Review] = {}
    with together():
        for row in fresh:
            review = made.get(row.review) or Review.objects.filter(title=row.review).first()
            if review is None:
                review = made[row.review] = take_review_over(
                    row, sponsor=sponsor, carried_out_by=carried_out_by, by=by, at=at
                )
            recommendation = take_recommendation_over(row, review=review, by=by, at=at)
            if row.answer in {Answer.ACCEPTED, Answer.PARTLY} and not row.is_over:
                _take_its_action_over(
                    row, recommendation, owner=people.get(row.owner, sponsor), by=by, at=at
                )
    return Came(len(fresh), len(made))


@operation
def take_review_over(
    row: Brought, *, sponsor: User, carried_out_by: str, by: User, at: datetime
) -> Review:
    """Record a review whose report was final before it came here."""
    on = day_of(at)
    require(may_import_recommendations(by, on=on))
    issued_on = min(row.issued_on or on, on)
    review = Review.objects.create(
        reference=next_reference("AUD", on=on),
        kind=ReviewKind.ASSURANCE,
        title=row.review,
        scope=_("As its report says."),
        carried_out_by=carried_out_by.strip() or _("Internal audit"),
        lead=by,
        sponsor=sponsor,
        starts_on=issued_on,
        ends_on=issued_on,
        state=ReviewState.FINAL,
        issued_on=issued_on,
        opened_by=by,
        opened_at=at,
    )
    take_review_step(review, ReviewState.FINAL, on=issued_on, by=by)
    rating = framework_on(on).audit_scales.rating_called(row.rating)
    if rating is not None:
        Rating.objects.create(
            review=review,
            code=rating.code,
            title=rating.title,
            given_in=review,
            given_by=by,
            valid_from=issued_on,
            recorded_at=server_now(),
        )
    record(ReviewEvent.TAKEN_OVER, about=review, by=by, at=at)
    return review


@operation
def take_recommendation_over(
    row: Brought, *, review: Review, by: User, at: datetime
) -> Recommendation:
    """Record what its list says of a recommendation, and that it is over, if it says so."""
    on = day_of(at)
    require(may_import_recommendations(by, on=on))
    review = lock_review(review)
    scales = framework_on(on).audit_scales
    priority = scales.priority_called(row.priority) or scales.priorities[-1]
    title = (row.finding or row.text)[:LONGEST_TITLE]
    finding = Finding.objects.create(
        reference=next_reference("FND", on=on),
        review=review,
        number=review.findings.count() + 1,
        title=title,
        text=row.finding or row.text,
        risk=row.risk,
        recorded_by=by,
        recorded_at=server_now(),
    )
    recommendation = Recommendation.objects.create(
        reference=next_reference("REC", on=on),
        review=review,
        finding=finding,
        issued_as=row.issued_as,
        text=row.text,
        priority=priority.code,
        priority_title=priority.title,
        recorded_by=by,
        recorded_at=server_now(),
    )
    if row.is_over or row.answer == Answer.REJECTED:
        _respond(row, recommendation, on=on)
    if row.is_over:
        _find_over(row, recommendation, on=on, by=by)
    facts = {"review": review.reference}
    record(RecommendationEvent.TAKEN_OVER, about=recommendation, by=by, at=at, **facts)
    return recommendation


@operation
def tie_action_taken_over(
    row: Brought, recommendation: Recommendation, action: Action, *, by: User, at: datetime
) -> Recommendation:
    """Record that what was agreed about a recommendation is this action."""
    require(may_import_recommendations(by, on=day_of(at)))
    _respond(row, recommendation, on=day_of(at))
    recommendation.action = action
    recommendation.save(update_fields=["action"])
    facts = {"answer": Answer(row.answer)}
    record(RecommendationEvent.ANSWERED, about=recommendation, by=by, at=at, **facts)
    return recommendation


def _take_its_action_over(
    row: Brought, recommendation: Recommendation, *, owner: User, by: User, at: datetime
) -> None:
    due_on = row.due_on or day_of(at) + THREE_MONTHS
    # Whoever brings the list in verifies nothing of their own.
    owner = owner if owner != by else recommendation.review.sponsor
    said = TakenOver(
        owner=owner,
        verifier=by,
        due_on=due_on,
        first_due_on=row.first_due_on or due_on,
        told=row.told,
    )
    what = _agreed(row)
    action = take_action_over(what, said, source=name_of(recommendation), by=by, at=at)
    tie_action_taken_over(row, recommendation, action, by=by, at=at)


def _respond(row: Brought, recommendation: Recommendation, *, on: date) -> None:
    answer = Answer(row.answer or Answer.ACCEPTED)
    Response.objects.create(
        recommendation=recommendation,
        answer=answer,
        reason="" if answer == Answer.ACCEPTED else _("As the list says that it came with."),
        agreed="" if answer == Answer.REJECTED else _agreed(row),
        given_by=recommendation.review.sponsor,
        valid_from=min(recommendation.review.issued_on or on, on),
        recorded_at=server_now(),
    )


def _find_over(row: Brought, recommendation: Recommendation, *, on: date, by: User) -> None:
    Verdict.objects.create(
        recommendation=recommendation,
        finds=Finds.FULLY,
        reasons=_("Taken over from a list that says it was verified. No evidence came with it."),
        given_by=by,
        valid_from=min(row.verified_on or on, on),
        recorded_at=server_now(),
    )


def _agreed(row: Brought) -> str:
    return (row.agreed or row.text)[:WORDS]


def _owners(rows: Sequence[Brought]) -> set[str]:
    return {row.owner for row in rows if row.owner}

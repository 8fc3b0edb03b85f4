"""Bringing in a list of recommendations that was kept elsewhere: all of it or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.actions.models import Action
from almoner.actions.operations import TakenOver, take_action_over
from almoner.audits.bringing import Brought
from almoner.audits.events import RecommendationEvent, ReviewEvent
from almoner.audits.kinds import Answer, Finds, ReviewKind
from almoner.audits.models import Finding, Rating, Recommendation, Response, Review, Verdict
from almoner.audits.numbers import Key
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
OVER = gettext_lazy("Taken over from a list that says it was verified. No evidence came with it.")


@dataclass(frozen=True, slots=True)
class Came:
    """What a list brought: how many recommendations, of how many reviews that were not here, and
    how many agreed actions that are not over.
    """

    recommendations: int
    reviews: int
    actions: int


def bring_recommendations(
    rows: Sequence[Brought], *, sponsor: User, carried_out_by: str, by: User, at: datetime
) -> Came:
    """Bring a list in, whole or not at all. What is here already, by its review and its number,
    is passed over. Rows of one number are one recommendation with an agreed action each. `sponsor`
    answers for the reviews that are new, and owns what names nobody.

    Raises PermissionDenied or ValidationError.
    """
    require(may_import_recommendations(by, on=day_of(at)))
    if sponsor == by or not roles_of(sponsor, on=day_of(at)):
        raise ValidationError({"sponsor": _("Name an official other than yourself.")})
    known = known_numbers({row.review for row in rows})
    fresh = [row for row in rows if row.key not in known]
    people = {one.reference: one for one in User.objects.filter(reference__in=_owners(fresh))}
    made: dict[str, Review] = {}
    actions = 0
    with together():
        for said in _by_number(fresh):
            title = said.leading.review
            review = made.get(title) or Review.objects.filter(title=title).first()
            if review is None:
                review = made[title] = take_review_over(
                    said.leading, sponsor=sponsor, carried_out_by=carried_out_by, by=by, at=at
                )
            recommendation = take_recommendation_over(said, review=review, by=by, at=at)
            for row in said.rows if said.has_actions else ():
                owner = people.get(row.owner, sponsor)
                _take_action_over(row, said, recommendation, owner=owner, by=by, at=at)
                actions += not row.is_over
    return Came(len(_by_number(fresh)), len(made), actions)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The rows of one number: the first that is not over leads, since its owner answers for all."""

    rows: tuple[Brought, ...]

    @property
    def leading(self) -> Brought:
        return self.rows[0]

    @property
    def is_over(self) -> bool:
        return all(row.is_over for row in self.rows)

    @property
    def has_actions(self) -> bool:
        return self.leading.answer in {Answer.ACCEPTED, Answer.PARTLY} and not self.is_over


def _by_number(rows: Sequence[Brought]) -> list[Numbered]:
    found: dict[Key, list[Brought]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(row)
    return [Numbered(tuple(sorted(same, key=lambda row: row.is_over))) for same in found.values()]


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
    said: Numbered, *, review: Review, by: User, at: datetime
) -> Recommendation:
    """Record what its list says of a recommendation, and that it is over, if it says so of all."""
    row, on = said.leading, day_of(at)
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
    if said.is_over or row.answer == Answer.REJECTED:
        _respond(said, recommendation, on=on)
    if said.is_over:
        _find_over(said, recommendation, on=on, by=by)
    facts = {"review": review.reference}
    record(RecommendationEvent.TAKEN_OVER, about=recommendation, by=by, at=at, **facts)
    return recommendation


@operation
def tie_action_taken_over(
    said: Numbered, recommendation: Recommendation, action: Action, *, by: User, at: datetime
) -> Recommendation:
    """Record that what was agreed about a recommendation is this action or, of several, that this
    one leads.
    """
    require(may_import_recommendations(by, on=day_of(at)))
    _respond(said, recommendation, on=day_of(at))
    recommendation.action = action
    recommendation.save(update_fields=["action"])
    facts = {"answer": Answer(said.leading.answer)}
    record(RecommendationEvent.ANSWERED, about=recommendation, by=by, at=at, **facts)
    return recommendation


@operation
def record_further_taken_over(
    recommendation: Recommendation, action: Action, *, by: User, at: datetime
) -> Recommendation:
    """Record that a list says another action was agreed about a recommendation."""
    require(may_import_recommendations(by, on=day_of(at)))
    facts = {"action": action.reference}
    record(RecommendationEvent.AGREED, about=recommendation, by=by, at=at, **facts)
    return recommendation


def _take_action_over(
    row: Brought,
    numbered: Numbered,
    recommendation: Recommendation,
    *,
    owner: User,
    by: User,
    at: datetime,
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
        over_because=str(OVER) if row.is_over else "",
    )
    what = _agreed(row)
    action = take_action_over(what, said, source=name_of(recommendation), by=by, at=at)
    if row is numbered.leading:
        tie_action_taken_over(numbered, recommendation, action, by=by, at=at)
    else:
        record_further_taken_over(recommendation, action, by=by, at=at)


def _respond(said: Numbered, recommendation: Recommendation, *, on: date) -> None:
    answer = Answer(said.leading.answer or Answer.ACCEPTED)
    Response.objects.create(
        recommendation=recommendation,
        answer=answer,
        reason="" if answer == Answer.ACCEPTED else _("As the list says that it came with."),
        agreed="" if answer == Answer.REJECTED else _all_agreed(said),
        given_by=recommendation.review.sponsor,
        valid_from=min(recommendation.review.issued_on or on, on),
        recorded_at=server_now(),
    )


def _find_over(said: Numbered, recommendation: Recommendation, *, on: date, by: User) -> None:
    days = [min(row.verified_on or on, on) for row in said.rows]
    Verdict.objects.create(
        recommendation=recommendation,
        finds=Finds.FULLY,
        reasons=str(OVER),
        given_by=by,
        valid_from=max(days),
        recorded_at=server_now(),
    )


def _agreed(row: Brought) -> str:
    return (row.agreed or row.text)[:WORDS]


def _all_agreed(said: Numbered) -> str:
    """What leads or, where all is over and no action is taken over, each."""
    told = said.rows if said.is_over else said.rows[:1]
    return "\n".join(_agreed(row) for row in told)


def _owners(rows: Sequence[Brought]) -> set[str]:
    return {row.owner for row in rows if row.owner}

"""What a scenario's auditors found, and what became of each recommendation."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from almoner.accounts.models import User
from almoner.actions.models import Action
from almoner.actions.operations import finish_action, note_progress
from almoner.audits.models import Finding, Recommendation, Review
from almoner.audits.operations import (
    add_evidence_file,
    answer_recommendation,
    give_verdict,
    issue_review,
    move_review_on,
    plan_review,
    record_finding,
    record_recommendation,
)
from almoner.audits.operations.answering import Answered, Shown
from almoner.audits.operations.findings import Found
from almoner.audits.operations.reviews import Planned
from almoner.audits.states import ReviewState
from almoner.cli.demonstration.stages import Act, at

from .people import called
from .said import EvidenceSaid, FindingSaid, RecommendationSaid, ReviewSaid, Scenario

A_YEAR = timedelta(days=365)
STEPS = (ReviewState.TERMS_AGREED, ReviewState.FIELDWORK, ReviewState.DRAFT)


def reviewing(scenario: Scenario) -> Iterator[Act]:
    for review in scenario.reviews:
        yield Act(at(review.starts_on, 9, 30), partial(_plan, review))
        yield Act(at(review.reported_on, 11), partial(_report, review))
        for finding in review.findings:
            for one in finding.recommendations:
                yield from _becoming(review, one)


def review_called(title: str) -> Review:
    return Review.objects.get(title=title)


def recommendation_numbered(review: str, number: str) -> Recommendation:
    found = Recommendation.objects.select_related("action__owner", "review__sponsor")
    return found.get(review__title=review, issued_as=number)


def _becoming(review: ReviewSaid, one: RecommendationSaid) -> Iterator[Act]:
    """Answered, begun, shown, done and verified, each on its day."""
    answered_on = one.answered_on or review.reported_on
    yield Act(at(answered_on, 12), partial(_answer, review, one))
    if one.progress:
        yield Act(at(answered_on, 12, 30), partial(_begin, review, one))
    for n, evidence in enumerate(one.evidence):
        shown_on = max(evidence.dated_on, answered_on)
        yield Act(at(shown_on, 14, n), partial(_show, review, one, evidence))
    if one.implemented_on:
        yield Act(at(one.implemented_on, 15), partial(_finish, review, one))
    if one.verdict:
        yield Act(at(one.verdict.on, 16), partial(_verify, review, one))


def _plan(said: ReviewSaid, moment: datetime) -> None:
    lead = called(said.lead)
    plan_review(
        Planned(
            title=said.title,
            kind=said.kind,
            scope=said.scope,
            carried_out_by=said.carried_out_by,
            lead=lead,
            sponsor=called(said.sponsor),
            starts_on=said.starts_on,
            ends_on=said.reported_on,
            follows=review_called(said.follows) if said.follows else None,
        ),
        by=lead,
        at=moment,
    )


def _report(said: ReviewSaid, moment: datetime) -> None:
    """All that is found is written down, and the report is final."""
    lead, review = called(said.lead), review_called(said.title)
    for step in STEPS:
        review = move_review_on(review, to=step, text="", by=lead, at=moment)
    for finding in said.findings:
        _find(review, finding, by=lead, moment=moment)
    issue_review(
        review,
        rating=said.rating,
        follow_up_on=_follow_up_on(said),
        text="",
        by=lead,
        at=moment,
    )


def _follow_up_on(said: ReviewSaid) -> date | None:
    """A year on, where it recommends something and does not say when that is looked at again."""
    recommends = any(finding.recommendations for finding in said.findings)
    return said.follow_up_on or (said.reported_on + A_YEAR if recommends else None)


def _find(review: Review, said: FindingSaid, *, by: User, moment: datetime) -> None:
    earlier = Finding.objects.filter(title=said.repeats).first() if said.repeats else None
    found = Found(title=said.title, text=said.text, risk=said.risk, repeats=earlier)
    finding = record_finding(review, found, by=by, at=moment)
    for one in said.recommendations:
        record_recommendation(
            finding,
            issued_as=one.number,
            text=one.text,
            priority=one.priority,
            by=by,
            at=moment,
        )


def _answer(review: ReviewSaid, one: RecommendationSaid, moment: datetime) -> None:
    said = Answered(
        answer=one.answer,
        agreed=one.agreed,
        owner=called(one.owner),
        verifier=called(review.lead),
        due_on=one.due_on,
    )
    recommendation = recommendation_numbered(review.title, one.number)
    answer_recommendation(recommendation, said, by=called(review.sponsor), at=moment)


def _begin(review: ReviewSaid, one: RecommendationSaid, moment: datetime) -> None:
    action = _action_of(review, one)
    note_progress(action, text=one.progress, by=called(one.owner), at=moment)


def _show(
    review: ReviewSaid, one: RecommendationSaid, evidence: EvidenceSaid, moment: datetime
) -> None:
    add_evidence_file(
        [evidence.text.encode()],
        name=f"{_plain(evidence.title)}.txt",
        recommendation=recommendation_numbered(review.title, one.number),
        said=Shown(title=evidence.title, dated_on=evidence.dated_on),
        by=called(one.owner),
        at=moment,
    )


def _finish(review: ReviewSaid, one: RecommendationSaid, moment: datetime) -> None:
    words = one.progress or one.agreed
    finish_action(_action_of(review, one), text=words, by=called(one.owner), at=moment)


def _verify(review: ReviewSaid, one: RecommendationSaid, moment: datetime) -> None:
    if one.verdict is None:
        return
    give_verdict(
        recommendation_numbered(review.title, one.number),
        finds=one.verdict.found,
        reasons=one.verdict.reasons,
        by=called(review.lead),
        at=moment,
        given_in=None,
    )


def _action_of(review: ReviewSaid, one: RecommendationSaid) -> Action:
    action = recommendation_numbered(review.title, one.number).action
    if action is None:
        raise LookupError(one.number)
    return action


def _plain(title: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in title.lower())[:60]

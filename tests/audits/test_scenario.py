"""What a panel was told on two days: the follow-up of a review of grants and commissioning."""

from datetime import UTC, date, datetime

import pytest

from almoner.accounts.roles import Role
from almoner.actions.operations import finish_action
from almoner.audits.kinds import Answer, Finds, ReviewKind
from almoner.audits.models import Review
from almoner.audits.operations import (
    Answered,
    Found,
    Planned,
    Shown,
    add_evidence_of_thing,
    answer_recommendation,
    give_verdict,
    issue_review,
    move_review_on,
    plan_review,
    record_finding,
    record_recommendation,
)
from almoner.audits.standings import (
    implemented_recommendations,
    open_recommendations,
    recommendations_as_at,
    recommendations_known,
)
from almoner.audits.states import Progress, ReviewState
from almoner.core.clock import pretending
from almoner.core.models import Installation
from almoner.core.references import name_of
from tests.factories import official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
ACTIONS = ("Training", "Templates", "Registers", "Award process")


def at(year, month, day):
    return datetime(year, month, day, 10, tzinfo=UTC)


class Story:
    """Acts of a body and its auditors, each at its own moment."""

    def __init__(self):
        with arranging():
            Installation.objects.create(is_demonstration=True, made_at=at(2019, 1, 1))
        since = {"valid_from": date(2019, 1, 1), "recorded_at": at(2019, 1, 1)}
        self.auditor, self.other, self.sponsor, self.owner = (
            person(role, since)
            for role in (Role.AUDITOR, Role.AUDITOR, Role.APPROVER, Role.PUBLISHER)
        )

    def review(self, kind, moment, issued, *, follows=None, recommends=()):
        said = Planned(
            title="Grants and commissioning framework",
            kind=kind,
            scope="How grants are awarded",
            carried_out_by="Internal audit",
            lead=self.auditor,
            sponsor=self.sponsor,
            starts_on=moment.date(),
            ends_on=issued.date(),
            follows=follows,
        )
        with pretending(moment):
            review = plan_review(said, by=self.auditor, at=moment)
            for state in (ReviewState.TERMS_AGREED, ReviewState.FIELDWORK):
                move_review_on(review, to=state, text="", by=self.auditor, at=moment)
            for title in recommends:
                found = Found(title, "Not wholly in place")
                finding = record_finding(review, found, by=self.auditor, at=moment)
                words = {"issued_as": title, "text": f"{title}: put it in place"}
                record_recommendation(finding, **words, priority="high", by=self.auditor, at=moment)
            move_review_on(review, to=ReviewState.DRAFT, text="", by=self.auditor, at=moment)
        with pretending(issued):
            follow_up_on = date(issued.year + 1, 6, 30)
            issue_review(
                review,
                rating="limited",
                follow_up_on=follow_up_on,
                text="",
                by=self.auditor,
                at=issued,
            )
        return Review.objects.get(pk=review.pk)

    def accept(self, recommendation, moment, *, due_on):
        said = Answered(
            Answer.ACCEPTED,
            agreed=recommendation.text,
            owner=self.owner,
            verifier=self.auditor,
            due_on=due_on,
        )
        with pretending(moment):
            return answer_recommendation(recommendation, said, by=self.sponsor, at=moment)

    def implement(self, recommendation, moment, *, verified):
        thing = name_of(recommendation)
        said = Shown("What was rolled out", dated_on=moment.date())
        with pretending(moment):
            add_evidence_of_thing(
                thing, recommendation=recommendation, said=said, by=self.sponsor, at=moment
            )
            finish_action(recommendation.action, text="Done", by=self.owner, at=moment)
        self.find(recommendation, Finds.FULLY, verified)

    def find(self, recommendation, finds, moment):
        with pretending(moment):
            give_verdict(recommendation, finds=finds, reasons="Looked", by=self.other, at=moment)


def person(role, since):
    from tests.factories import RoleHoldingFactory

    somebody = official()
    RoleHoldingFactory(holder=somebody, role=role, **since)
    return somebody


@pytest.fixture
def followed_up():
    story = Story()
    first = story.review(ReviewKind.ASSURANCE, at(2019, 4, 1), at(2019, 6, 20))
    follow_up = story.review(
        ReviewKind.FOLLOW_UP, at(2021, 5, 4), at(2021, 6, 24), follows=first, recommends=ACTIONS
    )
    for recommendation in follow_up.recommendations.order_by("pk"):
        accepted = story.accept(recommendation, at(2021, 6, 28), due_on=date(2021, 10, 31))
        if recommendation.issued_as == "Registers":
            story.find(accepted, Finds.PARTIALLY, at(2021, 9, 28))
        else:
            story.implement(accepted, at(2021, 9, 23), verified=at(2021, 9, 28))
    return story, first, follow_up


def test_the_panel_is_told_on_4_october_what_is_verified_and_what_is_not_yet(followed_up):
    _story, first, _follow_up = followed_up
    day = date(2021, 10, 4)

    every = recommendations_as_at(day)

    assert len(every) == 4
    assert [one.recommendation.issued_as for one in open_recommendations(day)] == ["Registers"]
    assert len(implemented_recommendations(day)) == 3
    (registers,) = open_recommendations(day)
    assert (registers.progress, registers.verdict.finds) == (
        Progress.NOT_STARTED,
        Finds.PARTIALLY,
    )
    assert (registers.due_on, registers.is_overdue) == (date(2021, 10, 31), False)
    first.refresh_from_db()
    assert first.state == ReviewState.FOLLOWED_UP


def test_the_panel_knows_nothing_of_the_follow_up_on_1_march(followed_up):
    assert recommendations_as_at(date(2021, 3, 1)) == []
    assert recommendations_known(date(2021, 3, 1)) == []
    assert len(open_recommendations(date(2021, 6, 24))) == 4
    assert implemented_recommendations(date(2021, 9, 27)) == []


def test_what_is_recorded_later_of_an_earlier_day_is_known_only_now(followed_up):
    story, _first, follow_up = followed_up
    registers = follow_up.recommendations.get(issued_as="Registers")
    with pretending(at(2021, 11, 2)):
        give_verdict(
            registers,
            finds=Finds.NOT_IMPLEMENTED,
            reasons="Looked again",
            by=story.other,
            at=at(2021, 9, 30),
        )
    day = date(2021, 10, 4)

    said, known = recommendations_as_at(day), recommendations_known(day)

    (then,) = [one for one in said if one.recommendation == registers]
    (now,) = [one for one in known if one.recommendation == registers]
    assert (then.verdict.finds, now.verdict.finds) == (Finds.PARTIALLY, Finds.NOT_IMPLEMENTED)

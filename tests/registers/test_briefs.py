from datetime import timedelta
from decimal import Decimal

import pytest

from almoner.documents.briefs import brief_about, is_brief_restricted
from almoner.payments.states import MatchState
from tests.factories import (
    DAY,
    MatchFactory,
    StewardshipFactory,
    TermsFactory,
    VersionFactory,
    WithholdingFactory,
)

pytestmark = pytest.mark.django_db
SLIPPED = {"review_on": DAY - timedelta(days=1), "current_end_on": DAY + timedelta(days=900)}


def name(version):
    return f"agreements.agreement:{version.agreement}"


def told(version):
    return brief_about(name(version), on=DAY)


def part(brief, heading):
    return next(one for one in brief.parts if one.heading == heading)


def test_an_agreement_is_told_with_what_was_paid_under_it_and_its_next_days():
    version = VersionFactory(
        amount=Decimal(1000),
        current_end_on=DAY + timedelta(days=700),
        said={"title": "A night shelter", "description": "Beds for *all*"},
    )
    MatchFactory(agreement=version.agreement, state=MatchState.CONFIRMED)
    steward = StewardshipFactory(agreement=version.agreement)
    TermsFactory(agreement=version.agreement, review_on=DAY + timedelta(days=60))

    brief = told(version)

    assert brief.title == f"A night shelter ({version.agreement})"
    assert dict(brief.facts)["With"] == version.organisation_name
    assert dict(brief.facts)["Managed by"] == steward.manager.name
    assert part(brief, "What it is for").blocks[0].runs[0].text == "Beds for *all*"
    assert part(brief, "Payments against the award").rows == (
        ("Awarded", "£1,000"),
        ("Paid in 1 payment", "£250"),
        ("Share of the award", "25%"),
    )
    assert [row[1] for row in part(brief, "Its next days").rows] == ["Review", "Ends"]
    assert brief.asks == "Note how the agreement stands."


@pytest.mark.parametrize(
    ("days", "asks"),
    [
        ({"current_end_on": DAY - timedelta(days=1)}, "Note that the agreement is over."),
        ({"current_end_on": DAY + timedelta(days=90)}, "Say what is to follow the agreement"),
        (
            {"review_on": DAY - timedelta(days=1), "current_end_on": DAY + timedelta(days=900)},
            "Say",
        ),
        ({}, "Note how the agreement stands."),
    ],
)
def test_what_is_asked_follows_its_days(days, asks):
    assert told(VersionFactory(**days)).asks.startswith(asks)


def test_what_the_public_may_not_see_is_for_few_and_the_rest_is_not():
    hidden, plain = VersionFactory(), VersionFactory()
    WithholdingFactory(organisation=hidden.organisation)

    assert told(hidden)
    assert is_brief_restricted(name(hidden))
    assert not is_brief_restricted(name(plain))
    assert brief_about("agreements.agreement:AGR-NONE", on=DAY) is None


def test_it_asks_a_fixed_number_of_questions(django_assert_max_num_queries):
    version = VersionFactory()
    for _n in range(3):
        MatchFactory(agreement=version.agreement, state=MatchState.CONFIRMED)

    with django_assert_max_num_queries(5):
        told(version)

"""Who finds a decision by which words: part 1 and its number, as far as each may read it."""

import pytest

from almoner.commissions.operations import restrict_case, unrestrict_case
from almoner.decisions.operations import publish_part_one, revise_decision, withdraw_decision
from almoner.decisions.search import DECISION
from almoner.search.audiences import AUDITORS, OFFICIALS, PUBLIC
from almoner.search.models import Entry
from almoner.search.operations import rebuild_index
from almoner.search.queries import matches
from tests.commissions.factories import NOON, grant_case
from tests.decisions.factories import draft, fresh, head, signed, submitted

pytestmark = pytest.mark.django_db
SECRET = "Marrowfat"
WAITS = {
    "deferred_until": "2026-06-01",
    "deferral_ground": "commercial",
    "deferral_reason": f"{SECRET} bids",
}


def found(typed, *audiences):
    return [entry.reference for entry in matches(typed, audiences=audiences, kinds=[DECISION])]


def test_officials_find_a_decision_by_its_number_its_title_and_the_words_of_part_1():
    made = submitted(title="Beds for winter", plan="Warmth", papers="Survey of streets")

    for typed in (made.number, made.reference, "winter beds", "warmth", "survey", "nine weeks"):
        assert found(typed, OFFICIALS) == [made.reference], typed
        assert found(typed, PUBLIC) == []


def test_part_2_and_why_part_1_waits_are_found_by_nobody():
    made = signed(part_two=f"{SECRET} price", part_two_ground="commercial", **WAITS)

    assert found(SECRET, PUBLIC, OFFICIALS, AUDITORS) == []
    assert found(made.number, OFFICIALS) == [made.reference]


def test_a_changed_text_is_found_by_its_new_words_alone():
    made = draft(title="Beds")

    revise_decision(made, {"title": "Meals"}, read=1, by=made.author, at=NOON)

    assert (found("beds", OFFICIALS), found("meals", OFFICIALS)) == ([], [made.reference])


def test_anyone_finds_what_is_published_and_nothing_that_waits_or_was_given_up():
    by = head()
    out, waits, given_up = signed(by=by), signed(by=by, **WAITS), submitted()
    withdraw_decision(given_up, by=given_up.author, at=NOON)

    assert found("counselling", PUBLIC) == [out.reference]

    publish_part_one(waits, by=by, at=NOON)
    assert set(found("counselling", PUBLIC)) == {out.reference, waits.reference}


def test_a_restricted_case_takes_its_decisions_from_officials_but_not_what_is_out():
    case = grant_case()
    awaited, out = submitted(case), signed(case, by=head())

    restrict_case(case, by=case.lead, at=NOON)
    restricted = found("counselling", OFFICIALS), found("counselling", AUDITORS)
    also_later = submitted(fresh(awaited).commission)

    assert restricted == ([], [awaited.reference])
    assert found("counselling", PUBLIC) == [out.reference]
    assert also_later.reference not in found("counselling", OFFICIALS)
    unrestrict_case(case, by=case.lead, at=NOON)
    assert set(found("counselling", OFFICIALS)) == {awaited.reference, also_later.reference}


def test_the_index_made_again_says_the_same():
    signed(by=head(), part_two=SECRET, part_two_ground="commercial")
    draft()
    said = ["reference", "audience", "title", "text", "happened_on"]
    before = list(Entry.objects.filter(kind=DECISION).order_by("pk").values(*said))

    assert rebuild_index(DECISION) == 2
    assert list(Entry.objects.filter(kind=DECISION).order_by("pk").values(*said)) == before

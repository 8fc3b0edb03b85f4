from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from almoner.search.audiences import OFFICIALS, PUBLIC
from almoner.search.models import Entry
from almoner.search.operations import index_entries
from almoner.search.queries import keys_matching, matches
from tests.factories import DAY

pytestmark = pytest.mark.django_db
EVERYBODY = [PUBLIC]


def index(title, text="", *, audience=PUBLIC, reference=None, kind="sample.thing", **fields):
    number = Entry.objects.count() + 1
    reference = reference or f"THI-{number:04}"
    entry = Entry(
        kind=kind,
        reference=reference,
        object_pk=number * 10,
        audience=audience,
        title=title,
        text=text,
        **fields,
    )
    index_entries([entry])
    return entry


def found(typed, **asked):
    return [entry.title for entry in matches(typed, **{"audiences": EVERYBODY, **asked})]


@pytest.mark.parametrize(
    "typed",
    [
        "refuge",
        "REFU",
        "womens refuge ",
        "women's",
        "womens",
        "cafe",
        "Café",
        '"a refuge"',
        '"at the cafe" refuge',
        "THI-0001",
        "0001",
        "2026",
        "£1,200.50",
    ],
)
def test_matches_finds_by_words_phrases_beginnings_and_reference(typed):
    index("Women’s refuge at the Café", "A refuge for 2026 costs £1,200.50")
    index("Something else")

    assert found(typed) == ["Women’s refuge at the Café"]


@pytest.mark.parametrize(
    "typed", ["", " ", '""', "-", '"refu"', "refu the", '"refuge a"', "refuge nowhere"]
)
def test_matches_finds_nothing_else(typed):
    index("Women’s refuge at the Café", "A refuge")

    assert found(typed) == []


def test_matches_puts_titles_first_then_what_has_no_day_and_then_the_latest():
    index("Old in the text", "refuge", happened_on=DAY - timedelta(days=1))
    index("Undated in the text", "refuge")
    index("New in the text", "refuge", happened_on=DAY)
    index("A refuge's payment", happened_on=DAY - timedelta(days=9))
    index("A refuge")

    assert found("refuge") == [
        "A refuge",
        "A refuge's payment",
        "Undated in the text",
        "New in the text",
        "Old in the text",
    ]


def test_matches_keeps_to_the_kinds_asked_for():
    index("A refuge", kind="sample.thing")
    index("A refuge's payment", kind="sample.payment")

    assert found("refuge", kinds=["sample.payment"]) == ["A refuge's payment"]


def test_what_is_for_officials_cannot_be_seen_by_the_public_in_any_way():
    for number in range(3):
        index(f"Open day {number}", "a common word", happened_on=DAY)
    before = [(e.pk, e.is_in_title, e.text) for e in matches("common word", audiences=EVERYBODY)]

    for number in range(50):
        index(f"Common word: the Orchid refuge {number}", "common word", audience=OFFICIALS)

    public = matches("common word", audiences=EVERYBODY)
    assert public.count() == 3
    assert [(e.pk, e.is_in_title, e.text) for e in public] == before
    assert not matches("orchid", audiences=EVERYBODY).exists()
    assert not keys_matching("orchid", kind="sample.thing", audiences=EVERYBODY).exists()
    assert matches("orchid", audiences=[PUBLIC, OFFICIALS]).count() == 50


def test_keys_matching_gives_the_rows_of_one_kind():
    thing = index("A refuge")
    index("A refuge", kind="sample.payment")
    rows = Entry.objects.filter(
        object_pk__in=keys_matching("refuge", kind="sample.thing", audiences=EVERYBODY)
    )

    assert [row.reference for row in rows] == [thing.reference]


@example('"')
@example("a' & !b | c:* <-> (d")
@example("NEAR(a, 5) OR title_words : x*")
@example("\x00 \ud800 ½ ²")
@given(st.text(max_size=80))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nothing_that_can_be_typed_is_an_error(typed):
    matches(typed, audiences=EVERYBODY).count()
    list(matches(typed, audiences=EVERYBODY))


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=20))
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_word_was_indexed_is_found_by_itself(word):
    index("Title", word, reference="THI-9999")

    assert found(word) == ["Title"]

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.core.once import reading
from almoner.search.audiences import OFFICIALS, PUBLIC
from almoner.search.corrections import nearest
from almoner.search.models import KnownWord
from almoner.search.operations import (
    close_gate,
    gate_for,
    open_gate,
    rebuild_vocabulary,
    remove_entries,
)
from tests.search.test_queries import index

pytestmark = pytest.mark.django_db
EVERYBODY = [PUBLIC]


def meant(typed, *, audiences=EVERYBODY, **asked):
    return nearest(typed, audiences=audiences, **asked)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("conselling", "counselling"),
        ("Counseling", "counselling"),
        ("counsellings", "counselling"),
        ("domestci abuse", "domestic abuse"),
        ("domestic abuze", "domestic abuse"),
        ("harbor trsut", "harbour trust"),
        ("womems", "womens"),
        ("charities", "charity"),
        ("cafés", "cafe"),
        ("accommodaton, safe", "accommodation, safe"),
    ],
)
def test_nearest_puts_the_word_that_was_meant_in_the_place_of_a_misspelt_one(typed, said):
    index("Harbour Trust", "Counselling after domestic abuse, and safe accommodation")
    index("Women’s Charity at the Café")

    assert meant(typed) == said


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "harbour",
        "harb",
        "harbour counselling",  # each is found, though not together
        "submarine",
        "harbor submarine",
        '"harbor"',
        "1198766",
        "C-78",
        "hrbr",
        "harbor trsut cuonselling shletre",  # too many for a guess
    ],
)
def test_nearest_says_nothing_of_what_is_found_or_too_far_or_meant_as_it_stands(typed):
    index("Harbour Trust", "1198765 C-77")
    index("Counselling Shelter")

    assert meant(typed) == ""


def test_nearest_offers_no_word_of_what_somebody_may_not_find():
    index("Zephyrine Haven", audience=OFFICIALS)
    index("Zephyr Lights")

    assert meant("zephyrune") == ""
    assert meant("zephyrune", audiences=[PUBLIC, OFFICIALS]) == "zephyrine"
    assert meant("zephyrine") == ""


def test_nearest_offers_another_word_in_the_place_of_one_that_is_hidden():
    index("Harbour Haven", audience=OFFICIALS)
    index("Harbours")

    assert meant("harboor") == ""
    assert meant("harboors") == "harbours"
    assert meant("harbour haven") == ""


def test_nearest_offers_no_word_of_an_import_before_it_is_live_or_after_it_is_undone():
    index("Quillfeather Lane", gate=gate_for("BAT-1"))
    assert meant("quilfeather") == ""

    open_gate("BAT-1")
    assert meant("quilfeather") == "quillfeather"

    close_gate("BAT-1")
    assert meant("quilfeather") == ""


def test_nearest_offers_only_what_is_found_among_the_kinds_asked_for():
    index("Harbour", kind="sample.other")

    assert meant("harbor", kinds=["sample.thing"]) == ""
    assert meant("harbor", kinds=["sample.other"]) == "harbour"


@pytest.mark.parametrize("typed", ["zephyrine", "xyzzyva", "1198765", "zx9 7qj", "zephyrine haven"])
def test_nearest_asks_as_many_questions_whatever_the_vocabulary_holds(typed):
    index("Zephyrine Haven", "ZX9 7QJ 1198765", audience=OFFICIALS)

    with reading(), CaptureQueriesContext(connection) as asked:
        assert meant(typed) == ""

    assert len(asked) == 4  # one of them of what is withheld, which a page asks anyhow


def test_the_vocabulary_holds_each_word_once_and_neither_numbers_nor_references():
    index("Harbour Harbour", "The harbour of 2026 at ZX9 7QJ", reference="PAY-ABCDEFGH")
    index("harbour")

    assert sorted(KnownWord.objects.values_list("word", flat=True)) == ["harbour"]


def test_rebuild_vocabulary_forgets_the_words_of_what_is_gone_and_learns_the_others():
    index("Harbour", reference="THI-1")
    index("Quay House", reference="THI-2")
    remove_entries("sample.thing", ["THI-1"])

    assert rebuild_vocabulary() == 1

    assert sorted(KnownWord.objects.values_list("word", flat=True)) == ["house", "quay"]

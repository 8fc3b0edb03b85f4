from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.agreements.identity import Known, Outcome, Words, fingerprint_of, settle, words_of
from almoner.agreements.states import AgreementKind

CONTRACT, GRANT = AgreementKind.CONTRACT, AgreementKind.GRANT
ROW = {
    "reference": "C-7",
    "lot": "Lot 2",
    "supplier_name": "Quay & Sons",
    "title": "A roof",
    "value_total": Decimal("1250.50"),
    "start_date": date(2026, 4, 1),
    "supplier_sme": True,
}
WORDS = st.builds(Words, st.sampled_from("abc"), st.sampled_from("123"))


def told(kind=CONTRACT, publisher="Wexmoor", **changed):
    values = {name: value for name, value in (ROW | changed).items() if value != ""}
    return words_of(kind, publisher, values)


@pytest.mark.parametrize(
    "same",
    [
        {"reference": " c-7 "},
        {"supplier_name": "QUAY AND SONS"},
        {"lot": "LOT  2"},
        {"title": "Another title", "value_total": Decimal(3)},
    ],
)
def test_a_row_is_told_by_its_reference_its_party_and_its_lot(same):
    assert told(**same).identity == told().identity


@pytest.mark.parametrize(
    "other",
    [
        {"reference": "C-8"},
        {"supplier_name": "Harbour Trust"},
        {"lot": "Lot 3"},
        {"lot": ""},
        {"publisher": "Tarnside"},
        {"kind": GRANT},
    ],
)
def test_another_reference_party_lot_publisher_or_register_is_another_agreement(other):
    assert told(**other).identity != told().identity


def test_a_row_without_a_reference_is_told_by_all_its_words():
    assert told(reference="").identity == told(reference="").identity
    assert told(reference="").identity != told(reference="", title="Another").identity


def test_a_party_without_a_name_is_told_by_its_first_number():
    nameless = {"supplier_name": "", "supplier_company_number": "01234567"}

    assert told(**nameless).identity == told(**nameless, supplier_other_id="V1").identity
    assert told(**nameless).identity != told(supplier_name="").identity


def test_a_fingerprint_ignores_the_order_of_columns_and_needless_spaces():
    turned = dict(reversed(ROW.items())) | {"title": "A  roof\n", "value_total": Decimal("1250.5")}

    assert fingerprint_of(turned) == fingerprint_of(ROW)


@pytest.mark.parametrize("name", ROW)
def test_a_fingerprint_covers_every_field(name):
    assert fingerprint_of(ROW | {name: "Another"}) != fingerprint_of(ROW)
    assert fingerprint_of({n: v for n, v in ROW.items() if n != name}) != fingerprint_of(ROW)


def known_after(rows, known=()):
    """What is known once these rows were read in."""
    settled, missing = settle(rows, known)
    spoken = {one.pk: one for one in known}
    for number, (words, one) in enumerate(zip(rows, settled, strict=True)):
        pk = one.pk or 1_000 * (len(spoken) + 1) + number
        spoken[pk] = Known(pk, words.identity, one.occurrence, words.fingerprint)
    return list(spoken.values()), settled, missing


@given(st.lists(WORDS))
def test_rows_are_as_many_agreements_as_there_are_rows(rows):
    known, settled, missing = known_after(rows)

    assert {one.outcome for one in settled} <= {Outcome.NEW}
    assert missing == []
    assert len({(one.identity, one.occurrence) for one in known}) == len(rows)


@given(st.lists(WORDS), st.randoms())
def test_the_same_rows_in_any_order_say_nothing_new(rows, chance):
    known, _, _ = known_after(rows)
    chance.shuffle(rows)

    _, settled, missing = known_after(rows, known)

    assert {one.outcome for one in settled} <= {Outcome.SAME}
    assert missing == []


@given(st.lists(WORDS), st.lists(WORDS))
def test_every_row_is_of_one_agreement_and_every_agreement_is_met_or_missing(before, after):
    known, _, _ = known_after(before)

    settled, missing = settle(after, known)

    met = [one.pk for one in settled if one.pk]
    assert len(met) == len({*met})
    assert sorted(met + [one.pk for one in missing]) == sorted(one.pk for one in known)
    places = [(w.identity, one.occurrence) for w, one in zip(after, settled, strict=True)]
    assert len(places) == len({*places})


@given(st.lists(WORDS), st.lists(WORDS))
def test_as_few_rows_change_as_can_be(before, after):
    known, _, _ = known_after(before)

    settled, _ = settle(after, known)

    alike = sum(min(before.count(words), after.count(words)) for words in {*after})
    assert sum(one.outcome == Outcome.SAME for one in settled) == alike


def test_a_row_that_says_something_else_of_a_known_agreement_changes_it():
    settled, missing = settle([Words("a", "2")], [Known(7, "a", 1, "1")])

    assert [(one.pk, one.occurrence, one.outcome) for one in settled] == [(7, 1, Outcome.CHANGED)]
    assert missing == []


def test_an_agreement_of_which_nothing_speaks_any_more_comes_as_new_and_keeps_its_name():
    settled, _ = settle([Words("a", "1")], [Known(7, "a", 1, "")])

    assert [(one.pk, one.occurrence, one.outcome) for one in settled] == [(7, 1, Outcome.NEW)]


def test_a_row_that_names_an_agreement_is_of_that_one_whatever_it_says():
    known = [Known(1, "a", 1, "1"), Known(2, "a", 2, "2"), Known(3, "b", 1, "")]
    rows = [Words("z", "9", of=2), Words("a", "1"), Words("q", "3", of=3)]

    settled, missing = settle(rows, known)

    assert [(one.pk, one.occurrence, one.outcome) for one in settled] == [
        (2, 2, Outcome.CHANGED),
        (1, 1, Outcome.SAME),
        (3, 1, Outcome.NEW),
    ]
    assert missing == []


def test_a_new_row_beside_named_ones_gets_the_next_number():
    known = [Known(1, "a", 1, "1"), Known(2, "a", 2, "2")]

    settled, missing = settle([Words("a", "2", of=2), Words("a", "7"), Words("a", "8")], known)

    assert [(one.pk, one.occurrence, one.outcome) for one in settled] == [
        (2, 2, Outcome.SAME),
        (1, 1, Outcome.CHANGED),
        (None, 3, Outcome.NEW),
    ]
    assert missing == []

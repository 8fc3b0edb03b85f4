import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.search.spelling import (
    beginning_of,
    can_be_misspelt,
    ending_of,
    nearest_first,
    slips_between,
    stem_of,
)

LETTERS = st.text(alphabet="abcde", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("harbour", "harbour", 0),
        ("harbour", "harbor", 1),
        ("conselling", "counselling", 1),
        ("shelter", "sheltre", 1),
        ("safegaurding", "safeguarding", 1),
        ("accommodaton", "accommodation", 1),
        ("managemnt", "management", 1),
        ("receeve", "receive", 1),
        ("govrenment", "government", 1),
        ("domestci", "domestic", 1),
        ("comissoning", "commissioning", 2),
        ("quay", "quite", 3),
        ("trust", "counselling", 3),
    ],
)
def test_slips_between_counts_letters_left_out_put_in_changed_and_exchanged(one, other, slips):
    assert slips_between(one, other, most=2) == slips
    assert slips_between(other, one, most=2) == slips


@given(LETTERS, LETTERS)
def test_slips_between_is_the_same_both_ways_and_none_only_for_the_same_word(one, other):
    slips = slips_between(one, other, most=9)

    assert slips == slips_between(other, one, most=9)
    assert (slips == 0) == (one == other)


@given(LETTERS, LETTERS)
def test_slips_between_stops_only_when_there_are_too_many(one, other):
    slips = slips_between(one, other, most=9)

    assert slips_between(one, other, most=2) == min(slips, 3)


@given(st.text(alphabet="abcde", min_size=7, max_size=12), st.data())
def test_one_slip_leaves_the_beginning_or_the_ending_by_which_a_word_is_looked_for(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    slips = {
        word[:place] + word[place + 1 :],
        word[:place] + "x" + word[place:],
        word[:place] + "x" + word[place + 1 :],
        word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    }

    for typed in slips:
        begins = beginning_of(word) in {typed[:2], typed[:3]}
        assert begins or ending_of(word) in {typed[-2:], typed[-3:]}


def test_nearest_first_puts_another_ending_before_a_slip_and_what_begins_alike_before_the_rest():
    known = ["grand", "grant", "grunts", "brants", "giants", "trusts", "grants"]

    assert nearest_first("grants", known) == ["grant", "giants", "grunts", "brants"]


def test_nearest_first_forgives_a_second_slip_only_in_a_long_word():
    assert nearest_first("counsilng", ["counselling"]) == []
    assert nearest_first("counsilling", ["counselling"]) == ["counselling"]
    assert nearest_first("comissoning", ["commissioning"]) == ["commissioning"]
    assert nearest_first("hrabuor", ["harbour"]) == []


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("charities", "charity"),
        ("charity", "charity"),
        ("counselling", "counsell"),
        ("counsellers", "counsell"),
        ("houses", "hous"),
        ("housing", "hous"),
        ("bus", "bus"),
        ("ring", "ring"),
    ],
)
def test_stem_of_takes_off_a_simple_ending_and_leaves_a_word(word, stem):
    assert stem_of(word) == stem


@pytest.mark.parametrize("word", ["1198765", "zx9", "the", "q2fh", "a" * 31])
def test_numbers_references_and_words_too_short_or_too_long_are_not_misspelt(word):
    assert not can_be_misspelt(word)

import pytest
from hypothesis import given
from hypothesis import strategies as some

from almoner.core.differences import Change, Piece, differences


def test_what_changed_is_told_in_words_and_the_rest_is_kept():
    said = differences("One\nWe keep it a year.\nEnd", "One\nWe keep it two years.\nEnd")

    assert said == [
        Piece(Change.KEPT, "One\n"),
        Piece(Change.KEPT, "We keep it "),
        Piece(Change.REMOVED, "a"),
        Piece(Change.ADDED, "two"),
        Piece(Change.KEPT, " "),
        Piece(Change.REMOVED, "year."),
        Piece(Change.ADDED, "years."),
        Piece(Change.KEPT, "\n"),
        Piece(Change.KEPT, "End"),
    ]


def test_nothing_changed():
    assert differences("Same", "Same") == [Piece(Change.KEPT, "Same")]


@pytest.mark.parametrize(("before", "after"), [("", "New"), ("Old", "")])
def test_all_of_it_changed(before, after):
    (piece,) = differences(before, after)

    assert piece.words == before + after


@given(some.text(alphabet="ab \n", max_size=40), some.text(alphabet="ab \n", max_size=40))
def test_both_texts_can_be_read_from_what_changed(before, after):
    pieces = differences(before, after)

    assert "".join(p.words for p in pieces if p.change != Change.ADDED) == before
    assert "".join(p.words for p in pieces if p.change != Change.REMOVED) == after

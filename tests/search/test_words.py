import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.search.snippets import Piece, highlighted, snippet
from almoner.search.words import Query, Term, words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Women's Aid", ["womens", "aid"]),
        ("Women’s Aid", ["womens", "aid"]),
        ("CAFÉ Straße", ["cafe", "strasse"]),
        ("Llŷn—Môn", ["llyn", "mon"]),
        ("PCD-2026-014", ["pcd", "2026", "014"]),
        ("snake_case", ["snake", "case"]),
        ("'quoted'", ["quoted"]),
        ("", []),
    ],
)
def test_words_in_forgets_accents_capitals_and_apostrophes(text, words):
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("youth", [Term(("youth",), is_beginning=True)]),
        ("youth ", [Term(("youth",), is_beginning=True)]),
        ('"youth"', [Term(("youth",))]),
        ("youth work", [Term(("youth",)), Term(("work",), is_beginning=True)]),
        ('"youth work" lon', [Term(("youth", "work")), Term(("lon",), is_beginning=True)]),
        ('lon "youth work"', [Term(("lon",)), Term(("youth", "work"))]),
        ('"youth work', [Term(("youth",)), Term(("work",), is_beginning=True)]),
        ('""', []),
        ("AND -* ()", [Term(("and",))]),
    ],
)
def test_parse_reads_words_phrases_and_a_beginning(typed, terms):
    assert list(Query.parse(typed).terms) == terms


def test_snippet_is_cut_around_the_first_match():
    text = "nothing here " * 40 + "a Refuge for women" + " and more of it" * 40

    pieces = snippet(text, "refuge")

    assert [piece.text for piece in pieces if piece.is_match] == ["Refuge"]
    assert (pieces[0].text, pieces[-1].text) == ("… ", " …")
    assert len("".join(piece.text for piece in pieces)) <= 240 + 4


def test_highlighted_marks_whole_words_and_never_makes_markup():
    assert highlighted("<b>Women's</b> aid", "women") == [
        Piece("<b>"),
        Piece("Women's", is_match=True),
        Piece("</b> aid"),
    ]


@given(st.text(), st.text(max_size=60))
def test_highlighted_changes_no_letter_of_the_text(text, typed):
    assert "".join(piece.text for piece in highlighted(text, typed)) == text

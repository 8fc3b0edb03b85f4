"""The one structure: read from text, and written as text again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from almoner.documents.blocks import (
    Heading,
    Listing,
    Paragraph,
    Run,
    Table,
    as_text,
    as_typed,
    blocks_of,
    joined,
    typed,
)

TEXT = """Two **bold** words and *one* with [a link](https://example.org/).
The same paragraph.

### Why

- One
- Two:
  1. first
  2. second

3\\. is no list"""


def test_a_text_is_read_as_blocks():
    first, heading, listing, last = blocks_of(TEXT)

    assert first.runs == (
        Run("Two "),
        Run("bold", is_bold=True),
        Run(" words and "),
        Run("one", is_italic=True),
        Run(" with "),
        Run("a link", link="https://example.org/"),
        Run(". The same paragraph."),
    )
    assert heading == Heading((Run("Why"),))
    assert listing.items[0] == (Paragraph((Run("One"),)),)
    assert listing.items[1][1].is_ordered
    assert last == Paragraph((Run("3. is no list"),))


def test_blocks_become_a_text_that_reads_as_the_same_blocks():
    assert blocks_of(as_text(blocks_of(TEXT))) == blocks_of(TEXT)


def test_a_table_is_no_text():
    assert as_text([Table(("A",), (("b",),))]) == ""


def test_neighbours_of_one_look_are_one():
    assert joined([Run(" a"), Run("b"), Run(""), Run("c ", is_bold=True)]) == (
        Run("ab"),
        Run("c", is_bold=True),
    )


WORDS = st.text("ab *_[]#-+1.)>`\\!", min_size=1, max_size=12).map(str.strip).filter(bool)
PARAGRAPHS = WORDS.map(lambda said: Paragraph((Run(" ".join(said.split())),)))
LISTS = st.builds(
    Listing,
    st.booleans(),
    st.lists(PARAGRAPHS.map(lambda one: (one,)), min_size=1, max_size=3).map(tuple),
)


@settings(max_examples=50)
@given(st.one_of(PARAGRAPHS, LISTS))
def test_whatever_came_from_word_is_kept_as_a_text_that_says_the_same(block):
    assert blocks_of(as_text([block])) == (block,)


@settings(max_examples=50)
@given(st.lists(WORDS, max_size=3).map("\n".join))
def test_what_somebody_typed_is_read_as_they_typed_it(said):
    lines = [" ".join(line.split()) for line in said.splitlines()]
    plainly = "\n".join(lines)

    assert blocks_of(as_typed(plainly)) == typed(plainly)
    assert [one.runs[0].text for one in typed(plainly)] == lines

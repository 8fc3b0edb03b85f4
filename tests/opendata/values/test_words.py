import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins

from almoner.opendata import values
from almoner.opendata.values import (
    Unreadable,
    is_various,
    is_withheld,
    plain,
    says_nothing,
)
from almoner.opendata.values.words import WORDS

READERS = [getattr(values, name) for name in values.__all__ if name.startswith("read_")]


def refusal_of(read, text):
    """Why a cell cannot be read, or nothing if it can."""
    try:
        read(text)
    except Unreadable as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize("read", READERS)
@given(text=st.text(st.characters(exclude_categories=[])))
def test_whatever_a_cell_holds_is_read_or_refused_in_a_sentence(read, text):
    sentence = refusal_of(read, text)

    assert sentence == "" or (sentence[0], sentence[-1]) == ("“", ".")


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "text", ["\n" * 100_000 + "1a", " 1" * 50_000, "£" * 100_000, "(" * 100_000, "Ã‚" * 50_000]
)
def test_a_hostile_cell_is_read_or_refused_in_one_short_line(read, text):
    sentence = refusal_of(read, text)

    assert len(sentence) < 150
    assert len(sentence.splitlines()) < 2


def test_a_refusal_names_the_text_on_one_line():
    sentence = refusal_of(values.read_company_number, "AIG 10737370\nQBE\t02641728\0")

    assert sentence == (
        "“AIG 10737370 QBE 02641728” is not a company number:"
        " it has eight characters, such as 01234567 or SC123456."
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "--",
        "–",
        "n/a",
        "N/A.",
        "#N/A",
        "na",
        "None",
        "null",
        "NIL",
        ".",
        "?",
        "x",
        "unknown",
        "Not known",
        "(not applicable)",
        "not recorded",
        "Not stated",
        "(blank)",
        "…",
    ],
)
def test_what_says_nothing_is_known(text):
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["0", "NHS", "✓", "£", "TBC", "Nilfisk", "None of your business"])
def test_what_says_something_is_known(text):
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "Various",
        "VARIOUS PROVIDERS",
        "Multiple suppliers",
        "Various care providers",
        "See list",
        "Various - see below",
        "Several Contractors",
    ],
)
def test_many_parties_at_once_are_known(text):
    assert is_various(text)


@pytest.mark.parametrize("text", ["", "Various Eateries Ltd", "Acme Providers", "Multiple " * 100])
def test_one_party_is_not_many(text):
    assert not is_various(text)


@pytest.mark.parametrize(
    "text",
    [
        "REDACTED PERSONAL DATA",
        "Redacted – personal data",
        "Name withheld",
        "Individual",
        "[Redacted]",
        "Redacted: commercial confidentiality",
        "personal information",
    ],
)
def test_a_name_kept_back_is_known(text):
    assert is_withheld(text)


@pytest.mark.parametrize("text", ["", "Third party", "Withheldon Ltd", "Individual Homes Ltd"])
def test_a_name_that_is_given_is_not_kept_back(text):
    assert not is_withheld(text)


def test_words_are_compared_without_case_punctuation_or_spacing():
    assert plain("  Supplier_NAME:  (as Invoiced) ") == "supplier name as invoiced"


def test_the_words_are_written_as_they_are_compared():
    groups = to_builtins(WORDS)
    phrases = [*groups["nothing"], *groups["promised"]]
    for table in ("dates", "money", "numbers"):
        phrases += groups[table]["not_stated"]
    phrases += [*groups["money"]["nil"], *groups["identifiers"]["none"]]
    for table in ("various", "withheld"):
        for words in groups[table].values():
            phrases += words

    assert [phrase for phrase in phrases if phrase != plain(phrase)] == []

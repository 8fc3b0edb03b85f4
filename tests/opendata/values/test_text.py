import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.values import NOTHING, Said, read_text

WORDS = st.text(st.sampled_from("abc Z09.,()éèüŵŷ£€–—‘’“”•…™½")).map("Name {}.".format)


def decoded_twice(words):
    """Read UTF-8 as browsers read Windows-1252: what it leaves undefined stays as it is."""
    return "".join(
        bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in words.encode()
    )


@pytest.mark.parametrize(
    "text", ["Acme  Limited", "AT&T", "a?x=1&copy=2", "Café – bar", "CAFÉ’S", "“Café”…", "a\nb\tc"]
)
def test_words_that_are_as_they_should_be_stay_so(text):
    assert read_text(f" {text}\xa0") == Said(text)


@given(WORDS, st.integers(1, 2))
def test_words_decoded_twice_or_thrice_are_mended(words, times):
    wrong = words
    for _ in range(times):
        wrong = decoded_twice(wrong)

    assert read_text(wrong).value == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("itâ€™s – fine", "it’s – fine"),
        ("CafÃ© Â£5 ☃", "Café £5 ☃"),
        ("Ã¢â‚¬â„¢tis", "’tis"),
        ("ï»¿Name", "Name"),
        ("it\x92s", "it’s"),
    ],
)
def test_a_run_of_wrong_letters_is_mended_among_right_ones(text, words):
    assert read_text(text) == Said(words, "double-encoded-text")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Smith &amp; Sons", "Smith & Sons"),
        ("Smith &amp;amp; Sons", "Smith & Sons"),
        ("it&#39;s", "it's"),
        ("it&#x27;s", "it's"),
        ("R&amp;D &bogus; &notit;", "R&D &bogus; &notit;"),
    ],
)
def test_entities_are_resolved(text, words):
    assert read_text(text) == Said(words, "html-entities")


@pytest.mark.parametrize("text", ["a\0b", "a\x07b", "a\ud800b", "a\u202eb"])
def test_characters_that_control_instead_of_saying_something_are_taken_out(text):
    assert read_text(text) == Said("ab", "control-characters")


def test_the_first_of_several_repairs_is_named_and_all_are_made():
    said = read_text("caf&Atilde;&copy;\0 Â£5")

    assert said == Said("café £5", "html-entities")


@pytest.mark.parametrize("text", ["", " \xa0", "-", "N/A", "(blank)", "\u200b", "\ufeff"])
def test_a_cell_with_nothing_to_say_has_no_words(text):
    assert read_text(text) == NOTHING

import pytest

from almoner.organisations.spellings import spelling_of


@pytest.mark.parametrize(
    "name",
    [
        "Harbour Trust Ltd",
        "HARBOUR TRUST LIMITED",
        "The Harbour Trust",
        "Harbour Trust C.I.C.",
        "Harbour Trust plc",
        "Harbour Trust Community Interest Company",
        "Harbour Trust LLP",
        "Harbour Trust (CIO)",
    ],
)
def test_legal_forms_and_small_words_do_not_tell_names_apart(name):
    assert spelling_of(name) == "harbour trust"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour Trust", "Harbour Trusts"),
        ("Harbour Trust", "Harbour Trust North"),
        ("Trust Harbour", "Harbour Trust"),
        ("Citizens Advice", "Citizen Advice"),
    ],
)
def test_other_words_and_plurals_tell_names_apart(one, other):
    assert spelling_of(one) != spelling_of(other)


def test_and_is_a_small_word_however_it_is_written():
    assert spelling_of("Quay & Sons Ltd") == spelling_of("Quay and Sons") == "quay sons"


def test_a_name_of_small_words_alone_has_no_spelling():
    assert spelling_of("The Limited") == ""

import pytest

from almoner.opendata.values import NOTHING, Said, Unreadable, read_yes_no


@pytest.mark.parametrize(
    "text",
    ["y", " YES ", "true", "1", "1.0", "t", "✓", "Yes - Small", "Y (micro)", "SME", "Medium, yes"],
)
def test_yes_is_understood_however_it_is_said(text):
    assert read_yes_no(text) == Said(value=True)


@pytest.mark.parametrize(
    "text",
    [
        "n",
        "No.",
        "FALSE",
        "0",
        "f",
        "✗",
        "No (large)",
        "Large",
        "SME - No",
        "Not an SME",
        "Non-SME",
    ],
)
def test_no_is_understood_however_it_is_said(text):
    assert read_yes_no(text) == Said(value=False)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Yess", True), ("Ye", True), ("Yea", True), ("Noo", False), ("fals", False)],
)
def test_one_slip_is_forgiven_and_said_so(text, meant):
    assert read_yes_no(text) == Said(meant, "yes-no-misspelt")


@pytest.mark.parametrize("text", ["", "-", "n/a", "Not known", "Not applicable"])
def test_a_cell_with_nothing_to_say_is_no_answer(text):
    assert read_yes_no(text) == NOTHING


@pytest.mark.parametrize(
    "text", ["maybe", "TBC", "to be decided", "on", "2", "e", "ture", "✓?", "£", "x" * 1000]
)
def test_what_is_neither_is_refused(text):
    with pytest.raises(Unreadable) as refused:
        read_yes_no(text)

    assert refused.value.code == "yes-no-unreadable"

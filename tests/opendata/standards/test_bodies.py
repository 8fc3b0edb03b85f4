import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.standards.bodies import listed, plainly, web_address


@pytest.mark.parametrize(
    "address",
    [
        "https://wexmoor.example",
        "http://wexmoor.example:8000/a/b?c=d&e=%20#f",
        "https://wexmoor.example?a",
    ],
)
def test_an_address_on_the_web_is_kept(address):
    said = web_address(address)

    assert said == address


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "www.wexmoor.example",
        "https://wexmoor.example/a b",
        "https://wexmoor.example/%zz",
        "https://",
        "javascript:alert(1)",
        "https://wexmoor.example; https://other.example",
        "https://wexmoor.example/é",
    ],
)
def test_anything_else_is_no_address(text):
    said = web_address(text)

    assert said is None


def test_an_identifier_names_its_list():
    assert [listed("GB-COH-09506232"), listed("GBML4119704"), listed("GB-COH-")] == [
        ("GB-COH", "09506232"),
        None,
        None,
    ]


@given(st.text(), st.text())
def test_two_references_are_never_written_alike(first, second):
    assert (plainly(first) == plainly(second)) == (first == second)
    assert [bad for bad in "/ " if bad in plainly(first)] == []

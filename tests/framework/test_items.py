"""Items of the law: what meets each, and every mistake said with its line."""

import re

import pytest

from almoner.framework.reading import UnreadableFramework, framework_called, read_framework
from tests.framework.frameworks import SOUND

ITEM = """
[[item]]
paragraph = "3(f)"
what = "Grants"
when = "Monthly"
duty = "grants"
"""
FIRST_LINE = SOUND.count("\n") + 2  # of the item, where it says [[item]]
# SI 2011/3050 as amended, paragraph by paragraph.
OF_THE_ORDER = [
    *(f"1({letter})" for letter in "abcdef"),
    *(f"2({letter})" for letter in "abcde"),
    "2A",
    *(f"3({letter})" for letter in "abcdefgh"),
    *(f"4({letter})" for letter in "abcd"),
    *(f"5({letter})" for letter in "abcd"),
    *(f"6({letter})" for letter in "abcd"),
    *("7", "7A", "7B", "7C", "8"),
]


def read(text):
    return read_framework(SOUND + text, file="wexmoor.toml")


def each_of(paragraph):
    """`1(a)-(c)` is three paragraphs."""
    found = re.fullmatch(r"(\d)\((\w)\)-\((\w)\)", paragraph)
    if not found:
        return [paragraph]
    letters = range(ord(found[2]), ord(found[3]) + 1)
    return [f"{found[1]}({chr(letter)})" for letter in letters]


def test_an_item_names_the_duty_that_meets_it():
    (item,) = read(ITEM).items

    assert (item.paragraph, item.duty, item.elsewhere) == ("3(f)", "grants", None)


@pytest.mark.parametrize("address", ["", "https://wexmoor.test/budget"])
def test_an_item_that_is_not_held_here_says_where_it_is_or_that_nobody_has_said(address):
    (item,) = read(ITEM.replace('duty = "grants"', f'elsewhere = "{address}"')).items

    assert item.elsewhere == address


@pytest.mark.parametrize(
    ("before", "after", "line", "sentence"),
    [
        (
            '"grants"',
            '"grant"',
            FIRST_LINE + 4,
            "No duty is called grant. There are: decisions, grants.",
        ),
        ('"grants"', "3", FIRST_LINE + 4, "`duty` cannot be 3. Write the code of a duty"),
        ('duty = "grants"', "", FIRST_LINE, "The item does not say what meets it."),
        (
            'duty = "grants"',
            'duty = "grants"\nelsewhere = ""',
            FIRST_LINE + 5,
            "An item is met by a duty here, or is published elsewhere.",
        ),
        (
            'duty = "grants"',
            'elsewhere = "wexmoor.test"',
            FIRST_LINE + 4,
            "`elsewhere` cannot be 'wexmoor.test'. Write an address that begins with https://",
        ),
        ("when =", "wen =", FIRST_LINE + 3, "Nothing is called 'wen' here. Use: paragraph, what"),
        ('when = "Monthly"\n', "", FIRST_LINE, "`when` is missing. Add when: words"),
        (ITEM, ITEM * 2, FIRST_LINE + 7, "Another item is paragraph 3(f). Say each once."),
    ],
)
def test_a_mistake_in_an_item_is_refused_with_its_line(before, after, line, sentence):
    with pytest.raises(UnreadableFramework) as refused:
        read(ITEM.replace(before, after, 1))

    assert str(refused.value).startswith(f"wexmoor.toml, line {line}: {sentence}")


def test_every_paragraph_of_the_order_is_an_item_of_a_policing_body_once():
    items = framework_called("policing").items

    assert [one for item in items for one in each_of(item.paragraph)] == OF_THE_ORDER


@pytest.mark.parametrize("framework", ["policing", "council"])
def test_each_duty_by_law_meets_an_item_and_no_address_is_made_up(framework):
    read = framework_called(framework)

    by_law = {duty.code for duty in read.duties if duty.law}
    assert {item.duty for item in read.items if item.duty} == by_law
    assert {item.elsewhere for item in read.items if not item.duty} == {""}

"""What risk the body bears, and which risks go to a board."""

import re

import pytest

from almoner.framework.differences import differences
from almoner.framework.reading import UnreadableFramework, read_framework
from almoner.framework.wording import appetites_in_words, escalations_in_words
from tests.framework.frameworks import SOUND

RISKS = """
[[risk-category]]
code = "financial"
title = "Financial"
appetite = 9
confirmed = true

[[risk-category]]
code = "legal"
title = "Legal"
appetite = 4

[[risk-escalation]]
code = "very-high"
board = "oversight-board"
title = "Oversight Board"
from_score = 15

[[risk-escalation]]
code = "far-over"
board = "audit-panel"
title = "Audit Panel"
over_appetite_by = 6
categories = ["legal"]
"""


def read(text):
    return read_framework(SOUND + text, file="wexmoor.toml")


def test_appetites_and_escalations_are_said_in_words():
    held = read(RISKS)

    assert appetites_in_words(held) == [
        ("Financial: a score of 9", True),
        ("Legal: a score of 4", False),
    ]
    assert escalations_in_words(held) == [
        "Oversight Board: from a score of 15 on, of every category",
        "Audit Panel: from 6 over what the body bears, Legal",
    ]
    assert held.unconfirmed == 1


@pytest.mark.parametrize(
    ("line", "wrong", "said"),
    [
        ("appetite = 9", "appetite = 30", "`appetite` cannot be 30. Write a whole number from 1"),
        ("from_score = 15", "", "Write one of `from_score` and `over_appetite_by`"),
        ("over_appetite_by = 6", "over_appetite_by = 6\nfrom_score = 9", "Write one of"),
        ('["legal"]', '["lawful"]', "No category of risk is called lawful. There are: financial"),
        ('code = "legal"', 'code = "financial"', "Another risk-category is called financial"),
        ("from_score", "form_score", "Nothing is called 'form_score' here"),
        ('board = "oversight-board"', "board = 3", "Write the code of a board, such as overs"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_write(line, wrong, said):
    with pytest.raises(UnreadableFramework) as refused:
        read(RISKS.replace(line, wrong, 1))

    assert any(said in problem for problem in refused.value.problems)
    assert all(re.match(r"wexmoor\.toml, line \d+: ", said) for said in refused.value.problems)


def test_an_appetite_has_to_exist_before_a_board_hears_of_what_is_over_it():
    over = RISKS[RISKS.index('[[risk-escalation]]\ncode = "far-over"') :]

    with pytest.raises(UnreadableFramework, match="Write a \\[\\[risk-category\\]\\] first"):
        read(over.replace('categories = ["legal"]', ""))


def test_what_changes_of_risks_is_said_in_words():
    after = RISKS.replace("appetite = 9", "appetite = 12").replace("= 15", "= 20")

    areas = {area.title: list(area.sentences) for area in differences(read(RISKS), read(after))}

    bears = "“Financial”: the highest score that the body bears was 9, becomes 12."
    hears = "“Oversight Board”: from which score was 15, becomes 20."
    assert areas == {"Categories of risk": [bears], "Risks for boards": [hears]}

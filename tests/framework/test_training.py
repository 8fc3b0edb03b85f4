"""Courses, the training plan and the certificates that roles in a case need."""

import re
from datetime import date

import pytest

from almoner.framework.differences import differences
from almoner.framework.reading import UnreadableFramework, framework_called, read_framework
from almoner.framework.training import CaseRole, needed_by
from almoner.framework.wording import training_in_words
from tests.framework.frameworks import SOUND

TRAINING = """
[[course]]
code = "essentials"
title = "Essentials"

[[training]]
role = "commissioning-officer"
course = "essentials"
within_days = 60

[[certificate]]
holder = "lead"
course = "essentials"
first_day = 2026-04-01
"""


def read(text):
    return read_framework(SOUND + text, file="wexmoor.toml")


@pytest.mark.parametrize(
    ("line", "wrong", "said"),
    [
        (
            'role = "commissioning-officer"',
            'role = "baker"',
            r"`role` cannot be 'baker'. Write one of",
        ),
        ('holder = "lead"', 'holder = "baker"', "`holder` cannot be 'baker'. Write one of: lead"),
        ("within_days = 60", "within_days = 900", "Write a whole number from 0 to 366"),
        ("first_day = 2026-04-01", 'first_day = "soon"', "Write a day without quotation marks"),
        ('code = "essentials"', 'code = "basics"', "No course is called essentials. There are: ba"),
        ("title = ", "titel = ", "Nothing is called 'titel' here"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_write(line, wrong, said):
    with pytest.raises(UnreadableFramework) as refused:
        read(TRAINING.replace(line, wrong))

    first = refused.value.problems[0]
    assert re.search(said, first)
    assert re.match(r"wexmoor\.toml, line \d+: ", first)


def test_the_same_line_twice_is_refused():
    again = TRAINING[TRAINING.index("[[training]]") :]

    with pytest.raises(UnreadableFramework) as refused:
        read(TRAINING + again)

    assert len(refused.value.problems) == 2
    assert "Another training is called commissioning-officer/essentials" in str(refused.value)


def test_a_certificate_is_needed_from_its_first_day():
    held = read(TRAINING).certificates

    assert needed_by(held, CaseRole.LEAD, on=date(2026, 3, 31)) == []
    assert needed_by(held, CaseRole.LEAD, on=date(2026, 4, 1)) == ["essentials"]
    assert needed_by(held, CaseRole.EQUALITY_SIGNER, on=date(2026, 4, 1)) == []


def test_what_changes_of_training_is_said_in_words():
    before, after = read(TRAINING), read(TRAINING.replace("2026-04-01", "2026-10-01"))
    sooner = read(TRAINING.replace("60", "30"))

    told = [sentence for area in differences(before, after) for sentence in area.sentences]
    name, was, becomes = "“The lead of a case: essentials”", "“1 April 2026”", "“1 October 2026”"
    assert told == [f"{name}: from which day was {was}, becomes {becomes}."]
    [area] = differences(before, sooner)
    assert area.title == "Training plan"
    assert [area.title for area in differences(read(""), before)] == [
        "Courses",
        "Training plan",
        "Certificates needed",
    ]


def test_what_comes_for_policing_asks_a_lead_for_the_essentials():
    policing = framework_called("policing")

    assert needed_by(policing.certificates, CaseRole.LEAD, on=date(2026, 11, 26)) == [
        "commissioning-essentials"
    ]
    first, *_others, of_leads, of_signers = training_in_words(policing)
    assert first == "Commissioning officer: Commissioning, from need to agreement, within 90 days"
    assert of_leads.startswith("The lead of a case needs the certificate of Commissioning")
    assert of_signers.startswith("Whoever signs an equality impact assessment needs")
    assert policing.title_of_course("no-such") == "no-such"

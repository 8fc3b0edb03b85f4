from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.commissions.kinds import AssessmentKind, Part
from almoner.commissions.operations import ask_gate, draft_assessment, hold_case, stop_case
from almoner.commissions.screening import Characteristic, Impact
from almoner.documents.briefs import brief_about, brief_kept, is_brief_restricted
from tests.commissions.factories import (
    DAY,
    DIRECT,
    NOBODY_WORSE,
    NOON,
    case,
    consultation,
    contract_case,
    fresh,
    grant_case,
    say,
)
from tests.commissions.frameworks import in_force
from tests.risks.factories import risk

pytestmark = pytest.mark.django_db


def about(made):
    return brief_about(f"commissions.commission:{made}", on=DAY)


def part(made, heading):
    return next(one for one in about(made).parts if one.heading == heading)


def test_a_full_case_is_told_on_a_paper_that_a_board_would_want():
    made = contract_case()

    brief, facts = about(made), dict(about(made).facts)

    assert brief.title == f"Counselling for victims of robbery ({made})"
    assert facts["Stands"] == "Open, at “Plan” since 4 March 2026"
    assert facts["Led by"] == made.lead.name
    assert facts["Value"] == "£120,000 plus £24,000 VAT"
    assert facts["Route"] == "Open procedure"
    assert facts["Legal power"] == "Services (Local Government Act 1972 s.111)"
    assert facts["Serves"] == "Safer streets"
    assert [one.heading for one in brief.parts] == [
        "The need",
        "What should come of it",
        "What its gate wants",
        "Money by year",
        "Timetable",
        "Risks",
        "Who was asked",
        "Equality and data protection",
    ]
    assert part(made, "Money by year").rows == (("2026-27", "£120,000", "£24,000", "£0"),)
    assert ("Start", "28 September 2026", "28 September 2026") in part(made, "Timetable").rows
    assert {row[1] for row in part(made, "What its gate wants").rows} == {"Green"}
    assert part(made, "Who was asked").rows[0][2] == "Evenings too."
    assert brief_kept(brief.kept()) == brief


def test_what_is_asked_of_the_board_follows_how_the_case_stands():
    bare, ready, asked, held, stopped = (
        case("contract"),
        grant_case(),
        grant_case(),
        grant_case(),
        grant_case(),
    )
    ask_gate(asked, onward="open", now=in_force(), by=asked.lead, at=NOON)
    hold_case(held, reason="Late", until=None, by=held.lead, at=NOON)
    stop_case(stopped, reason="No money", by=stopped.lead, at=NOON)

    assert "6 controls of the gate “Plan” are not green" in about(bare).asks
    assert about(ready).asks.startswith("Say whether it is ready for the gate “Plan”")
    assert about(asked).asks == "Let it through the gate “Plan”, on to “Open”."
    assert part(asked, "What its gate wants").text.endswith("Its turn: Head of service.")
    assert "on hold" in about(held).asks
    assert about(stopped).asks == "Note that the case is stopped."
    assert "What its gate wants" not in [one.heading for one in about(stopped).parts]


def test_a_red_control_says_why_and_a_bare_case_what_is_missing():
    made = case("contract")

    reasons = dict(part(made, "What its gate wants").rows)
    facts = dict(about(made).facts)

    assert sum("Green" not in one for one in reasons.values()) == 6
    assert (facts["Value"], facts["Legal power"]) == ("Not said yet", "Not named yet")
    assert part(made, "Money by year").text == "What it costs in which year is not said yet."
    assert "Not planned yet" in part(made, "Timetable").text
    assert part(made, "Risks").text == "No risk is recorded."
    assert "not written yet" in part(made, "Equality and data protection").text


def test_whom_it_makes_worse_off_is_told_and_what_is_done_about_that():
    made = case("grant")
    worse = NOBODY_WORSE["impacts"] | {Characteristic.AGE: str(Impact.NEGATIVE)}
    answers = {"impacts": worse, "mitigations": {Characteristic.AGE: "Home visits"}}
    draft_assessment(made, AssessmentKind.EQUALITY, answers, by=made.lead, at=NOON)

    told = part(made, "Equality and data protection")

    assert told.rows == (("Age", "Worse for them", "Home visits"),)
    assert "written, and nobody has signed it" in told.text


def test_what_people_typed_is_told_as_they_typed_it_and_in_short():
    made = case("direct", said=[(Part.DIRECT_AWARD, DIRECT)])
    say(made, Part.NEED, {"need": "# Not a *heading*\n- no list\n" + "word " * 400})

    need = part(made, "The need").blocks

    assert [type(one).__name__ for one in need] == ["Paragraph"] * 3
    assert need[0].runs[0].text == "# Not a *heading*"
    assert need[2].runs[0].text.endswith("…")
    assert part(made, "Why nobody competes for it").text.startswith("Only one can do it")


def test_a_restricted_case_is_told_all_the_same_and_says_that_it_is_for_few():
    made = grant_case(is_restricted=True)
    risk(5, 5, about=f"commissions.commission:{made}", is_restricted=True, event="Marrowbone")

    assert is_brief_restricted(f"commissions.commission:{made}")
    assert "1 more is restricted." in part(made, "Risks").text
    assert "Marrowbone" not in str(about(made))
    assert about("COM-1999-001") is None


def test_the_number_of_questions_does_not_grow():
    small, large = contract_case(), contract_case()
    for n in range(4):
        consultation(large, asked_on=date(2026, 3, 1 + n))
        risk(2, 2, about=f"commissions.commission:{large}")

    with CaptureQueriesContext(connection) as few:
        about(small)
    with CaptureQueriesContext(connection) as many:
        about(fresh(large))

    assert len(many) - 1 <= len(few) + 1

"""Each control, asked of one case that breaks it and of one that keeps it; and of all at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.actions.operations import finish_action, verify_action
from almoner.actions.queries import actions_of
from almoner.assurance.asking import findings
from almoner.commissions.gatekeeping import controls_of
from almoner.commissions.kinds import Part
from almoner.commissions.operations import ask_gate, decide_gate, hold_case, stop_case
from tests.commissions.factories import (
    DAY,
    DIRECT,
    NOON,
    case,
    consultation,
    contract_case,
    fresh,
    grant_case,
    say,
)
from tests.commissions.frameworks import TEXT, in_force
from tests.framework.factories import head
from tests.risks.factories import risk

pytestmark = pytest.mark.django_db
CODES = [
    "need-recorded",
    "objective-named",
    "power-named",
    "route-test-signed",
    "regime-derived",
    "timetable-sufficient",
    "consultation-answered",
    "equality-assessed",
    "data-protection-screened",
    "direct-award-justified",
]


def red(commission):
    return [one.code for one in controls_of(commission, on=DAY) if not one.is_green]


def test_a_bare_case_breaks_every_control_that_its_gate_asks_and_a_full_one_none():
    bare, full = case("contract"), contract_case()
    grant, direct = case("grant"), case("direct")

    assert red(bare) == CODES[3:9]
    assert red(full) == []
    assert red(grant) == CODES[:3]
    assert red(direct) == ["direct-award-justified"]
    for code in CODES:
        found = {one.reference for one in findings(code, on=DAY).breaks}
        wanted = {str(one) for one in (bare, full, grant, direct) if code in red(one)}
        assert found == wanted


def test_a_direct_award_needs_all_of_its_justification():
    made = case("direct", said=[(Part.DIRECT_AWARD, DIRECT)])
    assert red(made) == []

    for name in DIRECT:
        said = {**DIRECT, name: None if name == "compete_on" else ""}
        say(made, Part.DIRECT_AWARD, said)
        assert red(fresh(made)) == ["direct-award-justified"], name


def test_what_was_asked_and_not_answered_keeps_a_gate_shut():
    made = contract_case()
    consultation(made)

    assert red(made) == ["consultation-answered"]


def test_a_case_that_is_over_promises_nothing_and_one_on_hold_does():
    held, stopped = case("grant"), case("grant")
    hold_case(held, reason="Late", until=None, by=held.lead, at=NOON)
    stop_case(stopped, reason="No", by=stopped.lead, at=NOON)

    found = findings("need-recorded", on=DAY)

    assert (found.covered, [one.reference for one in found.breaks]) == (1, [str(held)])


@pytest.mark.parametrize("code", [*CODES, "splitting-answered"])
def test_a_control_asks_as_much_of_three_cases_as_of_one(code):
    counts = []
    for _turn in range(2):
        case("contract")
        grant_case()
        case("direct")
        findings(code, on=DAY)
        with CaptureQueriesContext(connection) as asked:
            findings(code, on=DAY)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_conditions_of_a_gate_keep_the_next_one_shut_until_they_are_verified():
    now = in_force(
        TEXT.replace('next = ["close"]', 'next = ["close"]\ncontrols = ["conditions-met"]', 1)
    )
    made, first = grant_case(now=now), head()
    gate = ask_gate(made, onward="open", now=now, by=made.lead, at=NOON)
    conditions = {"outcome": "go-with-conditions", "words": "A plan.", "by_when": DAY}
    decide_gate(gate, **conditions, by=first, at=NOON)
    assert red(fresh(made)) == ["conditions-met"]

    (action,) = actions_of(f"commissions.gateasked:{gate}")
    finish_action(action, text="Here it is.", by=made.lead, at=NOON)
    verify_action(action, text="Seen.", by=first, at=NOON)

    assert red(fresh(made)) == []


def test_risks_are_recorded_before_a_gate_that_asks_for_them():
    now = in_force(TEXT.replace('"need-recorded"', '"risks-scored"'))
    bare, scored = grant_case(now=now), grant_case(now=now)
    risk(1, 1, about=f"commissions.commission:{scored}")

    assert red(bare) == ["risks-scored"]
    assert red(scored) == []
    assert [one.reference for one in findings("risks-scored", on=DAY).breaks] == [str(bare)]


def test_the_gate_of_a_case_asks_a_fixed_number_of_queries():
    made = case("contract")
    controls_of(made, on=DAY)

    with CaptureQueriesContext(connection) as asked:
        controls_of(made, on=DAY)

    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 4

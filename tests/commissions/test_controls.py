"""Each control, asked of one case that breaks it and of one that keeps it; and of all at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.assurance.asking import findings
from almoner.commissions.gatekeeping import controls_of
from almoner.commissions.kinds import Part
from almoner.commissions.operations import hold_case, stop_case
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


def test_the_gate_of_a_case_asks_a_fixed_number_of_queries():
    made = case("contract")
    controls_of(made, on=DAY)

    with CaptureQueriesContext(connection) as asked:
        controls_of(made, on=DAY)

    assert [q["sql"][:150] for q in asked] == []

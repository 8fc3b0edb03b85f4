from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.commissions.due import (
    assessments_to_sign,
    cases_to_lead,
    gates_to_decide,
    offices_to_fill,
)
from almoner.commissions.kinds import AssessmentKind, GateOutcome, Part
from almoner.commissions.operations import (
    add_to_team,
    ask_gate,
    decide_gate,
    draft_assessment,
    hold_case,
)
from tests.commissions.factories import (
    DAY,
    NOBODY_WORSE,
    NOON,
    TIMETABLE,
    case,
    grant_case,
    officer,
)
from tests.commissions.frameworks import in_force
from tests.factories import official
from tests.framework.factories import chief_finance_officer, head

pytestmark = pytest.mark.django_db


def owed(source, person, on=DAY):
    return [due.what for due in source(worker_of(person, on=on), on)]


def test_a_gate_is_the_work_of_the_office_whose_turn_it_is_and_of_nobody_on_the_case():
    first, money, member = head(), chief_finance_officer(), head()
    other = official(Role.APPROVER)
    made = grant_case(net=60_000)
    add_to_team(made, person=member, by=made.lead, at=NOON)
    gate = ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)
    assert [owed(gates_to_decide, one) for one in (first, money, member, made.lead, other)] == [
        [f"Decide at a gate: {made}"],
        [],
        [],
        [],
        [],
    ]

    decide_gate(gate, outcome=GateOutcome.GO, by=first, at=NOON)

    assert owed(gates_to_decide, money) == [f"Decide at a gate: {made}"]
    assert owed(gates_to_decide, first) == []


def test_a_finished_assessment_is_the_work_of_who_may_sign_it():
    made, secret = case(), case(is_restricted=True)
    for one in (made, secret):
        draft_assessment(one, AssessmentKind.EQUALITY, NOBODY_WORSE, by=one.lead, at=NOON)
        draft_assessment(one, AssessmentKind.DATA_PROTECTION, {}, by=one.lead, at=NOON)

    assert owed(assessments_to_sign, officer()) == [f"Sign: Equality impact, {made}"]
    assert len(owed(assessments_to_sign, official(Role.APPROVER))) == 2
    assert owed(assessments_to_sign, made.lead) == [f"Sign: Equality impact, {made}"][1:]
    assert owed(assessments_to_sign, official(Role.AUDITOR)) == []


def test_a_lead_owes_answers_to_a_gate_and_looks_at_what_waits_or_is_to_open():
    lead, soon = officer(), DAY + timedelta(days=14)
    back = grant_case(lead=lead)
    gate = ask_gate(back, onward="open", now=in_force(), by=lead, at=NOON)
    decide_gate(gate, outcome=GateOutcome.BACK, words="Who else?", by=head(), at=NOON)
    held, later = case(lead=lead), case(lead=lead)
    hold_case(held, reason="Late", until=soon, by=lead, at=NOON)
    hold_case(later, reason="Late", until=soon + timedelta(days=1), by=lead, at=NOON)
    opening = case(lead=lead, said=[(Part.TIMETABLE, {**TIMETABLE, "opens_on": soon})])
    case(lead=lead, said=[(Part.TIMETABLE, TIMETABLE)])

    assert sorted(owed(cases_to_lead, lead)) == [
        f"Answer the questions asked at the gate: {back}",
        f"It is to open, and has asked no gate: {opening}",
        f"Take up again, or say until when it waits: {held}",
    ]
    assert owed(cases_to_lead, officer()) == []


def test_an_empty_office_is_the_administrators_work_and_the_lead_is_told_whom_to_ask():
    made, again = grant_case(), grant_case()
    for one in (made, again):
        ask_gate(one, onward="open", now=in_force(), by=one.lead, at=NOON)
    administrator = official(Role.ADMINISTRATOR)

    assert owed(offices_to_fill, administrator) == [
        "Nobody holds this office, and cases wait for it: Head of service"
    ]
    assert owed(cases_to_lead, made.lead) == [
        f"{made} waits: ask an administrator who is to be Head of service"
    ]
    assert owed(offices_to_fill, made.lead) == owed(offices_to_fill, official()) == []

    head()
    assert owed(offices_to_fill, administrator) == []
    assert owed(cases_to_lead, made.lead) == []

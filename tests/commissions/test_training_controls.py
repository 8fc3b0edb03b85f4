"""A gate asks whether those who hold a role in a case are certified for it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.assurance.asking import findings
from almoner.commissions.gatekeeping import controls_of
from almoner.commissions.operations import ask_gate, decide_gate
from almoner.framework.training import CaseRole
from tests.academy.factories import EmergencyCoverFactory, certified
from tests.commissions.factories import DAY, NOON, case, contract_case, grant_case, officer
from tests.commissions.frameworks import TRAINED, in_force
from tests.framework.factories import head

pytestmark = pytest.mark.django_db
LEADS = in_force(TRAINED)


def standing(made, code, *, on=DAY):
    return next(one for one in controls_of(made, on=on) if one.code == code)


def test_a_gate_refuses_a_lead_without_a_certificate_and_says_where_to_book():
    made = grant_case(now=LEADS)

    asked = standing(made, "lead-trained")
    with pytest.raises(ValidationError, match="Commissioning, from need to agreement"):
        ask_gate(made, onward="open", now=LEADS, by=made.lead, at=NOON)

    assert "Book the next workshop" in asked.reasons[0]
    assert asked.place.about == "academy.course:commissioning-essentials"
    assert asked.place.verb == "book"


def test_a_gate_opens_for_a_certified_lead_and_for_one_under_emergency_cover():
    covered = officer()
    EmergencyCoverFactory(person=covered)

    for lead in (certified(officer()), covered):
        made = grant_case(lead=lead, now=LEADS)
        gate = ask_gate(made, onward="open", now=LEADS, by=lead, at=NOON)
        assert decide_gate(gate, outcome="go", by=head(), at=NOON).state == "go"


def test_what_ran_out_meanwhile_stops_the_case_at_its_gate():
    lead = officer()
    EmergencyCoverFactory(person=lead, until=DAY)
    made = grant_case(lead=lead, now=LEADS)
    gate = ask_gate(made, onward="open", now=LEADS, by=lead, at=NOON)

    with pytest.raises(ValidationError):
        decide_gate(gate, outcome="go", by=head(), at=NOON + timedelta(days=1))


def test_the_rule_holds_from_its_first_day():
    text = TRAINED.replace("2026-03-01", "2026-03-05")
    made = grant_case(now=in_force(text))

    assert standing(made, "lead-trained").is_green
    assert not standing(made, "lead-trained", on=DAY + timedelta(days=1)).is_green


def test_whoever_signed_the_equality_assessment_is_asked_for_their_own():
    made = contract_case(now=LEADS)
    code = "equality-signer-trained"

    assert not standing(made, code).is_green
    signed = made.assessments.get(kind="equality")
    assert signed.signed_by != made.lead
    certified(signed.signed_by)
    assert standing(made, code).is_green
    assert standing(case("contract", now=LEADS), code).is_green  # nobody has signed yet
    assert CaseRole.EQUALITY_SIGNER.label


def test_assurance_asks_it_of_all_cases_in_as_many_queries_as_of_one():
    certified_one = grant_case(lead=certified(officer()), now=LEADS)

    with CaptureQueriesContext(connection) as of_one:
        assert not findings("lead-trained", on=DAY).breaks
    others = [grant_case(now=LEADS) for _turn in range(2)]
    with CaptureQueriesContext(connection) as of_three:
        found = findings("lead-trained", on=DAY)

    assert {one.reference for one in found.breaks} == {str(one) for one in others}
    assert found.covered == 3
    assert len(of_three) == len(of_one)
    assert str(certified_one) not in {one.reference for one in found.breaks}

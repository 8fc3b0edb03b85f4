"""A case with its documents and its money, under the framework that comes with Almoner."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.accounts.models import AccessEntry
from almoner.actions.operations import open_action
from almoner.assurance.asking import findings
from almoner.commissions.gatekeeping import controls_of
from almoner.commissions.kinds import LinkKind, Part
from almoner.commissions.models import Commission
from almoner.commissions.operations import add_to_team, link_cases
from almoner.core.references import name_of
from almoner.documents.models import TemplateVersion
from almoner.documents.operations import begin_filling
from almoner.documents.subjects import facts_about, may_write_about, readable_among
from almoner.framework.queries import framework_in_force
from almoner.framework.reading import framework_called
from almoner.funding.operations import commit_money, plan_money
from tests.commissions.factories import DAY, NEED, NOON, TIMETABLE, case, fresh, officer
from tests.documents.factories import FillingFactory, ShippedFactory
from tests.funding.factories import finance_officer, line_with
from tests.guard import arranging
from tests.risks.factories import risk
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
NEED = NEED | {"objectives": ["support-victims"]}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def planned(lead, **fields):
    """A competitive grant of £20,000 in 2026-27 that stands where its plan is written."""
    said = [(Part.NEED, NEED), (Part.TERMS, {"power": "victims-services"})]
    said.append((Part.TIMETABLE, TIMETABLE))
    now = framework_in_force(DAY)
    made = case("competitive-grant", lead=lead, now=now, net=20_000, said=said, **fields)
    with arranging():
        Commission.objects.filter(pk=made.pk).update(stage="plan")
    return fresh(made)


def finished(made, code, **fields):
    template = TemplateVersion.objects.filter(code=code).first() or ShippedFactory(code=code)
    closed = {"state": "finished", "frozen": "{}", "digest": "0" * 64, "closed_at": NOON}
    closed |= {"closed_by": made.lead, "is_on_current_template": True, **fields}
    return FillingFactory(template=template, about=name_of(made), title=template.title, **closed)


def read(client, address):
    return re.sub(r"\s+", " ", body_of(client.get(address)))


def test_documents_are_written_by_the_team_and_take_the_facts_of_the_case():
    lead, other = officer(name="Cerys Vane"), officer()
    made = planned(lead, is_restricted=True)
    about = name_of(made)

    facts = facts_about(about, on=DAY)

    assert (facts["title"], facts["value"], facts["lead"]) == (
        "Counselling for victims of robbery",
        "£20,000",
        "Cerys Vane",
    )
    assert (facts["starts"], facts["route"]) == ("28 September 2026", "Competitive grant")
    assert may_write_about(lead, about, on=DAY)
    assert not may_write_about(other, about, on=DAY)
    assert readable_among(other, {about}, on=DAY) == set()
    assert readable_among(lead, {about}, on=DAY) == {about}


def test_the_page_says_how_each_document_stands_and_where_it_is_written(client):
    me = signed_in(client, "commissioning-officer")
    made = planned(me)
    about, at = name_of(made), f"/workspace/commissions/{made}/"
    finished(made, "risk-register")
    finished(made, "route-test", is_on_current_template=False)
    finished(made, "needs-assessment")
    begin_filling("business-case", about=about, title="Why we do it", by=me, at=NOON)

    shown = read(client, at)

    assert "Why we do it" in shown
    assert shown.count("On a former template") == 1
    assert f"/workspace/documents/begin/{about}/?template=options-appraisal" in shown
    assert "Understand the need" in shown[shown.index("Of earlier stages") :]
    wanted = next(one for one in controls_of(made, on=DAY) if one.code == "documents-finished")
    assert "Risk register" not in wanted.reasons[0]
    assert "Business case" in wanted.reasons[0]
    whole = read(client, f"{at}documents/")
    assert "Grant prospectus" in whole

    other = signed_in(client, "commissioning-officer")
    assert not may_write_about(other, about, on=DAY)
    assert "Begin it" not in read(client, at)


def test_the_page_says_what_is_set_aside_in_which_line_and_what_is_missing(client):
    made = planned(officer())
    line = line_with(50_000, year="2026-27", purpose="Refuges")
    finance = finance_officer()
    plan_money(line, Decimal(9_000), what_for=name_of(made), by=finance, at=NOON)
    commit_money(line, Decimal(4_000), what_for=name_of(made), by=finance, at=NOON)
    signed_in(client, "finance")
    at = f"/workspace/commissions/{made}/"

    assert "£5,000.00 planned £4,000.00 committed" in read(client, at)
    assert "£11,000.00 of £20,000.00 for 2026-27 is planned in no budget line." in read(client, at)
    shown = read(client, f"{at}funding/")
    assert "£11,000.00 missing in 2026-27" in shown
    link = f"/workspace/funds/lines/{line}/plan/?for={made}&amp;amount=11000.00"
    assert link in shown
    form = read(client, link.replace("&amp;", "&"))
    assert f'value="{made}"' in form
    assert 'value="11000.00"' in form

    plan_money(line, Decimal(11_000), what_for=name_of(made), by=finance, at=NOON)
    assert "All of it is set aside" in read(client, f"{at}funding/")
    green = {one.code for one in controls_of(made, on=DAY) if one.is_green}
    assert "headroom-there" in green


def test_who_reads_no_funds_sees_what_a_case_costs_and_not_what_it_has(client):
    made = planned(officer())
    line = line_with(50_000, year="2026-27")
    plan_money(line, Decimal(9_000), what_for=name_of(made), by=finance_officer(), at=NOON)
    signed_in(client, "assessor")
    at = f"/workspace/commissions/{made}/"

    assert "£20,000.00" in read(client, at)
    assert "9,000.00 planned" not in read(client, at)
    assert client.get(f"{at}funding/").status_code == 403


def test_reads_of_a_restricted_case_s_documents_are_logged(client):
    made = planned(officer(), is_restricted=True)
    filling = finished(made, "risk-register")
    signed_in(client, "commissioning-officer")

    refused = client.get(f"/workspace/documents/{filling}/")

    assert refused.status_code == 403
    assert AccessEntry.objects.filter(about=name_of(filling)).count() == 1


def departing(made, reason):
    """A grant agreement with one changed clause of 24, and why."""
    part = {"text": "Any power.", "version": 1, "reason": reason}
    kept = json.dumps({"sections": {"power": part}, "values": {}})
    return finished(made, "grant-agreement", frozen=kept, clause_count=24, changed_count=1)


def at_stage(made, stage):
    with arranging():
        Commission.objects.filter(pk=made.pk).update(stage=stage)
    return fresh(made)


def test_a_finished_document_that_changes_a_clause_in_silence_breaks_standard_terms():
    made = planned(officer())
    other = planned(officer())
    for one, reason in ((made, ""), (other, "Our lawyers asked for it.")):
        departing(one, reason)

    found = findings("standard-terms", on=DAY)

    assert [one.reference for one in found.breaks] == [str(made)]
    assert "Legal power" in found.breaks[0].reason


def test_a_gate_stops_a_clause_changed_in_silence_and_shows_one_changed_with_reasons(client):
    silent, open_one = (at_stage(planned(officer()), "agree") for _ in range(2))
    departing(silent, "")
    departing(open_one, "Our lawyers asked for it.")
    signed_in(client, "commissioning-officer")
    asked = {
        case: {one.code: one for one in controls_of(case, on=DAY)} for case in (silent, open_one)
    }

    stopped, passed = asked[silent]["standard-terms"], asked[open_one]["standard-terms"]

    assert (stopped.is_green, passed.is_green) == (False, True)
    why = "Grant agreement departs in “Legal power”: Our lawyers asked for it."
    assert passed.kept()["notes"] == [why]
    shown = read(client, f"/workspace/commissions/{open_one}/")
    assert "With reasons" in shown
    assert why in shown
    assert "and does not say why: Legal power" in read(client, f"/workspace/commissions/{silent}/")
    figures = read(client, "/workspace/controls/standard-terms/")
    assert "95% of 48 standard clauses say what they should." in figures


@pytest.mark.parametrize("stage", ["sign", "agree"])
def test_every_shipped_route_asks_for_standard_terms_where_it_is_signed(stage):
    routes = framework_called("policing").routes
    found = [one for route in routes for one in route.stages if one.code == stage]

    assert found
    assert all("standard-terms" in one.controls for one in found)


@pytest.mark.parametrize("is_restricted", [False, True])
def test_a_case_with_all_that_it_can_have_asks_fifteen_questions(client, is_restricted):
    lead, me = officer(), signed_in(client, "commissioning-officer")
    made = planned(lead, is_restricted=is_restricted)
    add_to_team(made, person=me, by=lead, at=NOON)
    link_cases(made, planned(lead), kind=LinkKind.SAME_NEED, by=lead, at=NOON)
    for n in range(4):
        risk(4, 4, about=name_of(made))
        finished(made, ("risk-register", "route-test", "business-case", "needs-assessment")[n])
        line = line_with(50_000, year="2026-27")
        plan_money(line, Decimal(4_000), what_for=name_of(made), by=finance_officer(), at=NOON)
        open_action(
            "Ask again",
            owner=me,
            verifier=lead,
            due_on=DAY + timedelta(days=n),
            source=name_of(made),
            by=lead,
            at=NOON,
        )
    client.get(f"/workspace/commissions/{made}/")

    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/workspace/commissions/{made}/").status_code == 200

    said = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(said) <= 15, "\n".join(sql[:200] for sql in said)

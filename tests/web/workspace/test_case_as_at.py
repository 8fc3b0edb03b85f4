"""A case as at a day: what was known then, by whoever may see it today, and nothing to be done."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.commissions.kinds import Part
from almoner.commissions.operations import (
    add_to_team,
    answer_consultation,
    ask_gate,
    hand_over_case,
    hold_case,
    restrict_case,
    revise_case,
)
from almoner.decisions.operations import draft_decision
from tests.commissions.factories import NOON, consultation, fresh, grant_case, officer
from tests.commissions.frameworks import TEXT, in_force
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=10)
THEN, BEFORE = (
    {"on_day": 8, "on_month": 3, "on_year": 2026},
    {"on_day": 1, "on_month": 3, "on_year": 2026},
)


@pytest.fixture(autouse=True)
def _small_framework(settings, tmp_path):
    framework = tmp_path / "small.toml"
    framework.write_text(TEXT, encoding="utf-8")
    settings.FRAMEWORK = str(framework)


@pytest.fixture
def changed():
    """A case of which on the tenth day everything became otherwise."""
    with time_machine.travel(NOON, tick=False):
        case = grant_case(lead=officer(name="Ada Early"))
        asked = consultation(case)
    by, at = case.lead, LATER
    with time_machine.travel(LATER, tick=False):
        later = {"title": "Advice", "need": "Everybody waits a year."}
        read = fresh(case).current.number
        revise_case(fresh(case), Part.NEED, later, read=read, by=by, at=at)
        years = {2026: (Decimal(900_000), Decimal(0))}
        read = fresh(case).current.number
        revise_case(fresh(case), Part.MONEY, {}, read=read, years=years, by=by, at=at)
        add_to_team(fresh(case), person=officer(name="Tom Team"), by=by, at=at)
        answer_consultation(
            asked, said="Earlier, please.", wordings={0: "Open early"}, by=by, at=at
        )
        draft_decision(fresh(case), "plan", {"title": "To fund"}, now=in_force(), by=by, at=at)
        hand_over_case(fresh(case), to=officer(name="Lea Late"), by=by, at=at)
        case = fresh(case)
        hold_case(case, reason="The money is late.", until=None, by=case.lead, at=at)
        yield fresh(case)


def arranged(case):
    """More of each kind of thing that the page lists."""
    for who in ("Shops", "Schools"):
        asked = consultation(case, who=who)
        answer_consultation(asked, said="Yes.", wordings={0: who}, by=case.lead, at=LATER)
        text = {"title": f"To ask {who}"}
        draft_decision(fresh(case), "plan", text, now=in_force(), by=case.lead, at=LATER)
    add_to_team(fresh(case), person=officer(name="Una"), by=case.lead, at=LATER)


def read(client, case, status=200, **day):
    response = client.get(f"/workspace/commissions/{case}/as-at/", day)
    assert response.status_code == status
    return re.sub(r"\s+", " ", body_of(response))


def test_a_past_day_shows_what_was_known_then_and_offers_nothing(client, changed):
    signed_in(client, "commissioning-officer")

    then, now = read(client, changed, **THEN), read(client, changed)

    assert "As at 8 March 2026, by what was known then." in then
    assert "Nothing can be done here." in then
    for early, late in [
        ("<h1>Counselling for victims of robbery</h1>", "<h1>Advice</h1>"),
        ("Victims wait nine weeks.", "Everybody waits a year."),
        ("£20,000", "£900,000"),
        ("Ada Early", "Lea Late"),
        ("nobody else", "Tom Team"),
        ("Nothing had been written down.", "Open early"),
        ("No decision had been begun by that day.", "To fund"),
        (">Open<", "On hold"),
    ]:
        assert (early in then, late in then, late in now) == (True, False, True), (early, late)
    content = then[then.index("<h1>") :]
    assert 'method="post"' not in content
    assert not re.search(rf"/workspace/commissions/{changed}/(?!as-at/)\w", content)


def test_a_gate_is_shown_as_it_stood(client):
    with time_machine.travel(NOON, tick=False):
        case = grant_case()
        ask_gate(case, onward="open", now=in_force(), by=case.lead, at=NOON)
    with time_machine.travel(LATER, tick=False):
        signed_in(client, "auditor")
        then, before = read(client, case, **THEN), read(client, case, **BEFORE)

    assert "Awaiting a decision" in then
    assert "Nobody had said anything yet." in then
    assert "It had not begun" in before
    assert "The case began on 4 March 2026." in before


def test_a_day_that_is_none_or_to_come_is_told(client, changed):
    signed_in(client, "auditor")

    wrong = read(client, changed, on_day=31, on_month=2, on_year=2026)
    to_come = read(client, changed, on_day=1, on_month=4, on_year=2026)

    assert "There is a problem" in wrong
    assert "Enter a real date" in wrong
    assert "That day is yet to come." in to_come


def test_the_past_of_a_restricted_case_is_as_restricted_as_the_case(client, changed):
    restrict_case(changed, by=changed.lead, at=LATER)
    signed_in(client, "commissioning-officer")

    assert "Victims wait" not in read(client, changed, status=403, **THEN)


def test_a_longer_past_costs_no_more_questions(client, changed):
    signed_in(client, "finance")
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            read(client, changed)
        counts.append(len(asked))
        arranged(changed)

    assert counts[0] == counts[1] <= 25

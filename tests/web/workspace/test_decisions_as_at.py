"""Decisions, the scheme and the framework as at a day: what stood then, and who may read it now."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.commissions.operations import restrict_case
from almoner.decisions.models import Delegation
from almoner.decisions.operations import end_delegation, revise_decision
from almoner.decisions.past import decision_then, delegations_then
from almoner.decisions.states import DecisionState
from tests.commissions.factories import NOON, grant_case
from tests.commissions.frameworks import TEXT
from tests.decisions.factories import (
    advised,
    approve,
    draft,
    fresh,
    grant_of,
    head,
    hold,
    signed,
    submitted,
)
from tests.factories import official
from tests.framework.factories import ApprovedFrameworkFactory
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=10)
THEN = {"on_day": 8, "on_month": 3, "on_year": 2026}
BEFORE = {"on_day": 1, "on_month": 3, "on_year": 2026}
REGISTER = "/workspace/decisions/as-at/"


@pytest.fixture(autouse=True)
def _small_framework(settings, tmp_path):
    framework = tmp_path / "small.toml"
    framework.write_text(TEXT, encoding="utf-8")
    settings.FRAMEWORK = str(framework)


@pytest.fixture
def decided():
    """A decision that awaited its approval on the first day, and was signed on the tenth."""
    with time_machine.travel(NOON, tick=False):
        made = advised(grants=[grant_of()])
        by = head(name="Hal Head")
    with time_machine.travel(LATER, tick=False):
        yield fresh(approve(made, by=by, at=LATER))


def read(client, address, status=200, **day):
    response = client.get(address, day)
    assert response.status_code == status
    return re.sub(r"\s+", " ", body_of(response))


def test_a_decision_awaits_on_the_day_before_it_is_signed(client, decided):
    signed_in(client, "auditor")
    address = f"/workspace/decisions/{decided}/as-at/"

    then, now = read(client, address, **THEN), read(client, address)

    assert "As at 8 March 2026, by what was known then." in then
    assert ("Awaiting approval" in then, "had said nothing yet (Hal Head)" in then) == (True, True)
    assert "public since" not in then
    assert ("Signed" in now, "Approve, Hal Head" in now) == (True, True)
    assert "public since 14 March 2026" in now
    assert "It had not been begun" in read(client, address, **BEFORE)
    assert 'method="post"' not in then[then.index("<h1>") :]


def test_a_draft_has_the_words_and_no_number_of_its_day():
    with time_machine.travel(NOON, tick=False):
        made = draft()
    with time_machine.travel(LATER, tick=False):
        text = {"title": "To fund less"}
        revise_decision(made, text, read=made.current.number, by=made.author, at=LATER)
        submitted_later = fresh(made)

    then = decision_then(submitted_later, on=NOON.date())

    assert then.summary.stood.state == DecisionState.DRAFT
    assert (then.summary.title, then.text.number) == ("Counselling for victims of robbery", 1)
    assert (then.summary.called, then.steps) == (made.reference, [])
    assert decision_then(made, on=NOON.date() - timedelta(days=1)) is None


def test_the_register_as_at_a_day_is_narrowed_by_how_each_stood(client, decided):
    signed_in(client, "auditor")

    awaiting = read(client, REGISTER, stood="submitted", **THEN)
    signed_then = read(client, REGISTER, stood="signed", **THEN)
    signed_now = read(client, REGISTER, stood="signed", q=decided.number)
    to_come = read(client, REGISTER, on_day=1, on_month=1, on_year=2030)

    assert (decided.number in awaiting, decided.number in signed_then) == (True, False)
    assert decided.number in signed_now
    assert "That day is yet to come." in to_come


def test_the_past_of_decisions_about_a_restricted_case_is_restricted(client, decided):
    about = decided.commission
    restrict_case(about, by=about.lead, at=LATER)
    signed_in(client, "commissioning-officer")

    assert decided.number not in read(client, REGISTER, **THEN)
    read(client, f"/workspace/decisions/{decided}/as-at/", status=403, **THEN)


def test_what_was_left_of_a_delegation_is_of_its_day():
    by, after = head(), LATER + timedelta(days=1)
    with time_machine.travel(NOON, tick=False):
        signed(by=by, grants=[grant_of()])
        delegation = Delegation.objects.get()
    with time_machine.travel(LATER, tick=False):
        signed(grant_case(net=10_000), by=by, at=LATER, delegation=delegation)
    with time_machine.travel(after, tick=False):
        end_delegation(delegation, because="It is enough.", by=by, at=after)

    days = [NOON.date() - timedelta(days=1), NOON.date(), LATER.date(), after.date()]
    left = [[(one.drawn.left, one.is_over) for one in delegations_then(day)] for day in days]

    granted, rest = Decimal(15_000), Decimal(5_000)
    assert left == [[], [(granted, False)], [(rest, False)], [(rest, True)]]


def test_who_held_an_office_is_known_by_then_or_by_now(client):
    early, late = official(name="Ed Early"), official(name="Lou Late")
    hold("head", early)
    hold("head", early, valid_from=date(2026, 3, 7), is_held=False, recorded_at=LATER)
    hold("head", late, valid_from=date(2026, 3, 7), recorded_at=LATER)
    with time_machine.travel(LATER, tick=False):
        signed_in(client, "member")
        scheme = read(client, "/workspace/decisions/scheme/as-at/", **THEN)
        by_now = read(client, "/workspace/decisions/scheme/as-at/", known="now", **THEN)
        framework = read(client, "/workspace/framework/as-at/", **THEN)

    assert ("Ed Early" in scheme, "Lou Late" in scheme) == (True, False)
    assert ("Ed Early" in by_now, "Lou Late" in by_now) == (False, True)
    assert "by what is known now" in by_now
    assert ("Ed Early" in framework, "Lou Late" in framework) == (True, False)


def test_the_framework_as_at_a_day_is_the_version_that_was_in_force(client):
    version = ApprovedFrameworkFactory(holds_from=date(2026, 3, 10))
    with time_machine.travel(LATER, tick=False):
        signed_in(client, "auditor")
        then, now = (read(client, "/workspace/framework/as-at/", **day) for day in (THEN, {}))

    assert (version.reference in then, version.reference in now) == (False, True)
    assert "nobody here had approved a version by then" in then
    assert "Held from" in now


def test_a_longer_register_costs_no_more_questions(client):
    counts = []
    with time_machine.travel(NOON, tick=False):
        approver = head()
        signed_in(client, "auditor")
        for _turn in range(2):
            signed(by=approver)
            submitted(grant_case())
            with CaptureQueriesContext(connection) as asked:
                read(client, REGISTER)
            counts.append(len(asked))

    assert counts[0] == counts[1]

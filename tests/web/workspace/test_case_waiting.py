"""What is stuck and why: since when, for whom or what, and nobody is told of what is not theirs."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.commissions.operations import ask_gate, hold_case
from tests.commissions.factories import NOON, case, grant_case
from tests.commissions.frameworks import in_force
from tests.framework.factories import head
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
STUCK = "/workspace/commissions/stuck/"
LATER = NOON + timedelta(days=31)


def read(client, address=STUCK):
    return re.sub(r"\s+", " ", body_of(client.get(address)))


def stand_still():
    """One of each that waits, and one that nobody outside it sees."""
    asked = grant_case(title="At its gate")
    ask_gate(asked, onward="open", now=in_force(), by=asked.lead, at=NOON)
    held = case(title="On hold")
    until = (LATER + timedelta(days=9)).date()
    hold_case(held, reason="No money yet", until=until, by=held.lead, at=NOON)
    case(title="Unsaid")
    grant_case()
    case(title="Kept close", is_restricted=True)


def test_each_says_since_when_and_for_what_it_waits(client):
    stand_still()
    with time_machine.travel(LATER, tick=False):
        signed_in(client, "commissioning-officer")
        shown = read(client)
        fewer = read(client, f"{STUCK}?days=31")

    assert "4 cases stand still for more than 30 days" in shown
    assert "Nobody holds the office that decides at its gate: Head of service." in shown
    assert "/workspace/decisions/offices/head/" in shown
    assert "On hold until 13 April 2026" in shown
    assert "The need, its evidence or its outcomes are not recorded." in shown
    assert "has not asked its gate" in shown
    assert "4 March 2026<br>31 days" in shown
    assert "Kept close" not in shown
    assert "Nothing is stuck" in fewer


def test_an_office_that_is_held_is_named_as_what_a_case_waits_for(client):
    stand_still()
    head()
    with time_machine.travel(LATER, tick=False):
        signed_in(client, "commissioning-officer")
        assert "A decision at its gate: Head of service" in read(client)


def test_what_cannot_be_meant_is_said_and_many_ask_the_database_no_more_than_few(client):
    stand_still()
    with time_machine.travel(LATER, tick=False):
        signed_in(client, "commissioning-officer")
        assert "Enter a whole number" in read(client, f"{STUCK}?days=many")

        def asked():
            with CaptureQueriesContext(connection) as said:
                read(client)
            return len(said)

        few = asked()
        with time_machine.travel(NOON, tick=False):
            stand_still()
        assert asked() == few

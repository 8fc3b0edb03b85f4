"""The forward plan in the workspace: proposed by a lead, checked by a publisher, taken off."""

import pytest
import time_machine
from django.test import Client

from almoner.commissions.models import PlanEntry
from almoner.commissions.operations import restrict_case
from almoner.commissions.states import PlanState
from tests.commissions.factories import NOON, TIMETABLE, case, draft
from tests.commissions.frameworks import TEXT
from tests.commissions.plans import proposed
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
PLAN = "/workspace/forward-plan/"
WORDS = {
    "title": "Talking therapies",
    "purpose": "Nobody waits longer than two weeks.",
    "route": "A grant, to be competed for",
    "band": "under-100000",
    "opens_in": "2026-06-01",
    "starts_in": "2026-09-01",
}


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    framework = tmp_path / "small.toml"
    framework.write_text(TEXT, encoding="utf-8")
    settings.FRAMEWORK = str(framework)
    with time_machine.travel(NOON, tick=False):
        yield


def test_a_lead_proposes_a_publisher_sends_back_then_publishes_and_takes_off(client):
    lead = signed_in(client, "commissioning-officer")
    made = case(lead=lead, net=30_000, said=[("timetable", TIMETABLE)])
    at = f"/workspace/commissions/{made}/forward-plan/"
    assert made.title in body_of(client.get(PLAN))
    form = body_of(client.get(at))
    assert '<option value="2026-06-01" selected>June 2026</option>' in form
    backwards = WORDS | {"opens_in": "2026-10-01"}
    assert "It cannot start before it opens" in body_of(client.post(at, backwards))
    client.post(at, WORDS)
    entry = PlanEntry.objects.get()
    its = f"{PLAN}{entry}/"
    assert "Only a publisher checks what the forward plan says" in body_of(client.get(its))

    publisher = Client()
    signed_in(publisher, "publisher")
    assert "Check for the forward plan" in body_of(publisher.get("/workspace/"))
    publisher.post(its, {"outcome": "back", "said": "Say for whom."})
    assert "Say for whom." in body_of(client.get(at))
    client.post(at, WORDS)
    again = f"{PLAN}{PlanEntry.objects.latest('pk')}/"
    publisher.post(again, {"outcome": "publish", "said": "It names nobody."})

    assert "Talking therapies" in body_of(Client().get("/forward-plan/"))
    publisher.post(f"{again}take-off/")
    assert PlanEntry.objects.latest("pk").state == PlanState.TAKEN_OFF
    assert "Talking therapies" not in body_of(Client().get("/forward-plan/"))


def test_nobody_outside_a_restricted_case_reads_what_was_proposed_of_it(client):
    made = case()
    entry = proposed(made, title="Quillback beds")
    restrict_case(made, by=made.lead, at=NOON)

    signed_in(client, "publisher")

    assert client.get(f"{PLAN}{entry}/").status_code == 403
    assert "Quillback" not in body_of(client.get(PLAN))


def test_a_draft_is_not_proposed(client):
    lead = signed_in(client, "commissioning-officer")
    made = draft(lead=lead)

    assert client.get(f"/workspace/commissions/{made}/forward-plan/").status_code == 403

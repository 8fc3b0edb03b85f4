from datetime import timedelta

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.audits.models import ImprovementPlan, PlanItem
from almoner.audits.states import PlanState
from tests.actions.factories import ActionFactory
from tests.audits.factories import PlanFactory, agreed, agreed_also, gathered
from tests.factories import DAY, NOON
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/improvement-plans/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def of(plan, verb=""):
    return f"{LIST}{plan}/{verb}"


def test_a_plan_gathers_from_many_sources_and_is_closed(client):
    me = signed_in(client, Role.COMMISSIONING_OFFICER)
    recommendation, action = agreed(), ActionFactory()
    said = {"title": "Governance plan", "purpose": "For the panel", "owner": me.reference}
    read(client, f"{LIST}new/")
    client.post(f"{LIST}new/", said)
    plan = ImprovementPlan.objects.get()

    for thing in (recommendation, action):
        client.post(of(plan), {"reference": str(thing).lower()})
    page = read(client, of(plan))

    assert all(str(thing) in page for thing in (recommendation, action, "0 of 2 are over"))
    assert "It is in the plan already" in body_of(client.post(of(plan), {"reference": action}))
    assert "Look it up" in body_of(client.post(of(plan), {"reference": "ACT-1"}))
    item = PlanItem.objects.order_by("pk").first()
    client.post(of(plan, f"items/{item.pk}/leave-out/"))
    assert str(recommendation) not in read(client, of(plan))
    client.post(of(plan, "close/"), {"text": "All done"})
    plan.refresh_from_db()
    assert plan.state == PlanState.CLOSED
    assert client.post(of(plan), {"reference": action}).status_code == 409


def test_a_restricted_action_is_not_gathered(client):
    me = signed_in(client, Role.APPROVER)
    plan = PlanFactory(owner=me)
    secret = ActionFactory(is_restricted=True)

    page = body_of(client.post(of(plan), {"reference": secret}))

    assert "stays with those whom it names" in page
    assert secret.what not in page


def test_a_plan_shows_all_that_was_agreed_about_a_recommendation(client):
    signed_in(client, Role.APPROVER)
    plan, recommendation = PlanFactory(), agreed()
    gathered(plan, recommendation)
    late = agreed_also(recommendation, due_on=DAY - timedelta(days=1))

    page = read(client, of(plan))

    assert f"Also agreed of {recommendation}:" in page
    for words in (str(late), "Pia Holm", "0 of 1 are over, 1 are overdue"):
        assert words in page


def test_a_plan_asks_as_much_whatever_it_gathers(client):
    signed_in(client, Role.APPROVER)
    plan = PlanFactory()
    gathered(plan, agreed())
    few = queries_of(client, of(plan))
    for _more in range(3):
        recommendation = agreed()
        agreed_also(recommendation)
        gathered(plan, recommendation)

    assert queries_of(client, of(plan)) == few

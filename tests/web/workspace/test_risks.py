from datetime import timedelta

import pytest
import time_machine
from django.template.loader import render_to_string

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.risks.models import Risk
from almoner.risks.states import RiskState
from almoner.web.workspace.risk_rows import risks_shown
from tests.actions.factories import ActionFactory
from tests.factories import DAY, NOON
from tests.risks.factories import AssessmentFactory, risk
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/risks/"
SCORES = {
    "inherent_likelihood": "4",
    "inherent_impact": "5",
    "current_likelihood": "3",
    "current_impact": "5",
}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def approver(client):
    return signed_in(client, Role.APPROVER)


def of(one, verb=""):
    return f"{LIST}{one}/{verb}"


def said(owner, **more):
    words = {"cause": "One bidder", "event": "It withdraws", "effect": "No shelter"}
    words |= {"category": "delivery"}
    day = {"review_on_day": "1", "review_on_month": "6", "review_on_year": "2026"}
    return {**words, **SCORES, **day, "owner": owner.reference, **more}


def test_the_register_draws_and_lists_risks_and_narrows_them(client, approver):
    bad, mine = risk(5, 5), risk(1, 2, owner=approver)
    case = risk(2, 5, about="commissions.commission:COM-2026-014")

    page = read(client, LIST)
    assert page.index(str(bad)) < page.index(str(case)) < page.index(str(mine))
    assert page.count("<strong>1</strong>") == 3
    assert "COM-2026-014" in page
    assert str(bad) not in read(client, f"{LIST}?whose=mine")
    assert str(mine) not in read(client, f"{LIST}?level=escalated")
    assert str(bad) not in read(client, f"{LIST}?of=cases")
    assert str(case) not in read(client, f"{LIST}?of=body")
    assert "No risk here" in read(client, f"{LIST}?level=medium")


def test_pages_ask_as_much_of_the_database_for_many_as_for_one(client, approver):
    one = risk(5, 5)
    ActionFactory(source=f"risks.risk:{one}")
    read(client, LIST)
    few = [queries_of(client, LIST), queries_of(client, of(one))]

    for _more in range(4):
        risk(5, 5)
        AssessmentFactory(risk=one, current_likelihood=5, current_impact=5)
        ActionFactory(source=f"risks.risk:{one}")

    assert [queries_of(client, LIST), queries_of(client, of(one))] == few


def test_a_risk_is_recorded_reviewed_accepted_by_another_and_closed(client, approver):
    answer = client.post(f"{LIST}new/", said(approver))
    recorded = Risk.objects.get()
    assert answer["Location"] == of(recorded)
    read(client, of(recorded, "accept/"), status=403)
    client.post(of(recorded, "review/"), said(approver, current_impact="2"))
    page = read(client, of(recorded))
    assert "6: likelihood 3 Possible, impact 2 Minor" in page

    other = signed_in(client, Role.APPROVER)
    day = {"until_day": "1", "until_month": "6", "until_year": "2026"}
    client.post(of(recorded, "accept/"), {"reason": "We must", **day})
    assert "We must" in read(client, of(recorded))
    client.post(of(recorded, "close/"), {"reason": "It is built"})

    recorded.refresh_from_db()
    assert (recorded.state, recorded.closed_by) == (RiskState.CLOSED, other)
    assert "It is built" in read(client, of(recorded))


def test_mistakes_are_said_beside_what_is_to_be_mended(client, approver):
    gone = {"review_on_year": "2025"}

    page = body_of(client.post(f"{LIST}new/", said(approver, current_impact="", **gone)))
    assert "Choose from 1 to 5." in page

    page = body_of(client.post(f"{LIST}new/", said(approver, **gone)))
    assert "This day has passed. Give one to come." in page


def test_a_restricted_risk_is_not_shown_and_that_somebody_asked_is_noted(client):
    signed_in(client, Role.FINANCE)
    secret = risk(is_restricted=True)

    read(client, of(secret), status=403)

    assert str(secret) not in read(client, LIST)
    assert AccessEntry.objects.get(about=f"risks.risk:{secret}").outcome == "refused"


def test_a_case_shows_its_risks_on_its_own_page(approver):
    about = "commissions.commission:COM-2026-014"
    assert "No risk is recorded" in shown(approver, about)
    one = risk(5, 5, about=about, review_on=DAY - timedelta(days=1))

    page = shown(approver, about)

    assert all(words in page for words in (str(one), "Very high", "Overdue", f"?about={about}"))


def shown(user, about):
    page = {"shown": risks_shown(user, about, on=DAY)}
    return render_to_string("workspace/risks/of.html", page)


def test_a_risk_without_a_category_is_given_one_by_its_owner_in_one_step(client, approver):
    mine, theirs = risk(owner=approver), risk()

    page = read(client, of(theirs))
    assert "It has no category" in page
    assert f"{of(mine, 'review/')}#id_category" in read(client, of(mine))
    client.post(of(mine, "review/"), said(approver))

    assert "It has no category" not in read(client, of(mine))

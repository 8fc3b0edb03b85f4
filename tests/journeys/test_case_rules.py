"""Cases on their way: an attempt to split is asked about; a framework changes under live ones."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import localdate
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.commissions.kinds import LinkKind
from almoner.commissions.models import Commission
from almoner.commissions.operations import ask_gate, link_cases
from almoner.framework.models import FrameworkVersion
from almoner.framework.queries import framework_in_force
from tests.commissions.factories import NOON, contract_case, fresh, grant_case, officer
from tests.commissions.frameworks import TEXT, in_force
from tests.commissions.plans import planned, proposed
from tests.factories import official
from tests.framework.factories import head
from tests.journeys.browsing import click, look_at, sign_in

ASKS = 'controls = ["need-recorded", "objective-named", "power-named"]'
ASKS_MORE = 'controls = ["need-recorded", "objective-named", "power-named", "regime-derived"]'


@pytest.fixture(autouse=True)
def _small(settings, tmp_path):
    standing = tmp_path / "standing.toml"
    standing.write_text(TEXT, encoding="utf-8")
    settings.FRAMEWORK = str(standing)


def test_an_attempt_to_split_is_asked_about_answered_and_goes_through_its_gate(
    page, live_server, client
):
    lead = officer(name="Bea Tarn")
    half = contract_case(net=30_000, vat=0, lead=lead)
    other = contract_case(net=25_000, vat=0, lead=lead)
    link_cases(half, other, kind=LinkKind.SAME_NEED, by=lead, at=NOON)
    at = f"{live_server}/workspace/commissions/{half}/"
    sign_in(page, client, lead, address=str(live_server))

    page.goto(f"{at}gate/")
    click(page.get_by_role("button", name="Ask"))
    expect(page.get_by_text("There is a problem")).to_be_visible()
    look_at(page, f"{at}splitting/", name="case-splitting")
    expect(page.get_by_text("they reach the approval limit of £50,000")).to_be_visible()
    page.get_by_label("Why this is not one case that was split").fill(
        "Two boroughs, two needs, and neither waits for the other."
    )
    click(page.get_by_role("button", name="Record the reason"))
    page.goto(f"{at}gate/")
    click(page.get_by_role("button", name="Ask"))
    expect(page.get_by_text("It is asked. The case says where it stands now.")).to_be_visible()

    sign_in(page, client, head(), address=str(live_server))
    look_at(
        page, f"{live_server}/workspace/commissions/gates/{half.gates.get()}/", name="case-gate"
    )
    page.get_by_label("Go", exact=True).check()
    click(page.get_by_role("button", name="Send your decision"))
    assert fresh(half).stage == "close"


def test_a_framework_changes_while_a_case_is_live_and_the_case_is_moved_when_it_is_read(
    page, live_server, client
):
    lead, approver = officer(), official(Role.APPROVER)
    live = grant_case(now=framework_in_force(localdate()), lead=lead)
    began_by = live.framework.digest
    here = f"{live_server}/workspace/framework/"
    at = f"{live_server}/workspace/commissions/{live}/"
    sign_in(page, client, lead, address=str(live_server))
    page.goto(f"{here}change/")
    page.get_by_label("Or its text").fill(TEXT.replace(ASKS, ASKS_MORE))
    for part in ("Day", "Month", "Year"):
        page.get_by_label(part, exact=True).fill(str(getattr(localdate(), part.lower())))
    page.get_by_label("Why it is changed").fill("Auditors asked for the regime of each case")
    click(page.get_by_role("button", name="Check it"))
    click(page.get_by_role("button", name="Propose it to a second person"))

    sign_in(page, client, approver, address=str(live_server))
    page.goto(f"{here}versions/{FrameworkVersion.objects.get()}/approve/")
    click(page.get_by_role("button", name="Approve it"))
    assert fresh(live).framework.digest == began_by
    look_at(page, f"{at}framework/", name="case-move")
    expect(page.get_by_text("regime").first).to_be_visible()
    page.get_by_label("I have read what changes for this case").check()
    click(page.get_by_role("button", name="Move it"))

    expect(page.get_by_text("It keeps the framework in force.")).to_be_visible()
    assert fresh(live).framework.digest == framework_in_force(localdate()).digest != began_by


def test_what_is_coming_and_what_is_stuck_are_read_on_a_desk_and_a_telephone(
    page, live_server, client
):
    lead = officer()
    with time_machine.travel(NOON, tick=False):
        public, waiting = grant_case(lead=lead), grant_case(lead=lead)
        asked = grant_case(lead=lead)
        ask_gate(asked, onward="open", now=in_force(), by=lead, at=NOON)
    later = localdate().replace(day=1) + timedelta(days=100)
    months = {"opens_in": later.replace(day=1), "starts_in": later.replace(day=1)}
    planned(public, **months)
    entry = proposed(waiting, **months)
    at = f"{live_server}/workspace"
    look_at(page, f"{live_server}/forward-plan/", name="forward-plan")

    sign_in(page, client, lead, address=str(live_server))
    look_at(page, f"{at}/commissions/stuck/", name="case-stuck")
    look_at(
        page, f"{at}/commissions/{Commission.objects.last()}/forward-plan/", name="plan-propose"
    )
    look_at(page, f"{at}/forward-plan/", name="plan-list")
    sign_in(page, client, official(Role.PUBLISHER), address=str(live_server))
    look_at(page, f"{at}/forward-plan/{entry}/", name="plan-check")
    page.get_by_label("Put it on the forward plan: anyone can read it at once").check()
    page.get_by_label("What you checked").fill("It names nobody, and no address.")
    click(page.get_by_role("button", name="Record what you find"))
    page.goto(f"{live_server}/forward-plan/")
    expect(page.get_by_text("2 plans, the first to open first")).to_be_visible()

"""A risk is recorded, something is done about it and verified by another, and a control follows."""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from tests.factories import official
from tests.journeys.browsing import click, look_at, sign_in


def fill_day(page, day):
    for part in ("day", "month", "year"):
        page.get_by_label(part.title(), exact=True).fill(str(getattr(day, part)))


def record_risk(page, address, review_on):
    look_at(page, f"{address}/workspace/risks/new/", name="risk-new")
    page.get_by_label("What kind of risk it is").select_option("delivery")
    page.get_by_label("Because of").fill("Only one charity works at night")
    page.get_by_label("This may happen").fill("It withdraws")
    page.get_by_label("With this effect").fill("Victims wait")
    for box in ("Likelihood before", "Impact before", "Likelihood as", "Impact as"):
        page.get_by_label(box).select_option("4")
    page.get_by_label("Who owns it").select_option(label="Cerys Vane")
    fill_day(page, review_on)
    click(page.get_by_role("button", name="Record it"))
    look_at(page, page.url, name="risk")


def open_action(page, due_on):
    click(page.get_by_role("button", name="Open an action"))
    look_at(page, page.url, name="action-open")
    page.get_by_label("What is to be done").fill("Find a second provider")
    page.get_by_label("Who does it").select_option(label="Cerys Vane")
    page.get_by_label("Who verifies that it was done").select_option(label="Nadia Okell")
    fill_day(page, due_on)
    click(page.get_by_role("button", name="Open it"))
    look_at(page, page.url, name="action")


def test_a_risk_gets_an_action_that_another_verifies(page, client, live_server):
    cerys = official(Role.COMMISSIONING_OFFICER, name="Cerys Vane")
    nadia = official(Role.APPROVER, name="Nadia Okell")
    soon = localdate() + timedelta(days=20)
    sign_in(page, client, cerys, address=live_server.url)
    record_risk(page, live_server, soon)
    look_at(page, f"{live_server}/workspace/risks/", name="risks")
    look_at(page, f"{live_server}/workspace/risks/movement/", name="risk-movement")
    look_at(page, f"{live_server}/workspace/risks/programmes/trust/", name="risk-programme")
    look_at(page, f"{live_server}/workspace/risks/", name="risks")
    click(page.get_by_role("link", name="RSK-20"))
    open_action(page, soon)
    action = page.url
    click(page.get_by_role("button", name="It is done"))
    page.get_by_label("What was done").fill("The letter of 3 March")
    click(page.get_by_role("button", name="It is done"))

    sign_in(page, client, nadia, address=live_server.url)
    look_at(page, f"{live_server}/workspace/actions/?whose=verify", name="actions")
    look_at(page, f"{action}verify/", name="action-verify")
    page.get_by_label("What you looked at").fill("Read it")
    click(page.get_by_role("button", name="It was done"))

    expect(page.get_by_text("It is verified.")).to_be_visible()
    look_at(page, f"{live_server}/workspace/controls/", name="controls")
    look_at(page, f"{live_server}/workspace/controls/risks-accepted/", name="control")
    expect(page.get_by_role("link", name="RSK-20")).to_be_visible()

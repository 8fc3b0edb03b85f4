"""The internal auditor finds who did what, and who came to which door."""

import pytest
from playwright.sync_api import expect

from almoner.accounts.operations import note_access
from almoner.accounts.roles import Role
from almoner.accounts.states import AccessOutcome
from tests.factories import NOON, UserFactory, official
from tests.journeys.browsing import click, look_at, sign_in
from tests.samples import rename


def test_an_auditor_narrows_the_ledger_and_the_access_log(page, client, live_server):
    auditor, lena = official(Role.AUDITOR, name="Finn Abara"), UserFactory(name="Lena Ortiz")
    rename(lena, by=lena, name="Lena Ortiz")
    note_access(who=lena.actor, about="x:Y-1", outcome=AccessOutcome.REFUSED, at=NOON)
    sign_in(page, client, auditor, address=live_server.url)

    look_at(page, f"{live_server}/workspace/ledger/", name="ledger")
    page.get_by_label("Reference of a thing or a person").fill("PER-2")
    click(page.get_by_role("button", name="Show"))
    expect(page.get_by_text("No lines")).to_be_visible()
    look_at(page, f"{live_server}/workspace/access-log/", name="access-log")

    expect(page.get_by_role("cell", name="Lena Ortiz")).to_be_visible()


@pytest.mark.parametrize(("name", "words"), [("ledger", "No lines"), ("access-log", "No entries")])
def test_with_nothing_to_show_the_auditors_pages_say_so(page, client, live_server, name, words):
    sign_in(page, client, official(Role.AUDITOR), address=live_server.url)

    look_at(page, f"{live_server}/workspace/{name}/?reference=PER-2", name=f"{name}-empty")

    expect(page.get_by_text(words)).to_be_visible()

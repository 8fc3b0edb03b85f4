"""A manager adopts a contract, sets its days, says whom to ring, and finds it in the diary."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.agreements.search import AGREEMENT
from almoner.search.operations import rebuild_index
from tests.factories import OrganisationFactory, VersionFactory, WithholdingFactory, official
from tests.journeys.browsing import click, look_at, sign_in

TITLE = "Night shelter and resettlement support for people who are homeless in winter"
HIDDEN = "A house that must not be found"


@pytest.fixture
def contracts():
    """Two contracts that end within the year, one of them with a refuge."""
    end = localdate() + timedelta(days=200)
    trust = OrganisationFactory(name="Harbour Trust (Wexmoor and Tarnside) Limited")
    VersionFactory(
        organisation=trust,
        amount=Decimal(400_000),
        first_end_on=end,
        latest_end_on=end + timedelta(days=100),
        said={"reference": "PS/2023/014", "title": TITLE, "department": "Victims"},
    )
    refuge = VersionFactory(first_end_on=end, said={"reference": "PS/2023/020", "title": HIDDEN})
    WithholdingFactory(organisation=refuge.organisation)
    rebuild_index(AGREEMENT)


def test_a_manager_adopts_a_contract_and_finds_it_in_the_diary(
    page, client, live_server, contracts
):
    hugo = official(Role.AGREEMENT_MANAGER, name="Hugo Tansley")
    sign_in(page, client, hugo, address=live_server.url)
    agreements = f"{live_server}/workspace/agreements/"

    look_at(page, agreements, name="agreements")
    look_at(page, f"{agreements}give/", name="agreements-give")
    page.goto(agreements)
    page.get_by_label("Search for").fill("night shelter")
    click(page.get_by_role("button", name="Show"))
    click(page.get_by_role("link", name=TITLE))
    look_at(page, page.url, name="agreement")
    click(page.get_by_role("button", name="Adopt it"))
    look_at(page, page.url, name="agreement-adopt")
    click(page.get_by_role("button", name="Adopt it"))
    look_at(page, page.url, name="agreement-days")
    page.get_by_label("Or months of notice").fill("3")
    click(page.get_by_role("button", name="Set the days"))
    click(page.get_by_role("link", name="Show it"))
    click(page.get_by_role("button", name="Say whom to ring"))
    look_at(page, page.url, name="agreement-contact-change")
    page.get_by_label("Name").fill("Orla Penn")
    click(page.get_by_role("button", name="Keep this contact"))
    look_at(page, page.url, name="agreement-contact")
    look_at(page, f"{agreements}diary/?whose=mine", name="agreement-diary")

    expect(page.get_by_role("cell", name="Last day to give notice")).to_be_visible()


def test_what_is_withheld_is_marked_and_a_mistake_is_named(page, client, live_server, contracts):
    sign_in(page, client, official(Role.AGREEMENT_MANAGER), address=live_server.url)

    page.goto(f"{live_server}/workspace/agreements/?publicity=withheld")
    click(page.get_by_role("link", name=HIDDEN))
    look_at(page, page.url, name="agreement-withheld")
    click(page.get_by_role("button", name="Write the note"))

    expect(page.get_by_role("link", name="Write a note: fill this in.")).to_be_visible()

"""An edition goes from the calendar to the public, by two people."""

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.core.actors import OPERATOR
from almoner.registers.due_editions import duty_called
from almoner.registers.models import Edition, Preparation
from almoner.registers.operations import grant_authority_as_operator
from almoner.registers.tasks import draft_editions
from tests.factories import official
from tests.journeys.browsing import click, look_at, sign_in
from tests.registers.publishing import duties_of_wexmoor


@pytest.fixture(autouse=True)
def _wexmoor(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with duties_of_wexmoor():
        yield


def test_the_house_drafts_one_submits_another_approves_and_the_public_sees_it(
    page, client, live_server
):
    owner, approver = official(Role.FINANCE), official(Role.PUBLISHER)
    draft_editions(now())
    preparation = Preparation.objects.get(duty="spend")

    sign_in(page, client, owner, address=live_server.url)
    page.goto(f"{live_server}{reverse('workspace:home')}")
    click(page.get_by_role("link", name="Review and submit an edition: Payments to suppliers"))
    click(page.get_by_role("button", name="Submit it"))
    click(page.get_by_role("button", name="Submit it"))
    expect(page.get_by_text("Another publisher approves it.")).to_be_visible()

    sign_in(page, client, approver, address=live_server.url)
    page.goto(f"{live_server}{reverse('workspace:home')}")
    click(page.get_by_role("link", name="Approve an edition: Payments to suppliers"))
    click(page.get_by_role("button", name="Approve and publish"))
    click(page.get_by_role("button", name="Approve and publish"))
    click(page.get_by_role("link", name="The edition that was published"))

    edition = Edition.objects.get()
    expect(page.get_by_text(edition.reference)).to_be_visible()
    assert edition.period == preparation.period
    expect(page.get_by_text("Nothing to report")).to_be_visible()


def test_pages_of_editions_and_authorities(page, client, live_server):
    publisher = official(Role.PUBLISHER)
    draft_editions(now())
    authority = grant_authority_as_operator(
        duty_called("spend", on=now().date()),
        valid_to=now().date(),
        named=publisher,
        by=OPERATOR,
        at=now(),
    )
    preparation = Preparation.objects.get(duty="grants")

    sign_in(page, client, publisher, address=live_server.url)
    for name, about in [
        ("editions", []),
        ("edition", [preparation]),
        ("submit-edition", [preparation]),
        ("authorities", []),
        ("propose-authority", []),
        ("authority", [authority]),
    ]:
        address = reverse(f"workspace:{name}", args=about)
        look_at(page, f"{live_server}{address}", name=f"workspace-{name}")
    look_at(page, f"{live_server}{reverse('public:duties')}", name="public-duties")

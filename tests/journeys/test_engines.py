"""What is due leads to where it is done; what the house says can be read, and found."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.core import due
from almoner.core.due import Due
from almoner.outbox.due import messages_to_mend
from almoner.outbox.models import Delivery
from almoner.outbox.states import DeliveryState, Trouble
from almoner.search.models import Entry
from almoner.search.operations import index_entries
from tests.factories import message, official
from tests.guard import arranging
from tests.journeys.browsing import click, look_at, sign_in

WHAT = "Publish the spend over £500 of February, which the transparency code asks for each month"


@pytest.fixture
def signed_in(page, client, live_server):
    person = official(Role.ADMINISTRATOR, Role.FINANCE)
    sign_in(page, client, person, address=live_server.url)
    return person


def test_an_administrator_mends_a_message_from_my_work(page, live_server, signed_in, monkeypatch):
    today = localdate()
    late, soon = today - timedelta(days=3), today + timedelta(days=3)
    items = [Due("a.b:C-1", WHAT, "do", late), Due("a.b:C-2", "Read the minutes", "do", soon)]
    monkeypatch.setattr(due, "sources", [messages_to_mend, lambda worker, on: items])
    failed = message(state=DeliveryState.FAILED, to_actor=signed_in.actor, body="First\n\nSecond")
    message(state=DeliveryState.SENT)
    with arranging():
        Delivery.objects.filter(message=failed).update(trouble=Trouble.UNREACHABLE)

    look_at(page, f"{live_server}/workspace/", name="my-work")
    look_at(page, f"{live_server}/workspace/outbox/", name="outbox")
    page.goto(f"{live_server}/workspace/")
    click(page.get_by_role("link", name="Mend or cancel"))
    look_at(page, page.url, name="message")
    click(page.get_by_role("button", name="Send again"))

    expect(page.get_by_text("The message is waiting to be sent again.")).to_be_visible()


def test_nothing_is_due_to_a_newcomer(page, live_server, signed_in, monkeypatch):
    monkeypatch.setattr(due, "sources", [])

    look_at(page, f"{live_server}/workspace/", name="my-work-empty")

    expect(page.get_by_text("Nothing is due")).to_be_visible()


def test_an_official_finds_a_thing_by_the_beginning_of_a_word(page, live_server, signed_in):
    index_entries(
        [
            Entry(
                kind="payments.payment",
                reference=f"PAY-{number:03}",
                object_pk=number,
                audience="public",
                title="Orchid Women’s Refuge Limited",
                text=f"Payment {number} for victims’ services by the directorate of the centre",
                happened_on=localdate(),
            )
            for number in range(30)
        ]
    )

    page.goto(f"{live_server}/workspace/search/")
    page.get_by_label("Words").fill("women's orch")
    click(page.get_by_role("button", name="Search"))

    expect(page.get_by_text("30 results")).to_be_visible()
    look_at(page, page.url, name="search")
    look_at(page, f"{live_server}/workspace/search/?q=nowhere", name="search-empty")

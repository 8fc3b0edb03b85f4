"""From a gate that refuses, by a workshop and a certificate, to the gate that opens."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from almoner.academy.models import Certificate, Workshop
from almoner.commissions.models import GateAsked
from tests.academy.factories import WorkshopFactory, academy_lead
from tests.commissions.factories import grant_case, officer
from tests.commissions.frameworks import TRAINED, in_force
from tests.guard import arranging
from tests.journeys.browsing import click, look_at, sign_in

TITLE = "Commissioning, from need to agreement"


@pytest.fixture(autouse=True)
def _trained(settings, tmp_path):
    standing = tmp_path / "standing.toml"
    standing.write_text(TRAINED, encoding="utf-8")
    settings.FRAMEWORK = str(standing)


def press(page, name):
    click(page.get_by_role("button", name=name, exact=True))


def book_from_the_case(page, at):
    """What the gate wants leads to the next workshop with a place."""
    page.goto(at)
    click(page.get_by_role("link", name="Put it right"))
    look_at(page, page.url, name="academy-book")
    press(page, "Book a place")
    expect(page.get_by_text("The place is booked.")).to_be_visible()
    look_at(page, page.url, name="academy-workshop")


def teach(page, workshop, address, person):
    """It has begun: who came is said, and certified."""
    with arranging():
        Workshop.objects.update(starts_at=now() - timedelta(hours=1), ends_at=now())
    at = f"{address}/workspace/academy/workshops/{workshop}/"
    look_at(page, f"{at}attendance/", name="academy-attendance")
    page.get_by_label(person.name).select_option("Attended")
    press(page, "Record it")
    press(page, "It was held")
    look_at(page, at, name="academy-workshop-held")
    click(page.get_by_role("button", name="Issue certificates"))
    press(page, "Issue them")
    expect(page.get_by_text("1 certificate issued.")).to_be_visible()


def test_a_lead_books_from_the_gate_is_certified_and_the_gate_opens(page, client, live_server):
    address = str(live_server)
    cerys, ines = officer(name="Cerys Vane"), academy_lead(name="Ines Coble")
    case = grant_case(lead=cerys, now=in_force(TRAINED))
    workshop = WorkshopFactory(starts_at=now() + timedelta(days=9))
    at = f"{address}/workspace/commissions/{case}/"
    sign_in(page, client, cerys, address=address)
    page.goto(f"{at}gate/")
    press(page, "Ask")
    expect(page.get_by_text("There is a problem")).to_be_visible()
    book_from_the_case(page, at)
    sign_in(page, client, ines, address=address)
    teach(page, workshop, address, cerys)
    look_at(page, f"{address}/workspace/academy/", name="academy")
    look_at(page, f"{address}/workspace/academy/gaps/?which=all", name="academy-gaps")

    sign_in(page, client, cerys, address=address)
    look_at(page, f"{address}/workspace/training/", name="my-training")
    click(page.get_by_role("link", name=TITLE, exact=True).first)
    look_at(page, page.url, name="certificate")
    press(page, "Show my name")
    certificate = Certificate.objects.get()
    look_at(page, f"{address}/certificates/{certificate}/", name="certificate-check")
    expect(page.locator("#main").get_by_text("Cerys Vane")).to_be_visible()
    page.goto(f"{at}gate/")
    press(page, "Ask")
    expect(page.get_by_text("It is asked. The case says where it stands now.")).to_be_visible()
    assert GateAsked.objects.count() == 1

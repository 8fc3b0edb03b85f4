"""Somebody writes to the body from a page and is answered; a page of its own is changed."""

import re

import pytest
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.enquiries.models import Enquiry
from almoner.statements.models import StatementVersion
from almoner.statements.pages import StandingPage
from almoner.statements.states import VersionState
from tests.factories import (
    NOON,
    DraftStatementFactory,
    EnquiryFactory,
    StatementVersionFactory,
    official,
)
from tests.journeys.browsing import click, look_at, shoot, sign_in
from tests.web.public.published import publish


@pytest.fixture(autouse=True)
def _a_body(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    settings.BODY_NAME = "Wexmoor Police and Crime Commissioner"
    settings.CONTACT_EMAIL = "enquiries@wexmoor.test"


@pytest.mark.parametrize("about", StandingPage)
def test_a_standing_page(page, live_server, about):
    look_at(page, f"{live_server}/about/{about}/", name=f"about-{about}")


def test_a_reader_reports_a_mistake_from_the_page_it_is_on(page, live_server, tmp_path):
    publish(tmp_path)
    page.goto(f"{live_server}/registers/spend/")
    click(page.get_by_role("link", name="PAY-").first)
    click(page.get_by_role("link", name="Report a mistake on this page"))
    assert page.get_by_label("A payment").is_checked()
    page.get_by_label("Your message").fill("The amount should be 80.")
    page.get_by_label("I would like an answer").check()
    click(page.get_by_role("button", name="Send"))
    shoot(page, "about-contact-mistake")
    page.get_by_label("Your e-mail address").fill("sam@example.test")
    page.wait_for_timeout(3500)  # nobody writes in less than three seconds

    click(page.get_by_role("button", name="Send"))

    said = page.get_by_role("heading", level=1)
    assert said.inner_text() == "We have your message"
    enquiry = Enquiry.objects.get()
    assert (enquiry.message, enquiry.email) == ("The amount should be 80.", "sam@example.test")
    look_at(page, page.url, name="about-contact-sent")


def test_an_official_takes_answers_and_closes_an_enquiry(page, live_server, client):
    enquiry = EnquiryFactory(wants_answer=True, about="/registers/spend/PAY-7QX2MHW4PC/")
    sign_in(page, client, official(Role.FINANCE), address=str(live_server))
    here = f"{live_server}/workspace/enquiries/"
    look_at(page, here, name="enquiries")
    look_at(page, f"{here}{enquiry}/", name="enquiry")
    look_at(page, f"{here}{enquiry}/pass-on/", name="enquiry-pass-on")
    look_at(page, f"{here}{enquiry}/answer/", name="enquiry-answer")
    page.get_by_label("Your answer").fill("It is 80 now. Thank you.")
    click(page.get_by_role("button", name="Preview the letter"))
    shoot(page, "enquiry-preview")
    click(page.get_by_role("button", name="Send it"))
    click(page.get_by_role("button", name="Close it"))
    page.get_by_label("Something was corrected").check()

    click(page.get_by_role("button", name="Close it"))

    expect(page.get_by_role("button", name="Open it again")).to_be_visible()
    look_at(page, page.url, name="enquiry-closed")


def test_an_approver_reads_of_danger(page, live_server, client):
    enquiry = EnquiryFactory(is_danger=True, about="/organisations/ORG-7QX2MHW4PC/")
    sign_in(page, client, official(Role.APPROVER), address=str(live_server))

    look_at(page, f"{live_server}/workspace/enquiries/{enquiry}/", name="enquiry-danger")

    click(page.get_by_role("button", name="Withhold it now"))
    assert page.get_by_label("What is to be withheld").input_value() == "ORG-7QX2MHW4PC"


def test_a_publisher_writes_a_page_and_a_second_person_approves_it(page, live_server, client):
    sign_in(page, client, official(Role.PUBLISHER), address=str(live_server))
    here = f"{live_server}/workspace/statements/"
    look_at(page, here, name="statements")
    look_at(page, f"{here}privacy/", name="statement")
    look_at(page, f"{here}licence/write/", name="statement-write")
    page.goto(f"{here}privacy/write/")
    page.get_by_label("What the page says").fill("## Your data\n\nWe keep **none** of it.")
    click(page.get_by_role("button", name="Save and preview"))
    look_at(page, page.url, name="statement-draft")
    click(page.get_by_role("button", name="Submit for approval"))

    sign_in(page, client, official(Role.APPROVER), address=str(live_server))
    version = StatementVersion.objects.get()
    look_at(page, f"{here}versions/{version}/send-back/", name="statement-send-back")
    look_at(page, f"{here}versions/{version}/approve/", name="statement-approve")
    click(page.get_by_role("button", name="Approve and publish"))

    page.goto(f"{live_server}/about/privacy/")
    expect(page.get_by_role("heading", name="Your data")).to_be_visible()
    assert re.search("Last reviewed on", page.content())


def test_what_changes_is_shown_in_words(page, live_server, client):
    StatementVersionFactory(text="We keep it for a year.")
    version = DraftStatementFactory(
        text="We keep it for two years.", state=VersionState.SUBMITTED, submitted_at=NOON
    )
    sign_in(page, client, official(Role.PUBLISHER), address=str(live_server))

    here = f"{live_server}/workspace/statements/versions/{version}/"
    look_at(page, here, name="statement-changes")
    look_at(page, f"{here}withdraw/", name="statement-withdraw")

    assert page.goto(here).ok
    assert page.locator("ins").count() == 2


def test_a_standing_page_is_printed_without_what_is_only_for_a_screen(page, live_server):
    page.goto(f"{live_server}/about/privacy/")

    page.emulate_media(media="print")

    shoot(page, "about-privacy-print")
    expect(page.get_by_role("heading", name="Your rights")).to_be_visible()
    expect(page.get_by_role("link", name="Report a mistake on this page")).not_to_be_visible()
    expect(page.get_by_role("link", name="Accessibility", exact=True)).not_to_be_visible()

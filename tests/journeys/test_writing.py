"""A document is written by two people, by script and by button, and finished."""

from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.core.references import name_of
from almoner.documents.models import Filling, SectionText
from almoner.documents.operations import save_section
from tests.documents.factories import TemplateVersionFactory
from tests.factories import VersionFactory, official
from tests.journeys.browsing import click, look_at, sign_in


def at(live_server, name, *about):
    return f"{live_server}{reverse(f'workspace:{name}', args=about)}"


def test_a_document_is_written_by_two_and_finished(page, client, live_server):
    TemplateVersionFactory()
    agreement = VersionFactory().agreement
    sign_in(page, client, official(Role.AGREEMENT_MANAGER), address=live_server.url)
    look_at(page, at(live_server, "templates"), name="templates")
    look_at(page, at(live_server, "template", "grant-agreement"), name="template")
    look_at(page, at(live_server, "begin-filling", name_of(agreement)), name="document-begin")
    page.get_by_label("Note to the file").check()
    page.get_by_label("Title of the document").fill("A shelter")
    click(page.get_by_role("button", name="Begin"))
    filling = Filling.objects.get()

    section = at(live_server, "fill-section", filling, "summary")
    look_at(page, section, name="document-section")
    page.get_by_label("What this section says").fill("It opens in May.")
    page.get_by_text("Saved at").wait_for()
    assert SectionText.objects.get().text == "It opens in May."

    colleague = official(Role.PUBLISHER, name="Sam Kerr")
    theirs = {"section": "summary", "text": "It opens in June.", "by": colleague, "at": now()}
    save_section(filling, based_on=1, **theirs)
    page.get_by_label("What this section says").fill("It opens in May, we hope.")
    page.get_by_text("Not saved: Sam Kerr saved this section meanwhile").wait_for()
    click(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("Nothing of yours is lost")).to_be_visible()
    expect(page.get_by_text("It opens in June.").first).to_be_visible()
    click(page.get_by_role("button", name="Save", exact=True))

    look_at(page, at(live_server, "filling", filling), name="document-open")
    look_at(page, at(live_server, "fill-section", filling, "risks"), name="document-table")
    look_at(page, at(live_server, "compare-filling", filling), name="document-differences")
    look_at(page, at(live_server, "filling-history", filling), name="document-history")
    page.goto(at(live_server, "finish-filling", filling))
    click(page.get_by_role("button", name="Finish it"))
    expect(page.get_by_text("Its text is frozen")).to_be_visible()
    expect(page.get_by_text("It opens in May, we hope.")).to_be_visible()
    look_at(page, page.url, name="document-finished")

"""A recommendation from its issue to verified closure: refused once because nothing showed it, and
once because a control fell back to red.
"""

from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.audits.models import Recommendation
from tests.audits.factories import (
    DraftReviewFactory,
    FindingFactory,
    RecommendationFactory,
    nights_of,
)
from tests.factories import official
from tests.journeys.browsing import click, look_at, sign_in

CODE = "actions-in-time"
PAPER = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def press(page, name):
    click(page.get_by_role("button", name=name, exact=True))


def fill_day(page, day, box):
    group = page.get_by_role("group", name=box)
    for part in ("day", "month", "year"):
        group.get_by_label(part.title(), exact=True).fill(str(getattr(day, part)))


def issue_report(page, address, review):
    look_at(page, f"{address}/workspace/audits/{review}/", name="audit-draft")
    press(page, "Issue the final report")
    look_at(page, page.url, name="audit-issue")
    page.get_by_label("Rating").select_option("limited")
    fill_day(page, localdate() + timedelta(days=200), "Followed up by")
    press(page, "Issue it")


def answer(page, address, recommendation):
    look_at(page, f"{address}/workspace/recommendations/{recommendation}/", name="recommendation")
    press(page, "Answer it")
    look_at(page, page.url, name="recommendation-answer")
    page.get_by_label("Accepted", exact=True).check()
    page.get_by_label("What is agreed").fill("Both registers go out each quarter")
    page.get_by_label("Who does it").select_option(label="Omar Reed")
    fill_day(page, localdate() + timedelta(days=60), "By when")
    press(page, "Save it")


def implement(page, here):
    """Refused until something shows it."""
    page.goto(f"{here}implemented/")
    expect(page.get_by_text("You cannot say so yet")).to_be_visible()
    look_at(page, f"{here}implemented/", name="recommendation-refused")
    click(page.get_by_role("link", name="Add evidence"))
    look_at(page, page.url, name="evidence")
    page.get_by_label("What it is", exact=True).fill("Registers of March")
    file = {"name": "registers.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    page.get_by_label("The file").set_input_files(file)
    fill_day(page, localdate(), "Its own date")
    press(page, "Save it")
    press(page, "Say that it is implemented")
    page.get_by_label("What was done").fill("Both are out")
    press(page, "It is implemented")


def say_fully_implemented(page, here):
    page.goto(f"{here}verdict/")
    page.get_by_label("Fully implemented").check()
    page.get_by_label("What you looked at").fill("Both registers, as anyone reads them")
    press(page, "Record your verdict")


def test_a_recommendation_is_closed_once_it_is_shown_and_its_control_holds(
    page, client, live_server
):
    sponsor = official(Role.COMMISSIONING_OFFICER, name="Ada Moss")
    owner = official(Role.PUBLISHER, name="Omar Reed")
    auditor = official(Role.AUDITOR, name="Ivo Lund")
    review = DraftReviewFactory(lead=auditor, sponsor=sponsor)
    said = RecommendationFactory(finding=FindingFactory(review=review))
    here = f"{live_server}/workspace/recommendations/{said}/"
    sign_in(page, client, auditor, address=live_server.url)
    issue_report(page, live_server, review)
    sign_in(page, client, sponsor, address=live_server.url)
    answer(page, live_server, said)
    sign_in(page, client, owner, address=live_server.url)
    implement(page, here)

    sign_in(page, client, auditor, address=live_server.url)
    page.goto(f"{here}controls/")
    page.get_by_label("Actions are done in time").check()
    page.get_by_label("For how many days").fill("3")
    press(page, "Save it")
    night = localdate() - timedelta(days=1)
    nights_of(CODE, first=night - timedelta(days=3), last=night, broken=[night])
    say_fully_implemented(page, here)
    expect(page.get_by_text("broke on the night of").first).to_be_visible()
    look_at(page, here, name="recommendation-red")
    assert not Recommendation.objects.get().verdicts.exists()

    # The auditor has seen that it was put right that morning, and that it is green today.
    page.goto(f"{here}controls/")
    page.get_by_label("For how many days").fill("0")
    press(page, "Save it")
    say_fully_implemented(page, here)
    expect(page.get_by_text("Your verdict is recorded")).to_be_visible()
    look_at(page, here, name="recommendation-verified")
    look_at(page, f"{live_server}/workspace/recommendations/?which=closed", name="recommendations")
    look_at(page, f"{live_server}/workspace/audits/", name="audits")

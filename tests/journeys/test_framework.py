"""The framework changes: uploaded with a mistake, mended, read in words, approved by another."""

from datetime import date

from django.utils.timezone import localdate
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.framework.models import FrameworkVersion
from almoner.framework.queries import framework_in_force
from tests.factories import official
from tests.framework.frameworks import WHOLE, text_after
from tests.journeys.browsing import click, look_at, sign_in


def test_a_limit_is_raised_by_two_people(page, live_server, client, settings, tmp_path):
    standing = tmp_path / "standing.toml"
    standing.write_text(WHOLE, encoding="utf-8")
    settings.FRAMEWORK = str(standing)
    here = f"{live_server}/workspace/framework/"
    sign_in(page, client, official(Role.COMMISSIONING_OFFICER), address=str(live_server))
    look_at(page, here, name="framework")
    look_at(page, f"{here}routes/grant/", name="framework-route")
    look_at(page, f"{here}limits/", name="framework-limits")
    look_at(page, f"{here}lists/", name="framework-lists")
    look_at(page, f"{here}change/", name="framework-change")

    page.goto(f"{here}change/")
    fill(page, text_after(("below = 10000", "below = 20000")), on=localdate())
    page.get_by_role("link", name="Another limit of award already holds").click()
    raised = ("below = 10000", "below = 20000"), ("at_least = 10000", "at_least = 20000")
    fill(page, text_after(*raised), on=localdate())
    version = FrameworkVersion.objects.get()
    look_at(page, page.url, name="framework-draft")
    click(page.get_by_role("button", name="Propose it to a second person"))

    sign_in(page, client, official(Role.APPROVER), address=str(live_server))
    its = f"{here}versions/{version}/"
    look_at(page, f"{its}refuse/", name="framework-refuse")
    look_at(page, f"{its}approve/", name="framework-approve")
    click(page.get_by_role("button", name="Approve it"))

    expect(page.get_by_text("Live cases keep the version they began by.")).to_be_visible()
    expect(page.get_by_text("is raised from £10,000 to £20,000")).to_be_visible()
    assert framework_in_force(localdate()).reference == version.reference


def fill(page, text, *, on: date):
    page.get_by_label("Or its text").fill(text)
    for part in ("Day", "Month", "Year"):
        page.get_by_label(part, exact=True).fill(str(getattr(on, part.lower())))
    page.get_by_label("Why it is changed").fill("The scheme of delegation changed")
    click(page.get_by_role("button", name="Check it"))

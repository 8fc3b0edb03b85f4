"""An auditor takes the file of a recommendation; whoever is given it checks it elsewhere."""

import subprocess
import sys

from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.core.models import Event
from almoner.reports.assurance_file.making import CHECKER
from tests.factories import official
from tests.journeys.browsing import click, look_at, sign_in
from tests.reports.factories import shown


def test_a_file_that_an_auditor_takes_is_checked_without_an_account(
    page, client, live_server, tmp_path
):
    recommendation, auditor = shown(), official(Role.AUDITOR, name="Ivo Lund")
    sign_in(page, client, auditor, address=live_server.url)
    here = f"{live_server}/workspace/recommendations/{recommendation}/"
    look_at(page, here, name="recommendation-of-an-auditor")
    click(page.get_by_role("button", name="Take its assurance file"))
    look_at(page, page.url, name="assurance-file")

    with page.expect_download() as coming:
        page.get_by_role("button", name="Take the file").click()
    coming.value.save_as(tmp_path / "file.zip")

    digest = Event.objects.order_by("number").last().facts["manifest"]
    words = [sys.executable, "-I", CHECKER, tmp_path / "file.zip", "--digest", digest]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/", check=False)
    assert "The whole file is the one whose digest you gave." in done.stdout
    look_at(page, f"{here}assurance-file/", name="assurance-files")
    expect(page.get_by_text(digest)).to_be_visible()

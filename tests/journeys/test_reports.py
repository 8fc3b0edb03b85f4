"""A report is written, a figure changes under it, and somebody else issues it. Those to whom it is
sent open it in LibreOffice, or its pages.
"""

import shutil
import subprocess
from decimal import Decimal

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect
from pypdf import PdfReader

from almoner.accounts.roles import Role
from almoner.core.periods import FinancialYear
from almoner.documents.models import Filling
from almoner.reports.models import Report
from tests.factories import BatchFactory, PaymentFactory, official
from tests.journeys.browsing import click, look_at, sign_in


def pay(pounds):
    """A payment of the year that is over, which becomes known today."""
    year = FinancialYear(FinancialYear.containing(localdate()).start - 1)
    PaymentFactory(batch=BatchFactory(), paid_on=year.first_day, amount=Decimal(pounds))
    return year


def press(page, name):
    click(page.get_by_role("button", name=name, exact=True))


def begin(page, root):
    look_at(page, f"{root}/workspace/reports/", name="reports-empty")
    press(page, "Begin a report")
    page.get_by_role("radio", name="Report to the audit panel").check()
    page.get_by_label("What it is called").fill("Grants and commissioning")
    page.get_by_label("Whom it is to").fill("Joint audit panel")
    press(page, "Begin")
    look_at(page, page.url, name="report-begun")
    return page.url


def fill(page, root):
    """Sections in which nothing is said yet."""
    filling = Filling.objects.get()
    for section in ("equality", "supporting", "risk"):
        page.goto(f"{root}/workspace/documents/{filling}/sections/{section}/")
        box = page.get_by_label("What this section says")
        if not box.input_value():
            box.fill("Nothing is to be reported.")
            click(page.get_by_role("button", name="Save").first)


def taken(page, kind, folder):
    """The file of this kind that the report's page offers."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=kind, exact=True).click()
    coming.value.save_as(folder / coming.value.suggested_filename)
    return folder / coming.value.suggested_filename


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def opened_in_libreoffice(file, folder):
    """What LibreOffice shows of a file, as the pages that it would print."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder / "opened"]
    subprocess.run([*words, file], check=True, capture_output=True, timeout=180)
    return folder / "opened" / f"{file.stem}.pdf"


def test_a_figure_changes_under_a_report_and_somebody_looks_before_another_issues_it(
    page, live_server, client, tmp_path
):
    year, root = pay("62600000"), live_server.url
    greta, mabel = official(Role.BOARD_SECRETARY), official(Role.APPROVER)
    sign_in(page, client, greta, address=root)
    address = begin(page, root)
    fill(page, root)

    pay("1000000")
    look_at(page, address, name="report-changed")
    expect(
        page.get_by_text(f"Spend on commissioned services was £63.6m in {year}").first
    ).to_be_visible()
    expect(page.get_by_text("It was £62.6m")).to_be_visible()
    page.goto(f"{root}/workspace/documents/{Filling.objects.get()}/finish/")
    expect(page.get_by_text("It cannot be finished yet")).to_be_visible()

    page.goto(address)
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "I have looked at those that are ticked")
    expect(page.get_by_text("figures are looked at.").first).to_be_visible()
    page.goto(f"{root}/workspace/documents/{Filling.objects.get()}/finish/")
    press(page, "Finish it")

    sign_in(page, client, mabel, address=root)
    page.goto(f"{root}/workspace/")
    click(page.get_by_role("link", name="Issue a report"))
    look_at(page, page.url, name="report-issue")
    press(page, "Issue it")
    expect(page.get_by_text("It is issued.")).to_be_visible()
    look_at(page, page.url, name="report-issued")
    assert Report.objects.get().state == "issued"

    said = f"Spend on commissioned services was £63.6m in {year}"
    pages = taken(page, "PDF", tmp_path)
    assert said in text_of(pages)
    assert PdfReader(pages).trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert said in text_of(opened_in_libreoffice(taken(page, "Word", tmp_path), tmp_path))

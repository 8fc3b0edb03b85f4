"""Somebody reads the public pages from a host of files, with and without scripts."""

import csv
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from almoner.cli.program import answer
from almoner.registers.kinds import Register
from tests.journeys.browsing import (
    DESK,
    PHONE,
    assert_accessible,
    assert_fits,
    click,
    look_at,
    shoot,
)
from tests.registers.agreement_files import brought_in, contracts_file, grants_file
from tests.web.public.published import issue, publish

SPEND = [
    *(f"Harbour Trust,2025-{n % 9 + 4:02}-03,{n}0.50,Grants,Visits {n}" for n in range(1, 61)),
    "Caffè Nerò (Wexmoor) Limited,2026-02-04,99.75,Repairs,A roof over Quillfeather",
    "REDACTED PERSONAL DATA,2026-01-05,80.00,Care,",
]


class Quiet(SimpleHTTPRequestHandler):
    """As `python -m http.server`, with what our `_headers` file asks of a host."""

    def log_message(self, *_args):
        pass

    def end_headers(self):
        lines = (self.server.folder / "_headers").read_text("utf-8").splitlines()
        for line in lines:
            if line.startswith("  "):
                name, _colon, value = line.strip().partition(": ")
                self.send_header(name, value)
        super().end_headers()


@pytest.fixture
def site(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    settings.BODY_NAME = "Wexmoor Police and Crime Commissioner"
    publish(tmp_path, SPEND)
    brought_in(contracts_file(tmp_path), Register.CONTRACTS)
    brought_in(grants_file(tmp_path), Register.GRANTS)
    issue()
    out = tmp_path / "site"
    assert answer(["site", "--out", str(out), "--processes", "1"]) == 0
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(out)))
    server.folder = out
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_reader_finds_a_record_by_a_word_opens_it_and_takes_the_file(page, site, tmp_path):
    page.goto(f"{site}/registers/spend/")
    page.get_by_label("Search in this list").fill("caffe quill")
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("1 found").wait_for()

    assert page.get_by_label("Register").input_value() == "spend"
    click(page.get_by_role("link", name="Caffè Nerò (Wexmoor) Limited", exact=True))
    assert page.get_by_role("heading", level=1).inner_text().startswith("£99.75 to Caffè Nerò")

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "taken.csv")
    rows = list(csv.DictReader((tmp_path / "taken.csv").read_text("utf-8").splitlines()))
    assert [row["amount"] for row in rows] == ["99.75"]


def test_a_reader_narrows_sorts_and_reads_on_by_keyboard(page, site):
    page.goto(f"{site}/search/?q=visits&year=2025-26")
    page.get_by_role("status").get_by_text("60 found").wait_for()
    page.get_by_label("Order").select_option("amount")
    click(page.get_by_role("button", name="Search"))
    page.get_by_text("£600.50").wait_for()

    first = page.locator("#results > li").first
    assert "£600.50" in first.inner_text()
    page.get_by_role("button", name="Show 20 more").focus()
    page.keyboard.press("Enter")
    page.locator("#results > li").nth(39).wait_for()
    assert page.evaluate("document.activeElement.closest('li').previousElementSibling !== null")

    click(first.get_by_role("link", name="All that went to Harbour Trust"))
    page.get_by_text("Only what went to Harbour Trust").wait_for()
    click(page.get_by_role("button", name="Show what went to anyone"))
    page.get_by_label("Words, a name or a reference").fill("xyzzyva")
    page.keyboard.press("Enter")
    page.get_by_text("Nothing answers to all of that").wait_for()
    page.go_back()
    assert "xyzzyva" not in page.url


def test_without_scripts_the_lists_are_read_page_by_page(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{site}/search/")
    assert "Searching here needs JavaScript" in page.inner_text("main")
    expect(page.get_by_role("button", name="Search")).not_to_be_visible()
    click(page.get_by_role("main").get_by_role("link", name="Payments"))
    click(page.get_by_role("link", name="Page 2"))
    assert page.url == f"{site}/registers/spend/page/2/"
    page.locator(".only-wide a[href*=PAY-]").first.click()
    assert " to Harbour Trust" in page.get_by_role("heading", level=1).inner_text()
    context.close()


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("site-home", "/"),
        ("site-search", "/search/"),
        ("site-payments", "/registers/spend/"),
        ("site-contact", "/about/contact/"),
        ("site-not-found", "/404.html"),
    ],
)
def test_the_pages_that_are_files_are_accessible(page, site, name, address):
    look_at(page, f"{site}{address}", name=name)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_what_the_search_finds_is_accessible(page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    response = page.goto(f"{site}/search/?q=harbour")
    page.get_by_role("status").get_by_text("found").wait_for()

    assert_accessible(page, response)
    assert_fits(page)
    shoot(page, "site-found")

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
BUILT = HERE.parents[1] / "src/almoner/web/static/built/almoner.css"
QUIET = [
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db(transaction=True))


def want(thing, *, because):
    """Skip for want of a thing, unless everything must run."""
    if not thing:
        stop = pytest.fail if os.environ.get("REQUIRE_ALL") == "1" else pytest.skip
        stop(because)


@pytest.fixture(scope="session")
def browser():
    chromium = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    want(chromium, because="Chromium is not installed, nor named by $CHROMIUM")
    want(BUILT.exists(), because="the style sheet is not built: run `make env`")
    with pytest.MonkeyPatch.context() as environment:
        # Playwright runs a loop in this thread, and Django takes every query here for a slip.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
            yield browser
            browser.close()


@pytest.fixture
def page(browser):
    """A fresh browser, in which a complaint of the page's own scripts fails the test."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    refused = [fault for fault in faults if not fault.startswith("Failed to load resource")]
    assert refused == []

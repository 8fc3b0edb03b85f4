"""What a journey does in a browser, and what it asks of every page it sees."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

SHOTS = Path(__file__).parent / "shots"
DESK, PHONE = 1280, 390


def assert_accessible(page, response, *, status=200):
    """axe finds nothing. The status first: axe is content with an error page."""
    assert response.status == status
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def assert_fits(page):
    """Nobody has to scroll sideways to read the page."""
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= page.viewport_size["width"], f"{page.url} is {wide} pixels wide"


def shoot(page, name):
    """A picture for people to look at, where they ask for one: it proves nothing."""
    if os.environ.get("SHOTS", "") in {"", "0"}:
        return
    SHOTS.mkdir(exist_ok=True)
    width = page.viewport_size["width"]
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)


def look_at(page, address, *, name, status=200):
    """Look at a page at both widths: axe, the width of a phone, and a picture of each.

    It is opened once: what a page says does not depend on the width, and what it wears follows it.
    """
    page.set_viewport_size({"width": DESK, "height": 900})
    response = page.goto(address)
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page, response, status=status)
        assert_fits(page)
        shoot(page, name)


def click(thing):
    """Click what leads to a page, and wait until that has come: the next line may ask for it."""
    with thing.page.expect_navigation():
        thing.click()


def sign_in(page, client, person, *, address):
    """Carry a person's session into the browser."""
    client.force_login(person)
    cookies = [
        {"name": name, "value": morsel.value, "url": address}
        for name, morsel in client.cookies.items()
    ]
    page.context.add_cookies(cookies)

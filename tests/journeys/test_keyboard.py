"""Every kind of public page, walked through by keyboard and by what a screen reader is told."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from almoner.registers.kinds import Register
from almoner.statements.pages import StandingPage
from tests.journeys.browsing import DESK, PHONE, assert_fits, click
from tests.journeys.keyboard import outline_of, stops_of, tree_of
from tests.registers.agreement_files import brought_in, contracts_file, grants_file
from tests.web.public.published import issue, publish

ROLES = {"link", "button", "textbox", "searchbox", "checkbox", "radio", "combobox", "img", "table"}
ROLES |= {"heading", "navigation", "form", "search"}
FOUR_TIMES = 320  # a window of 1280 pixels at 400%
UNNAMED = {"form", "search"}  # these are found by their role, and one of each is enough
WITH_A_MISTAKE = "/registers/spend/?at_least=lots"
KINDS = [
    "/",
    "/registers/",
    "/registers/spend/",
    "/registers/spend/?q=submarine",
    "/registers/contracts/",
    "/registers/grants/?q=submarine",
    "/registers/contract-copies/",
    "/organisations/",
    "/places/",
    "/search/?q=night",
    "/editions/",
    "/editions/spend/2026-02/1/",
    "/duties/",
    "/catalogue/",
    "/feeds/",
    "/follow/?search=%2Fregisters%2Fspend%2F",
    "/api/",
    *(f"/about/{page}/" for page in StandingPage),
    "/nowhere/",
    "/account/login/",
]


@pytest.fixture
def world(tmp_path, settings):
    settings.FILES = tmp_path / "files"
    settings.BODY_NAME = "Wexmoor Police and Crime Commissioner"
    publish(tmp_path)
    issue()
    brought_in(contracts_file(tmp_path))
    grants = "Grant Reference,Title,Recipient Name,Award Date,Amount Awarded,Purpose,Area Served"
    rows = ["G-1,Evening advice,Harbour Trust,04/06/2025,25000,Debt advice,Camden"]
    brought_in(grants_file(tmp_path, rows, header=grants), Register.GRANTS)


def walk_through(page, address, *, width=DESK):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    stops = stops_of(page)
    assert stops[0].text == "Skip to main content"
    assert [stop for stop in stops if not stop.seen] == []
    assert [stop for stop in stops if not stop.stands_out] == []
    return stops


@pytest.mark.parametrize("address", KINDS)
def test_every_kind_of_page_is_walked_through_by_keyboard(page, live_server, world, address):
    walk_through(page, f"{live_server}{address}")


def test_a_stop_that_does_not_stand_out_would_be_seen(page, live_server):
    page.goto(f"{live_server}/portal/")
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet()
          sheet.replaceSync(`:focus, :focus-visible { outline: none !important;
            box-shadow: none !important; background: none !important }`)
          document.adoptedStyleSheets = [sheet]
        }"""
    )

    assert [stop.text for stop in stops_of(page) if not stop.stands_out]


def test_a_mistake_in_a_filter_takes_the_focus(page, live_server, world):
    page.goto(f"{live_server}{WITH_A_MISTAKE}")

    assert page.title().startswith("Error: ")
    assert "There is a problem" in page.evaluate("document.activeElement.innerText")


@pytest.mark.parametrize(
    ("link", "of"),
    [
        ("PAY-", "/registers/spend/"),
        ("Quay & Sons", "/registers/spend/"),
        ("Night shelter", "/registers/contracts/"),
        ("Evening advice", "/registers/grants/"),
        ("Camden", "/places/"),
    ],
)
def test_a_record_is_walked_through_by_keyboard(page, live_server, world, link, of):
    page.goto(f"{live_server}{of}")
    click(page.get_by_role("link", name=link).first)

    walk_through(page, page.url)


@pytest.mark.parametrize("address", ["/", "/registers/spend/", "/about/contact/"])
def test_a_narrow_page_is_walked_through_by_keyboard(page, live_server, world, address):
    walk_through(page, f"{live_server}{address}", width=PHONE)


def test_the_menu_of_a_narrow_page_opens_by_keyboard(page, live_server, world):
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.goto(f"{live_server}/")
    page.get_by_role("button", name="Menu").focus()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.innerText").strip() == "Home"


@pytest.mark.parametrize("address", KINDS)
def test_every_kind_of_page_can_be_read_at_four_times_its_size(page, live_server, world, address):
    page.set_viewport_size({"width": FOUR_TIMES, "height": 900})
    page.goto(f"{live_server}{address}")

    assert_fits(page)


@pytest.mark.parametrize("address", KINDS)
def test_every_kind_of_page_tells_a_screen_reader_what_it_holds(page, live_server, world, address):
    page.goto(f"{live_server}{address}")

    outline = outline_of(page)
    levels = [level for level, _words in outline]
    assert levels.count(1) == 1
    assert [(a, b) for a, b in pairwise(levels) if b - a > 1] == []
    tree = tree_of(page)
    assert [node for node in tree if node[0] in ROLES - UNNAMED and not node[1].strip()] == []
    roles = [role for role, _name in tree]
    assert (roles.count("main"), roles.count("banner"), roles.count("contentinfo")) == (1, 1, 1)
    names = [name for role, name in tree if role == "navigation"]
    assert len(set(names)) == len(names) > 1


def test_every_kind_of_page_has_a_title_of_its_own(page, live_server, world):
    titles = {}
    for address in (kind for kind in KINDS if "?" not in kind):
        page.goto(f"{live_server}{address}")
        titles[address] = page.title()

    assert len(set(titles.values())) == len(titles)
    assert all("Wexmoor Police and Crime Commissioner" in title for title in titles.values())


@pytest.mark.parametrize(
    ("address", "button"), [("/about/contact/", "Send"), ("/account/login/", "Sign in")]
)
def test_a_mistake_is_told_by_the_title_and_takes_the_focus(page, live_server, address, button):
    page.goto(f"{live_server}{address}")

    click(page.get_by_role("main").get_by_role("button", name=button, exact=True))

    assert page.title().startswith("Error: ")
    assert "There is a problem" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


def test_without_a_script_a_form_is_sent_and_its_mistakes_are_said(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/about/contact/")

    click(page.get_by_role("button", name="Send"))

    assert page.title().startswith("Error: ")
    expect(page.get_by_role("link", name="Enter your message.")).to_be_visible()
    context.close()

"""Every frame, component and error page: accessible, and readable on a phone."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import path
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from tests.factories import official
from tests.journeys.browsing import look_at, shoot, sign_in
from tests.web.gallery import (  # noqa: F401 - this module is the routes of its tests
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns,
)

pytestmark = pytest.mark.urls(__name__)


def raising(error):
    def view(request):
        raise error

    view.login_required = False
    return view


urlpatterns = [
    path("403/", raising(PermissionDenied("You wrote this decision, so someone else must sign."))),
    path("409/", raising(IllegalTransition)),
    path("500/", raising(RuntimeError("on purpose"))),
    *urlpatterns,
]


@pytest.mark.parametrize("status", [403, 404, 409])
def test_a_page_for_what_goes_wrong(page, live_server, status):
    look_at(page, f"{live_server}/{status}/", name=f"error-{status}", status=status)


def test_the_page_for_a_fault_of_ours(page, live_server, caplog):
    look_at(page, f"{live_server}/500/", name="error-500", status=500)


def test_every_component(page, live_server):
    look_at(page, f"{live_server}/gallery/?sort=-amount", name="components")


def test_paper_shows_the_figures_without_what_is_only_for_a_screen(page, live_server):
    page.goto(f"{live_server}/gallery/")

    page.emulate_media(media="print")

    shoot(page, "components-print")
    expect(page.get_by_role("table", name="Payments", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Next page")).not_to_be_visible()
    expect(page.get_by_role("button", name="Show", exact=True).first).not_to_be_visible()


def test_the_portals_front_page(page, live_server):
    look_at(page, f"{live_server}/portal/", name="portal")


def test_the_frame_of_somebody_signed_in(page, live_server, client):
    person = official(Role.PUBLISHER, name="Lena Ortiz")
    sign_in(page, client, person, address=str(live_server))

    look_at(page, f"{live_server}/workspace/nothing-here/", name="signed-in", status=404)

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_the_skip_link_comes_first_and_leads_to_the_page_itself(page, live_server):
    page.goto(f"{live_server}/portal/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"

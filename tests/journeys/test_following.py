"""Somebody follows a search by e-mail, confirms it from a letter, and stops it again."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.followers.links import confirming_link, stopping_link
from almoner.followers.models import Follow
from almoner.followers.states import FollowState
from almoner.outbox.models import Message
from tests.factories import FollowFactory, official
from tests.journeys.browsing import click, look_at, sign_in
from tests.web.public.published import publish


@pytest.fixture(autouse=True)
def _a_body(settings, tmp_path, live_server):
    settings.FILES = tmp_path / "files"
    settings.BODY_NAME = "Wexmoor Police and Crime Commissioner"
    settings.ADDRESS = str(live_server)
    cache.clear()


def press(page, name):
    click(page.get_by_role("button", name=name))


def test_a_search_is_followed_by_email_confirmed_from_a_letter_and_stopped(
    page, live_server, tmp_path
):
    publish(tmp_path)
    page.goto(f"{live_server}/registers/spend/?q=shelter")
    click(page.get_by_role("link", name="by e-mail"))
    look_at(page, page.url, name="follow")
    press(page, "Send me the link")
    expect(page.get_by_text("Enter an e-mail address.").first).to_be_visible()

    page.get_by_label("E-mail address").fill("sam@example.test")
    page.get_by_label("Once a week, on Monday").check()
    press(page, "Send me the link")
    look_at(page, page.url, name="follow-asked")

    letter = Message.objects.get()
    page.goto(re.search(r"http\S+/follow/confirm/\S+", letter.body)[0])
    press(page, "Yes, tell me what is new")
    look_at(page, page.url, name="follow-confirmed")
    follow = Follow.objects.get()
    assert (follow.search, follow.state) == ("/registers/spend/?q=shelter", FollowState.CONFIRMED)

    look_at(page, stopping_link(follow), name="follow-stop")
    press(page, "Stop, and forget my address")
    expect(page.get_by_text("are forgotten.")).to_be_visible()
    assert not Follow.objects.exclude(email="").exists()


def test_the_pages_of_feeds_and_of_links_that_lead_nowhere(page, live_server):
    look_at(page, f"{live_server}/feeds/", name="feeds")
    look_at(page, f"{live_server}/follow/?search=x", name="follow-nothing", status=404)
    look_at(page, f"{live_server}/follow/stop/a:b/", name="follow-gone", status=404)
    follow = FollowFactory()
    look_at(page, confirming_link(follow), name="follow-already")


def test_a_publisher_removes_somebodys_address(page, live_server, client):
    FollowFactory()
    sign_in(page, client, official(Role.PUBLISHER), address=str(live_server))
    look_at(page, f"{live_server}/workspace/followers/", name="followers")
    page.get_by_label("E-mail address").fill("sam.reader@example.test")
    press(page, "Go on")
    expect(page.get_by_text("This cannot be undone")).to_be_visible()

    press(page, "Remove it")

    expect(page.get_by_text("is forgotten.")).to_be_visible()
    assert not Follow.objects.exclude(email="").exists()

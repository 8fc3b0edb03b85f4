import re
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils.html import escape

from almoner.core.models import Event
from almoner.followers.links import confirming_link, stopping_link
from almoner.followers.models import Follow
from almoner.followers.queries import KEPT, MOST
from almoner.followers.states import FollowState
from almoner.followers.terms import Rhythm
from almoner.organisations.models import Organisation
from almoner.outbox.models import Message
from tests.factories import NOON, AskedFollowFactory, FollowFactory
from tests.web.public.published import body_of, read
from tests.web.public.refuge import answer, plant, taken_down

pytestmark = pytest.mark.django_db
FOLLOW, ASKED = "/follow/", "/follow/asked/"
SEARCH = "/registers/spend/?q=shelter"
SAID = {"email": "sam.reader@example.test", "rhythm": "daily", "search": SEARCH}
NONCE = re.compile(r'nonce="[^"]*"|value="[^"]{60,}"')


@pytest.fixture(autouse=True)
def _counted_afresh():
    cache.clear()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def path_of(link):
    return urlsplit(link).path


def test_a_list_leads_to_the_form_which_says_what_would_be_followed(client, spend):
    listed = read(client, f"{SEARCH}&page=1&sort=amount")
    link = re.search(r'href="(/follow/\?search=[^"]*)"', listed)[1]

    page = read(client, link)

    assert "Payments to suppliers" in page
    assert "shelter" in page
    assert f'name="search" value="{escape(SEARCH)}"' in page


def test_somebody_who_asks_is_sent_a_letter_and_nothing_more(client, spend):
    answer = client.post(FOLLOW, SAID)

    assert answer["Location"] == ASKED
    follow = Follow.objects.get()
    assert (follow.search, follow.rhythm, follow.state) == (SEARCH, Rhythm.DAILY, FollowState.ASKED)
    letter = Message.objects.get()
    assert letter.address == SAID["email"]
    assert SAID["email"] not in read(client, ASKED)


def test_nobody_gets_more_letters_by_being_spelt_in_other_ways(client):
    wide = ["\uff45xample", "e\uff58ample", "ex\uff41mple"]  # which mean letters of ours
    spelt = ["sam.reader@example.test", "Sam.Reader@EXAMPLE.test"]
    spelt += [f"sam.reader@{name}.test" for name in wide]

    for address in spelt:
        client.post(FOLLOW, {**SAID, "email": address})
    refused = body_of(client.post(FOLLOW, {**SAID, "email": '"sam.reader"@example.test'}))

    assert Message.objects.count() == 4
    assert "Enter an e-mail address like name@example.org." in refused


def test_what_takes_more_words_than_are_kept_cannot_be_followed(client, spend):
    search = f"/registers/spend/?{urlencode({'q': chr(0x1F514) * 100})}"

    answer = client.post(FOLLOW, {**SAID, "search": search})

    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert not Follow.objects.exists()


def test_of_words_that_are_said_twice_the_page_says_those_that_are_looked_for(client, spend):
    twice = urlencode({"search": "/registers/spend/?q=send+us+money&q=shelter"})

    page = read(client, f"{FOLLOW}?{twice}")

    assert "shelter" in page
    assert "send us money" not in page


def test_the_link_is_looked_at_and_a_button_confirms_it(client):
    follow = AskedFollowFactory(search=SEARCH)
    link = path_of(confirming_link(follow))
    lines = Event.objects.count()

    assert "Yes, tell me what is new" in read(client, link)
    assert Event.objects.count() == lines

    assert client.post(link)["Location"] == link
    follow.refresh_from_db()
    assert follow.state == FollowState.CONFIRMED
    assert "You follow this search" in read(client, link)


def test_a_link_that_ran_out_or_was_made_up_confirms_nothing(client, clock):
    follow = AskedFollowFactory()
    link = path_of(confirming_link(follow))

    read(client, "/follow/confirm/made:up/", status=HTTPStatus.NOT_FOUND)
    read(client, "/follow/stop/made:up/", status=HTTPStatus.NOT_FOUND)
    clock.move_to(NOON + KEPT + timedelta(minutes=1))
    assert "This link does not work any more" in body_of(client.post(link))

    follow.refresh_from_db()
    assert follow.state == FollowState.ASKED


def test_whoever_follows_as_much_as_they_may_is_told_so_behind_their_own_link(client):
    for n in range(MOST):
        FollowFactory(search=f"/registers/spend/?q={n}")
    link = path_of(confirming_link(AskedFollowFactory(search=SEARCH)))

    assert "as many searches as one address may: 20" in body_of(client.post(link))


def test_one_press_stops_it_without_a_cookie_and_says_so_again_to_whoever_presses_twice():
    strict = Client(enforce_csrf_checks=True)
    follow = FollowFactory()
    link = path_of(stopping_link(follow))
    assert "Stop, and forget my address" in read(strict, link)

    said = strict.post(link, {"List-Unsubscribe": "One-Click"})

    assert said.status_code == HTTPStatus.OK
    follow.refresh_from_db()
    assert (follow.state, follow.email) == (FollowState.ENDED, "")
    assert "No more messages come" in body_of(strict.post(link))
    assert "No more messages come" in read(strict, link)


def test_a_link_to_confirm_does_not_begin_again_what_was_stopped(client):
    follow = FollowFactory()
    client.post(path_of(stopping_link(follow)))

    link = path_of(confirming_link(follow))

    read(client, link, status=HTTPStatus.NOT_FOUND)
    assert client.post(link).status_code == HTTPStatus.NOT_FOUND


def test_nobody_learns_from_a_page_whether_an_address_follows_anything(client, spend):
    FollowFactory(search=SEARCH)

    answers = [client.post(FOLLOW, {**SAID, "email": to}) for to in (SAID["email"], "x@e.test")]

    assert answers[0]["Location"] == answers[1]["Location"] == ASKED
    pages = [NONCE.sub("", read(client, ASKED)) for _answer in answers]
    assert pages[0] == pages[1]


def test_nobodys_letter_box_is_filled_and_nobody_learns_that_it_would_be(client, spend):
    networks = [f"192.0.2.{n}" for n in range(1, 8)]

    answers = [client.post(FOLLOW, SAID, REMOTE_ADDR=network) for network in networks]

    assert {answer["Location"] for answer in answers} == {ASKED}
    assert Message.objects.count() == 4


def test_one_network_asks_so_often_and_is_told_to_wait(client, spend):
    for n in range(6):
        assert client.post(FOLLOW, {**SAID, "email": f"{n}@e.test"})["Location"] == ASKED

    page = body_of(client.post(FOLLOW, {**SAID, "email": "more@e.test"}))

    assert "Too many came from your network just now." in page
    assert "more@e.test" in page


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"email": ""}, "Enter an e-mail address."),
        ({"email": "sam at home"}, "Enter an e-mail address like name@example.org."),
        ({"rhythm": ""}, "Choose how often you want to be told."),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_stays(client, spend, change, why):
    page = body_of(client.post(FOLLOW, {**SAID, **change}))

    assert why in page
    assert "There is a problem" in page
    assert f'value="{escape(SEARCH)}"' in page
    assert Follow.objects.count() == 0


@pytest.mark.parametrize(
    "search",
    [
        "",
        "https://elsewhere.test/",
        "/workspace/people/",
        "/registers/spend/?period=never",
        "/registers/spend.csv",
        "/organisations/ORG-2222222222/",
        "/registers/nonsense/",
    ],
)
def test_nothing_can_be_followed_but_what_a_list_shows(client, spend, search):
    page = read(client, f"{FOLLOW}?{urlencode({'search': search})}", status=HTTPStatus.NOT_FOUND)
    assert "This cannot be followed" in page

    client.post(FOLLOW, {**SAID, "search": search})
    assert Follow.objects.count() == 0


def test_what_no_list_knows_is_left_out_of_what_is_followed(client, spend):
    asked = urlencode({"search": f"{SEARCH}&{'b' * 2000}=1"})

    assert f'value="{escape(SEARCH)}"' in read(client, f"{FOLLOW}?{asked}")


def test_a_withheld_organisation_is_followed_by_nobody_and_nothing_tells_of_it(client, tmp_path):
    refuge = plant(tmp_path)
    open_ones = Organisation.objects.exclude(pk=refuge.pk).filter(name="Quay Street Advice")
    assert "Quay Street Advice" in read(
        client, f"{FOLLOW}?search=/organisations/{open_ones.get()}/"
    )
    asked = f"{FOLLOW}?search=/organisations/{{}}/"

    taken_down(organisation=refuge)

    assert answer(asked, str(refuge), "ORG-X") == answer(asked, "ORG-2222222222", "ORG-X")
    named = f"{FOLLOW}?search=/registers/spend/%3Forganisation%3D{{}}"
    assert answer(named, "Zephyrine") == answer(named, "Neverwas")


def test_a_follower_of_what_is_withheld_since_sees_no_name_behind_their_links(client, tmp_path):
    refuge = plant(tmp_path)
    follow = FollowFactory(search=f"/organisations/{refuge}/")
    waiting = AskedFollowFactory(search=f"/organisations/{refuge}/", email="b@e.test")
    taken_down(organisation=refuge)

    for link in (stopping_link(follow), confirming_link(follow), confirming_link(waiting)):
        page = read(client, path_of(link))
        assert "Zephyrine" not in page
        assert str(refuge) not in page

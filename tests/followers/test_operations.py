from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.followers.events import FollowEvent
from almoner.followers.letters import BULLETIN, CONFIRM
from almoner.followers.links import confirming_link, follow_to_confirm, follow_to_stop
from almoner.followers.models import Follow, Watch
from almoner.followers.operations import (
    PUBLIC,
    ask_to_follow,
    confirm_follow,
    end_follow,
    look_through,
    remove_follower,
)
from almoner.followers.states import FollowState
from almoner.followers.terms import Ending, Rhythm
from almoner.outbox.models import Message
from almoner.outbox.topics import secret_topics
from tests.factories import (
    DAY,
    LONG_AGO,
    NOON,
    AskedFollowFactory,
    FollowFactory,
    message,
    official,
)
from tests.guard import arranging

pytestmark = pytest.mark.django_db
SEARCH = "/registers/spend/?q=advice"
ADDRESS = "sam.reader@example.test"


def asked(**said):
    words = {"email": ADDRESS, "search": SEARCH, "rhythm": Rhythm.DAILY, **said}
    return ask_to_follow(**words, at=NOON)


def test_what_is_asked_for_is_confirmed_by_a_letter_that_repeats_nothing_that_was_typed():
    follow = asked()

    letter = Message.objects.get()
    assert (letter.topic, letter.address) == (CONFIRM.code, ADDRESS)
    assert confirming_link(follow) in letter.body
    assert "advice" not in letter.body + letter.subject
    assert letter.topic in secret_topics()


def test_the_ledger_says_neither_whose_it_is_nor_what_they_asked_for():
    follow = asked()
    confirm_follow(follow, at=NOON)
    end_follow(follow, ending=Ending.STOPPED, by=PUBLIC, at=NOON)

    told = Event.objects.filter(about=name_of(follow)).order_by("number")
    kinds = [FollowEvent.ASKED, FollowEvent.CONFIRMED, FollowEvent.ENDED]
    assert [line.kind for line in told if line.kind in kinds] == kinds
    lines = " ".join(f"{e.about} {e.actor} {e.facts}" for e in Event.objects.all())
    assert not [word for word in ("sam", "example", "advice", "spend") if word in lines]


def test_nothing_but_the_link_of_a_letter_names_a_follow():
    follow = asked()
    token = confirming_link(follow).rstrip("/").rpartition("/")[2]

    assert follow_to_confirm(token) == follow
    assert follow_to_stop(token) is None
    assert follow_to_confirm(str(follow)) is None


def test_asking_again_takes_the_place_of_what_was_asked_before():
    before, elsewhere = FollowFactory(search=SEARCH), FollowFactory(search="/editions/")
    again = asked(rhythm=Rhythm.WEEKLY)

    confirm_follow(again, at=NOON)

    kept = Follow.objects.filter(state=FollowState.CONFIRMED)
    assert set(kept) == {again, elsewhere}
    before.refresh_from_db()
    assert (before.state, before.email) == (FollowState.ENDED, "")


def test_it_is_confirmed_once():
    follow = asked()
    confirm_follow(follow, at=NOON)

    with pytest.raises(PermissionDenied):
        confirm_follow(follow, at=NOON)


def test_whoever_stops_is_forgotten_here_and_in_the_letters_to_them():
    follow = asked()
    confirm_follow(follow, at=NOON)

    end_follow(follow, ending=Ending.STOPPED, by=PUBLIC, at=NOON)

    follow.refresh_from_db()
    assert (follow.email, follow.search) == ("", "")
    letter = Message.objects.get()
    assert (letter.address, letter.subject, letter.body) == ("", "", "")
    with pytest.raises(IllegalTransition):
        end_follow(follow, ending=Ending.STOPPED, by=PUBLIC, at=NOON)


def test_a_publisher_removes_an_address_from_all_that_it_follows_however_it_is_written():
    mine = [FollowFactory(), AskedFollowFactory(search=SEARCH)]
    theirs = FollowFactory(email="alex@example.test")

    done = remove_follower(" Sam.Reader@example.test ", by=official(Role.PUBLISHER), at=NOON)

    assert done == len(mine)
    assert list(Follow.objects.exclude(email="")) == [theirs]
    lines = Event.objects.filter(kind=FollowEvent.ENDED)
    assert {line.facts["ending"] for line in lines} == {Ending.REMOVED}


def test_an_address_that_follows_nothing_is_removed_without_a_word():
    follow = FollowFactory()
    end_follow(follow, ending=Ending.STOPPED, by=PUBLIC, at=NOON)
    lines = Event.objects.count()

    assert remove_follower(ADDRESS, by=official(Role.PUBLISHER), at=NOON) == 0
    assert remove_follower("", by=official(Role.PUBLISHER, username="other"), at=NOON) == 0
    assert Event.objects.count() == lines


def test_nobody_but_a_publisher_removes_an_address():
    FollowFactory()

    with pytest.raises(PermissionDenied):
        remove_follower(ADDRESS, by=official(Role.ADMINISTRATOR), at=NOON)

    assert Follow.objects.exclude(email="").exists()


def test_word_of_what_is_new_is_queued_without_a_word_of_it():
    follow = FollowFactory()
    window = {"since": NOON - timedelta(days=1), "until": NOON}

    told = look_through(follow, **window, is_news=True, at=NOON)

    assert (told.topic, told.body, told.address) == (BULLETIN.code, "", ADDRESS)
    watch = Watch.objects.get()
    assert (watch.message, watch.until, watch.looked_on) == (told, NOON, DAY)


def test_where_nothing_is_new_only_that_it_was_looked_for_is_noted():
    look_through(FollowFactory(), since=NOON, until=NOON, is_news=False, at=NOON)

    assert Message.objects.count() == 0
    assert Watch.objects.get().message is None


@pytest.mark.parametrize("change", [{"email": "alex@example.test"}, {"search": "/editions/"}])
def test_the_database_lets_nobody_turn_a_follow_into_somebody_elses(change):
    follow = FollowFactory()

    with arranging(), pytest.raises(DatabaseError), transaction.atomic():
        Follow.objects.filter(pk=follow.pk).update(**change)


def test_the_database_keeps_no_address_of_whoever_has_stopped():
    follow = FollowFactory()

    with arranging(), pytest.raises(DatabaseError), transaction.atomic():
        Follow.objects.filter(pk=follow.pk).update(state=FollowState.ENDED, ended_at=NOON)
    assert message()  # the connection goes on


def test_nobody_is_written_to_who_stopped_while_their_search_was_looked_through():
    known = FollowFactory()
    end_follow(Follow.objects.get(pk=known.pk), ending=Ending.STOPPED, by=PUBLIC, at=NOON)

    queued = look_through(known, since=LONG_AGO, until=NOON, is_news=True, at=NOON)

    assert queued is None
    assert not Message.objects.filter(topic=BULLETIN.code).exists()
    assert not Watch.objects.exists()

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from time_machine import travel

from almoner.boards.events import ItemEvent
from almoner.boards.kinds import Outcome, Purpose
from almoner.boards.models import Item, ItemText
from almoner.boards.operations import (
    Wanted,
    cancel_meeting,
    change_item,
    confirm_minute,
    withdraw_item,
)
from almoner.boards.operations.calling import When, reschedule_meeting
from almoner.boards.past import items_then, meetings_then
from almoner.boards.states import MeetingState
from almoner.core.models import Event
from almoner.core.references import name_of
from tests.boards.factories import (
    AFTER,
    DAY,
    NOON,
    STARTS,
    board,
    called,
    chair_of,
    held,
    item,
    minuted,
    planned,
)
from tests.guard import arranging

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
MET = STARTS.date()


@pytest.fixture
def meeting():
    with travel(NOON, tick=False):
        return planned(board())


def stood(meeting, on):
    found = meetings_then(meeting.board, on=on, is_as_at=True)
    return [(one.day, one.stood.state) for one in found]


def test_meetings_stood_as_they_were_planned_and_as_far_as_they_had_got(meeting):
    with travel(NOON + A_DAY, tick=False):
        moved = When(meeting.starts_at + A_DAY, meeting.ends_at + A_DAY, "Here")
        by = {"by": meeting.board.set_up_by, "at": NOON + A_DAY}
        reschedule_meeting(meeting, moved, **by)
        cancel_meeting(meeting, words="Snow.", **by)

    assert stood(meeting, DAY - A_DAY) == []
    assert stood(meeting, DAY) == [(MET, MeetingState.PLANNED)]
    assert stood(meeting, DAY + A_DAY) == [(MET + A_DAY, MeetingState.CANCELLED)]


def test_what_was_written_down_later_was_not_known_then(meeting):
    """It is said today that it was called two weeks ago."""
    with travel(AFTER, tick=False):
        called(meeting)

    assert stood(meeting, DAY) == [(MET, MeetingState.PLANNED)]
    (now_known,) = meetings_then(meeting.board, on=DAY, is_as_at=False)
    assert now_known.stood.state == MeetingState.CALLED


def test_items_and_minutes_were_as_far_as_they_had_got(meeting):
    with travel(NOON, tick=False):
        stays, goes = item(meeting, "Counselling"), item(meeting, "A thing")
    with travel(NOON + A_DAY, tick=False):
        said = {"words": "So.", "by": meeting.board.set_up_by, "at": NOON + A_DAY}
        withdraw_item(goes, **said)
        called(meeting)
    with travel(AFTER, tick=False):
        held(meeting)
        confirm_minute(minuted(stays, Outcome.AGREED), by=chair_of(meeting.board), at=AFTER)

    def told(on):
        found = items_then(meeting, on=on, is_as_at=True)
        return [(one.item, one.words, one.outcome) for one in found]

    assert told(DAY) == [(stays, "", None), (goes, "", None)]
    assert told(DAY + A_DAY) == [(stays, "", None)]
    assert told(MET) == [(stays, "It was noted.", Outcome.AGREED)]


def test_an_item_was_called_then_what_it_was_called_then(meeting):
    """Its title names somebody, and is mended before the paper goes out."""
    by = {"by": meeting.board.set_up_by}
    with travel(NOON, tick=False):
        listed = item(meeting, "Counselling", presenter=by["by"])
    with travel(NOON + A_DAY, tick=False):
        wanted = Wanted(title="Counselling in two boroughs", purpose=listed.purpose)
        change_item(listed, wanted, **by, at=NOON + A_DAY)
        change_item(listed, wanted, **by, at=NOON + A_DAY)

    def titles(on, *, is_as_at=True):
        return [one.title for one in items_then(meeting, on=on, is_as_at=is_as_at)]

    assert titles(DAY) == ["Counselling"]
    assert titles(DAY + A_DAY) == ["Counselling in two boroughs"]
    assert listed.texts.count() == 2
    assert titles(DAY - A_DAY) == []


def test_what_was_put_on_an_agenda_only_later_did_not_stand_there_then(meeting):
    """It is said today that it was put down two weeks ago."""
    with travel(AFTER, tick=False):
        item(meeting, "Counselling")

    assert items_then(meeting, on=DAY, is_as_at=True) == []
    assert [one.title for one in items_then(meeting, on=DAY, is_as_at=False)] == ["Counselling"]


def test_items_from_before_wordings_were_kept_have_that_of_when_they_were_last_changed(meeting):
    said = {"meeting": meeting, "place": 1, "purpose": Purpose.DISCUSSION, "listed_at": NOON}
    said |= {"listed_by": meeting.board.set_up_by, "recorded_at": NOON}
    later = {"happened_at": NOON + A_DAY, "recorded_at": AFTER}
    with arranging():
        kept, changed = (Item.objects.create(title=title, **said) for title in ("Old", "Newer"))
        about = {"number": 9000, "kind": ItemEvent.CHANGED, "about": name_of(changed)}
        Event.objects.create(**about, **later)

        import_module("almoner.boards.migrations.0003_item_texts").keep_what_items_say(apps, None)

    told = ItemText.objects.order_by("pk")
    assert [(one.item, one.title, one.written_at, one.recorded_at) for one in told] == [
        (kept, "Old", NOON, NOON),
        (changed, "Newer", NOON + A_DAY, AFTER),
    ]

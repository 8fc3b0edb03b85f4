"""When a digest takes the place of the house's reminder: on which days, once, and the urgent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from almoner.accounts.roles import Role
from almoner.core import due
from almoner.core.due import Due
from almoner.outbox.models import DigestChoice, Message
from almoner.outbox.operations import choose_digest
from almoner.outbox.reminders import remind_everyone
from almoner.outbox.rhythms import DigestRhythm
from tests.factories import NOON, UserFactory, official

pytestmark = pytest.mark.django_db
AHEAD = [Due("sample.thing:THI-1", "Publish", "publish", NOON.date() + timedelta(days=6))]


@pytest.fixture(autouse=True)
def sources(monkeypatch):
    """What is due to publishers, which a test may change."""
    said = list(AHEAD)
    monkeypatch.setattr(due, "sources", [lambda worker, _on: said if worker.roles else []])
    return said


def sent_on(*days):
    """The topic of what was sent on each of these mornings, if anything was."""
    topics = []
    for year, month, day in days:
        before = Message.objects.count()
        remind_everyone(at=datetime(year, month, day, 8, tzinfo=UTC))
        queued = Message.objects.order_by("pk")[before:]
        topics.append([message.topic for message in queued])
    return topics


def choose(rhythm):
    person = official(Role.PUBLISHER)
    choose_digest(rhythm, by=person, at=NOON)
    return person


def test_each_working_day_is_neither_a_saturday_nor_a_bank_holiday():
    choose(DigestRhythm.WORKING_DAYS)

    # Friday, Saturday, and the Monday of Easter with the Tuesday after it.
    sent = sent_on((2026, 3, 6), (2026, 3, 7), (2026, 4, 6), (2026, 4, 7))

    assert sent[:3] == [["digest"], [], []]
    assert sent[3] == ["digest"]


def test_once_a_week_is_on_monday_or_after_a_bank_holiday_on_tuesday():
    choose(DigestRhythm.WEEKLY)

    assert sent_on((2026, 3, 9), (2026, 3, 10), (2026, 4, 6), (2026, 4, 7), (2026, 4, 8)) == [
        ["digest"],
        [],
        [],
        ["digest"],
        [],
    ]


def test_what_is_urgent_is_sent_whatever_was_chosen_and_nothing_else(sources):
    choose(DigestRhythm.NEVER)
    calm = sent_on((2026, 3, 10), (2026, 3, 11))

    sources.append(Due("sample.thing:THI-2", "Somebody is in danger", "read", is_urgent=True))

    assert calm == [[], []]
    assert sent_on((2026, 3, 12)) == [["reminder"]]
    assert Message.objects.get().subject.endswith(": 1")


def test_a_digest_is_sent_once_a_day_and_never_of_nothing(sources):
    choose(DigestRhythm.WORKING_DAYS)
    assert sent_on((2026, 3, 5), (2026, 3, 5)) == [["digest"], []]

    sources.clear()

    assert sent_on((2026, 3, 6)) == [[]]


def test_a_later_choice_takes_the_place_of_the_first_and_the_house_goes_on_as_before():
    person = choose(DigestRhythm.WORKING_DAYS)
    choose_digest(DigestRhythm.AS_THE_HOUSE, by=person, at=NOON)

    assert DigestChoice.objects.get().rhythm == DigestRhythm.AS_THE_HOUSE
    assert sent_on((2026, 3, 6), (2026, 3, 10)) == [[], ["reminder"]]


def test_who_holds_no_role_chooses_nothing():
    with pytest.raises(PermissionDenied):
        choose_digest(DigestRhythm.NEVER, by=UserFactory(), at=NOON)

"""Two deputy chairs confirm one item at the same moment."""

import pytest

from almoner.boards.events import MinuteEvent
from almoner.boards.kinds import Part
from almoner.boards.operations import confirm_minute
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from tests.boards.factories import (
    AFTER,
    called,
    empty_board,
    held,
    item,
    member,
    minuted,
    planned,
    seat,
)
from tests.crowd import at_once


@pytest.mark.engine("postgresql")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_does_and_the_other_is_told():
    sits, deputies = empty_board(), [member(), member(), member()]
    for one in deputies:
        seat(sits, one, Part.DEPUTY_CHAIR)
    listed = item(planned(sits))
    held(called(listed.meeting))
    drafted = minuted(listed)

    def confirm(n):
        try:
            confirm_minute(drafted, by=deputies[n], at=AFTER)
        except IllegalTransition:
            return False
        return True

    assert sorted(at_once(2, confirm)) == [False, True]
    assert Event.objects.filter(kind=MinuteEvent.CONFIRMED).count() == 1

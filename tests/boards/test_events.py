"""The lines that boards leave."""

import pytest

from almoner.boards.events import BoardEvent, ItemEvent, MeetingEvent, MinuteEvent
from almoner.core.models import Event
from almoner.registers.revision import QUIET
from tests.architecture.board_lines import leave_lines_of_boards

KINDS = {*BoardEvent, *MeetingEvent, *ItemEvent, *MinuteEvent}


@pytest.mark.django_db
def test_each_act_leaves_its_line_and_none_says_a_name_or_a_word():
    leave_lines_of_boards()

    lines = Event.objects.all()
    left = {str(kind) for kind in lines.values_list("kind", flat=True)}
    assert {str(kind) for kind in KINDS} - left == {str(MinuteEvent.ENACTED)}
    said = str([line.facts for line in lines])
    assert not [words for words in ("cousin", "Snow", "First", "Why?") if words in said]


def test_nothing_that_boards_do_changes_what_the_public_can_read():
    assert KINDS <= QUIET


def test_no_fact_is_called_as_what_a_page_asks_of_facts():
    """A template that reads `facts.items` finds a fact of that name first."""
    called = {name for kind in KINDS for name in kind.shapes}

    assert called & set(dir(dict)) == set()

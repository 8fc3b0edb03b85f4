"""What is evidence of a board is not edited, whoever asks the database; on either engine."""

import pytest
from django.db import DatabaseError, connection, transaction

from almoner.boards.kinds import Ruling
from almoner.boards.operations import (
    agree_minutes,
    answer_question,
    ask_question,
    confirm_minute,
    declare_interest,
    rule_on_interest,
)
from tests.boards.factories import (
    AFTER,
    NOON,
    board,
    called,
    chair_of,
    fresh_item,
    held,
    item,
    members_of,
    minuted,
    planned,
)
from tests.guard import arranging

pytestmark = pytest.mark.django_db
REFUSED = [
    "UPDATE boards_board SET code = 'another'",
    "UPDATE boards_terms SET quorum = 1",
    "UPDATE boards_seat SET part = 'chair'",
    "UPDATE boards_meeting SET state = 'held'",
    "UPDATE boards_meeting SET minutes = ''",
    "UPDATE boards_item SET about = 'commissions.commission:COM-2026-001'",
    "UPDATE boards_paper SET text = '{}'",
    "UPDATE boards_question SET text = 'What?'",
    "UPDATE boards_question SET answer = 'No.'",
    "UPDATE boards_interest SET what = 'None.'",
    "UPDATE boards_interest SET state = 'stays'",
    "UPDATE boards_minute SET outcome = 'agreed'",
    "UPDATE boards_minute SET acts = NOT acts",
    "UPDATE boards_minute SET state = 'draft'",
    "UPDATE boards_minutetext SET words = 'No.'",
    *(
        f"DELETE FROM boards_{table}"
        for table in ("seat", "terms", "attendance", "paper", "question", "interest", "minutetext")
    ),
]


def test_the_database_refuses_to_edit_what_a_board_did():
    sits = board()
    listed = item(planned(sits))
    chair, asker, out = chair_of(sits), *members_of(sits)[:2]
    declare_interest(listed, what="A cousin.", by=out, at=NOON)
    said = {"ruling": Ruling.LEAVES, "words": "So.", "by": chair, "at": NOON}
    rule_on_interest(listed.interests.get(), **said)
    meeting = called(listed.meeting)
    question = ask_question(fresh_item(listed), text="Why?", by=asker, at=NOON)
    answer_question(question, text="So.", by=sits.set_up_by, at=NOON)
    held(meeting)
    confirm_minute(minuted(listed), by=chair, at=AFTER)
    agree_minutes(meeting, by=chair, at=AFTER)

    assert [one for one in REFUSED if not is_refused(one)] == []


def is_refused(statement):
    try:
        with arranging(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False

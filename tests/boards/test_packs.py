"""What one reader is given of a meeting's papers and minutes."""

from datetime import timedelta

import pytest

from almoner.accounts.roles import Role
from almoner.boards.kinds import Outcome
from almoner.boards.minute_book import minutes_for, minutes_written
from almoner.boards.operations import ask_question, declare_interest
from almoner.boards.overviews import meetings_attended_by, overviews, terms_readable_by
from almoner.boards.packs import pack_for, restricted_in
from almoner.boards.policies import items_readable_by, may_read_item
from almoner.boards.queries import items_of
from tests.boards.factories import (
    AFTER,
    DAY,
    NOON,
    board,
    called,
    chair_of,
    fresh,
    fresh_item,
    held,
    item,
    member,
    members_of,
    minuted,
    planned,
)
from tests.factories import official

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """With an item that a member is out of, a restricted one, and one that an official presents."""
    made = planned()
    mine, _secret = item(made, "Counselling"), item(made, "A refuge", is_restricted=True)
    item(made, "A flood", presenter=official(Role.FINANCE))
    called(made)
    declare_interest(mine, what="A cousin.", by=members_of(made.board)[0], at=NOON)
    return fresh(made)


def readers(meeting):
    seated = [chair_of(meeting.board), *members_of(meeting.board)]
    presenter = meeting.items.get(title="A flood").presenter
    others = [official(Role.AUDITOR), official(Role.FINANCE), member(), official()]
    return [meeting.board.set_up_by, *seated, presenter, *others]


def test_what_somebody_may_read_of_many_items_is_what_they_may_read_of_each(meeting):
    items = list(items_of(meeting))

    for reader in readers(meeting):
        each = {one.pk for one in items if may_read_item(reader, fresh_item(one), on=DAY)}
        assert items_readable_by(reader, meeting, items, on=DAY) == each


def test_a_pack_says_why_a_paper_is_not_there(meeting):
    out, other = members_of(meeting.board)[:2]

    theirs, others = pack_for(out, meeting, on=DAY), pack_for(other, meeting, on=DAY)

    assert theirs.items[0].notice.startswith("You declared an interest")
    assert others.items[0].notice == ""
    assert [one.title for one in theirs.items] == ["Counselling", "A refuge", "A flood"]
    assert not theirs.is_draft


def test_a_pack_for_whoever_reads_one_paper_says_nothing_of_what_is_restricted(meeting):
    presenter = meeting.items.get(title="A flood").presenter

    pack = pack_for(presenter, meeting, on=DAY)

    assert [one.title for one in pack.items] == ["Counselling", "Restricted item", "A flood"]
    assert [bool(one.notice) for one in pack.items] == [True, True, False]
    assert restricted_in(presenter, meeting, on=DAY) == []
    chair = chair_of(meeting.board)
    assert [one.title for one in restricted_in(chair, meeting, on=DAY)] == ["A refuge"]


def test_late_papers_are_for_few_until_they_are_out(meeting):
    item(meeting, "A late refuge", is_restricted=True)
    item(meeting, "A late fire")

    theirs, secretarys = (
        pack_for(who, fresh(meeting), on=DAY).items[3:]
        for who in (members_of(meeting.board)[1], meeting.board.set_up_by)
    )

    assert [one.title for one in theirs] == ["Restricted item", "A late fire"]
    assert theirs[1].notice == "Its paper is not out yet."
    assert [one.title for one in secretarys] == ["A late refuge", "A late fire"]


def test_a_pack_tells_what_was_asked(meeting):
    flood, chair = meeting.items.get(title="A flood"), chair_of(meeting.board)
    ask_question(flood, text="How high?", by=chair, at=NOON)

    pack = pack_for(chair, meeting, on=DAY)

    assert ("Presented by", flood.presenter.name) in pack.items[2].facts
    assert (f"Asked by {chair.name}", "How high?") in pack.items[2].facts
    assert ("Digest of this paper", flood.paper.digest) in pack.items[2].facts


def test_a_pack_is_a_draft_until_its_papers_are_out():
    listed = item(planned(), "A flood")

    assert pack_for(listed.meeting.board.set_up_by, listed.meeting, on=DAY).is_draft


def test_minutes_tell_each_reader_what_they_may_know(meeting):
    out, other = members_of(meeting.board)[:2]
    held(meeting)
    for one in items_of(meeting):
        minuted(fresh_item(one), Outcome.AGREED, f"Of {one.title}.")

    theirs, others = (minutes_for(who, fresh(meeting), on=DAY) for who in (out, other))

    assert [one.words for one in theirs] == ["", "Of A refuge.", "Of A flood."]
    assert [one.title for one in theirs] == ["Minuted apart", "A refuge", "A flood"]
    assert [one.outcome for one in others] == ["Agreed", "Agreed", "Agreed"]
    written = minutes_written(fresh(meeting), theirs, on=DAY)
    assert written.parts[0].title == "1. Minuted apart"
    assert "Counselling" not in " ".join(part.text for part in written.parts)
    assert written.is_draft


def test_boards_are_told_with_who_chairs_them_and_when_they_meet_next():
    one, other = board(), board(code="another-board")
    first, _later = planned(one), planned(one, starts_at=AFTER + timedelta(days=3))
    reader = members_of(one)[0]

    told = overviews(terms_readable_by(chair_of(other), on=DAY), reader, on=DAY, at=NOON)

    assert [(o.terms.board, o.is_mine, o.next_meeting) for o in told] == [
        (one, True, first),
        (other, False, None),
    ]
    assert told[0].chair.person == chair_of(one)


def test_whoever_holds_a_role_no_longer_has_no_meetings():
    made = board()
    planned(made)
    gone = members_of(made)[0]
    assert meetings_attended_by(gone, on=DAY).count() == 1

    gone.is_active = False

    assert meetings_attended_by(gone, on=DAY).count() == 0

"""A line of each kind that boards leave, so that what is kept until such lines is compared."""

from datetime import timedelta

from almoner.boards import operations as do
from almoner.boards.kinds import Outcome, Presence, Purpose, Ruling
from almoner.boards.operations.boards import charter_of
from almoner.boards.operations.calling import When


def leave_lines_of_boards():
    """What `tell_of_boards` leaves out, done on a board of its own."""
    from tests.boards import factories as make

    made = make.board(code="board-of-lines")
    by = {"by": made.set_up_by, "at": make.NOON}
    do.revise_terms(made, charter_of(made, on=make.DAY), from_day=make.DAY, **by)
    chair, (gone, out, *_rest) = make.chair_of(made), make.members_of(made)
    do.unseat_member(made, gone, from_day=make.DAY, **by)
    meeting = _prepared(make.planned(made), by, make)
    _heard(make.called(meeting), out, chair, by, make)
    after = {"by": chair, "at": make.AFTER}
    over = make.held(make.fresh(meeting))
    do.record_presence(over, out, Presence.ABSENT, by=made.set_up_by, at=make.AFTER)
    for one in over.items.filter(state="listed"):
        do.confirm_minute(make.minuted(make.fresh_item(one), Outcome.NOTED), **after)
    do.agree_minutes(make.fresh(over), **after)
    do.dissolve_board(made, words="It is done.", by=made.set_up_by, at=make.AFTER)


def _prepared(meeting, by, make):
    """An agenda that was changed in every way, of a meeting that moved; another was cancelled."""
    other = make.planned(meeting.board, starts_at=make.STARTS + timedelta(days=7))
    do.cancel_meeting(other, words="Snow.", **by)
    do.reschedule_meeting(meeting, When(meeting.starts_at, meeting.ends_at, "Room 3"), **by)
    first, second = make.item(meeting, "One"), make.item(meeting, "Two")
    do.change_item(first, do.Wanted(title="First", purpose=Purpose.DISCUSSION), **by)
    do.move_item(second, to=1, **by)
    do.withdraw_item(make.fresh_item(second), words="Not ready.", **by)
    kept = {"name": "plan.csv", "item": first, "title": ""}
    do.remove_item_file(do.add_item_file([b"a,b\n"], **kept, **by), **by)
    return make.fresh(meeting)


def _heard(meeting, out, chair, by, make):
    """Questions, apologies, an interest and a late paper."""
    listed = make.fresh_item(meeting.items.filter(state="listed").get())
    asked = do.ask_question(listed, text="Why?", by=out, at=make.NOON)
    do.answer_question(asked, text="So.", **by)
    do.send_apologies(meeting, by=out, at=make.NOON)
    interest = do.declare_interest(listed, what="A cousin.", by=out, at=make.NOON)
    do.rule_on_interest(interest, ruling=Ruling.LEAVES, words="So.", by=chair, at=make.NOON)
    make.item(meeting, "Late")
    do.call_meeting(make.fresh(meeting), **by)

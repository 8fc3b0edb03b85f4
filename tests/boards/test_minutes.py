from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.actions.policies import may_read_action
from almoner.actions.queries import actions_visible_to
from almoner.boards.briefs import actions_of_board, brief_of_meeting
from almoner.boards.events import MeetingEvent
from almoner.boards.freezing import digest_of, minutes_text
from almoner.boards.kinds import Outcome, Presence, Ruling
from almoner.boards.models import Attendance, MinuteText
from almoner.boards.operations import (
    agree_minutes,
    answer_question,
    ask_question,
    confirm_minute,
    declare_interest,
    hold_meeting,
    open_item_action,
    record_presence,
    rule_on_interest,
    send_apologies,
    write_minute,
)
from almoner.boards.policies import may_read_item
from almoner.boards.queries import items_of, seats_of, with_words
from almoner.boards.states import MeetingState
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
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
from tests.factories import UserFactory, official

pytestmark = pytest.mark.django_db


@pytest.fixture
def oversight():
    return board()


@pytest.fixture
def chair(oversight):
    return chair_of(oversight)


@pytest.fixture
def deputy(oversight):
    return next(one.person for one in seats_of(oversight, on=DAY) if one.part == "deputy-chair")


@pytest.fixture
def heard(oversight):
    """An item of a meeting at which everybody was."""
    listed = item(planned(oversight), "Counselling")
    held(called(listed.meeting))
    return fresh_item(listed)


def with_interest(oversight, person, what="A cousin works there."):
    """The same, where somebody declared an interest before."""
    listed = item(planned(oversight), "Counselling")
    declare_interest(listed, what=what, by=person, at=NOON)
    held(called(listed.meeting))
    return fresh_item(listed)


def test_a_meeting_is_held_when_of_everybody_it_is_said_whether_they_came(oversight):
    meeting = called(planned(oversight))
    by = {"by": oversight.set_up_by}
    there = {one.person: Presence.PRESENT for one in seats_of(oversight, on=DAY)}
    gone = there.popitem()[0]
    with pytest.raises(PermissionDenied, match="not begun"):
        hold_meeting(meeting, there, at=NOON, **by)
    with pytest.raises(ValidationError, match=gone.name):
        hold_meeting(meeting, there, at=AFTER, **by)

    hold_meeting(meeting, {**there, gone: Presence.APOLOGIES}, at=AFTER, **by)

    assert fresh(meeting).state == MeetingState.HELD
    assert Event.objects.latest("number").facts == {"present": "4"}


def test_apologies_are_ones_own_and_whoever_speaks_without_a_seat_has_no_vote(oversight):
    meeting = called(planned(oversight))
    someone = members_of(oversight)[0]
    assert send_apologies(meeting, by=someone, at=NOON).presence == Presence.APOLOGIES
    speaker = official(Role.COMMISSIONING_OFFICER)
    by = {"by": oversight.set_up_by, "at": AFTER}

    record_presence(meeting, speaker, Presence.PRESENT, **by)

    assert Attendance.objects.get(person=speaker).part == ""
    with pytest.raises(ValidationError, match="no role here"):
        record_presence(meeting, UserFactory(), Presence.PRESENT, **by)


def test_questions_are_asked_between_papers_and_meeting_and_answered_once(oversight):
    asker = members_of(oversight)[0]
    listed = item(planned(oversight))
    with pytest.raises(PermissionDenied, match="between"):
        ask_question(listed, text="Why?", by=asker, at=NOON)
    called(listed.meeting)

    question = ask_question(fresh_item(listed), text=" Why? ", by=asker, at=NOON)
    by = {"by": oversight.set_up_by, "at": NOON}
    answer_question(question, text="So.", **by)

    assert question.text == "Why?"
    with pytest.raises(ValidationError, match="was answered"):
        answer_question(question, text="Or so.", **by)
    with pytest.raises(ValidationError, match="Write it down"):
        ask_question(fresh_item(listed), text=" ", by=asker, at=NOON)
    with pytest.raises(PermissionDenied, match="between"):
        ask_question(fresh_item(listed), text="Why?", by=asker, at=AFTER)


def test_whoever_declares_an_interest_is_out_at_once(oversight):
    someone = members_of(oversight)[0]
    heard = with_interest(oversight, someone)

    assert not may_read_item(someone, heard, on=DAY)
    with pytest.raises(PermissionDenied):
        declare_interest(heard, what="Another.", by=someone, at=AFTER)


def test_the_chair_rules_once_on_others(oversight, chair):
    someone = members_of(oversight)[0]
    heard = with_interest(oversight, someone)
    interest = heard.interests.get()
    with pytest.raises(PermissionDenied, match="Another decides"):
        rule_on_interest(interest, ruling=Ruling.STAYS, words="So.", by=someone, at=AFTER)

    rule_on_interest(interest, ruling=Ruling.STAYS, words="A far one.", by=chair, at=AFTER)

    assert may_read_item(someone, heard, on=DAY)
    with pytest.raises(PermissionDenied, match="was decided"):
        rule_on_interest(interest, ruling=Ruling.LEAVES, words="No.", by=chair, at=AFTER)
    with pytest.raises(ValidationError, match="before"):
        declare_interest(heard, what="Another.", by=someone, at=AFTER)


def test_where_the_chair_is_out_the_deputy_confirms(oversight, chair, deputy):
    drafted = minuted(with_interest(oversight, chair))

    with pytest.raises(PermissionDenied, match="Another confirms"):
        confirm_minute(drafted, by=chair, at=AFTER)

    assert confirm_minute(drafted, by=deputy, at=AFTER).confirmed_by == deputy


def test_where_the_chair_is_there_the_deputy_does_not_confirm(heard, deputy):
    with pytest.raises(PermissionDenied, match="in the chair"):
        confirm_minute(minuted(heard), by=deputy, at=AFTER)


def test_where_the_chair_is_away_the_deputy_confirms(oversight, chair, deputy):
    listed = item(planned(oversight))
    held(called(listed.meeting), absent=[chair])

    with pytest.raises(PermissionDenied, match="in the chair"):
        confirm_minute(minuted(listed), by=chair, at=AFTER)
    assert confirm_minute(fresh_item(listed), by=deputy, at=AFTER)


def test_whoever_is_out_makes_no_quorum(oversight, chair):
    """Five sit there, two are away, one is out: the quorum is three."""
    *away, out = members_of(oversight)
    listed = item(planned(oversight))
    interest = declare_interest(listed, what="A cousin.", by=out, at=NOON)
    held(called(listed.meeting), absent=away)

    with pytest.raises(PermissionDenied, match="2 with a vote were in this item.* quorum is 3"):
        confirm_minute(minuted(listed), by=chair, at=AFTER)
    rule_on_interest(interest, ruling=Ruling.STAYS, words="A far one.", by=chair, at=AFTER)
    assert confirm_minute(fresh_item(listed), by=chair, at=AFTER)


def test_nothing_is_confirmed_before_it_is_written(heard, chair):
    with pytest.raises(ValidationError, match="Nothing is written"):
        confirm_minute(heard, by=chair, at=AFTER)
    with pytest.raises(ValidationError, match="Say what was said"):
        minuted(heard, words=" ")
    with pytest.raises(ValidationError, match="by when"):
        minuted(heard, Outcome.AGREED_WITH_CONDITIONS)
    with pytest.raises(ValidationError, match="would do nothing"):
        minuted(heard, acts=True)


def test_a_chair_confirms_the_wording_that_was_shown(heard, chair):
    minuted(heard, Outcome.NOTED)
    drafted = minuted(heard, Outcome.REFUSED, words="It was refused.")

    with pytest.raises(ValidationError, match="written anew"):
        confirm_minute(drafted, seen=1, by=chair, at=AFTER)

    assert confirm_minute(drafted, seen=2, by=chair, at=AFTER).outcome == Outcome.REFUSED


def test_once_confirmed_words_are_put_right_and_the_outcome_is_not(heard, chair):
    confirm_minute(minuted(heard, words="It was notted."), by=chair, at=AFTER)

    minuted(heard, words="It was noted.")

    with pytest.raises(IllegalTransition):
        minuted(heard, Outcome.REFUSED)
    wordings = MinuteText.objects.order_by("number").values_list("words", flat=True)
    assert list(wordings) == ["It was notted.", "It was noted."]
    assert fresh_item(heard).minute.words == "It was noted."


def test_an_interest_is_declared_until_the_minute_is_confirmed(oversight, heard, chair):
    confirm_minute(minuted(heard), by=chair, at=AFTER)

    with pytest.raises(PermissionDenied, match="is confirmed"):
        declare_interest(fresh_item(heard), what="A cousin.", by=members_of(oversight)[0], at=AFTER)


def test_minutes_are_agreed_once_all_is_confirmed_and_change_no_more(oversight, heard, chair):
    by = {"by": chair, "at": AFTER}
    with pytest.raises(ValidationError, match="Item 1 has no confirmed outcome"):
        agree_minutes(heard.meeting, **by)
    confirm_minute(minuted(heard), **by)

    agree_minutes(heard.meeting, **by)

    meeting = fresh(heard.meeting)
    items = list(with_words(items_of(meeting)))
    text = minutes_text(items, {one.pk: one.said for one in items})
    assert (meeting.state, meeting.minutes) == (MeetingState.AGREED, digest_of(text))
    assert Event.objects.get(kind=MeetingEvent.AGREED).facts == {"minutes": meeting.minutes}
    with pytest.raises(PermissionDenied):
        minuted(heard, words="No.")
    with pytest.raises(PermissionDenied):
        agree_minutes(meeting, **by)
    with pytest.raises(PermissionDenied):
        record_presence(
            meeting, members_of(oversight)[0], Presence.ABSENT, by=oversight.set_up_by, at=AFTER
        )


def asked(item, what="Write to the chief executive"):
    people = {"owner": official(Role.COMMISSIONING_OFFICER), "verifier": UserFactory()}
    people["verifier"] = official(Role.COMMISSIONING_OFFICER)
    due_on = AFTER.date() + timedelta(days=7)
    by = item.meeting.board.set_up_by
    return open_item_action(item, what=what, due_on=due_on, by=by, at=AFTER, **people)


def test_matters_arising_are_the_open_actions_of_the_board(heard, oversight):
    asked(heard)
    write_minute(
        heard, words="It was noted.", outcome=Outcome.NOTED, by=oversight.set_up_by, at=AFTER
    )

    brief = brief_of_meeting(heard.meeting.reference, DAY)

    assert [part.heading for part in brief.parts] == ["1. Counselling", "Matters arising"]
    assert brief.parts[0].text == "It was noted.\n\n**Noted**"
    assert brief.parts[1].rows[0][0] == "Write to the chief executive"


@pytest.mark.parametrize("is_restricted", [True, False])
def test_what_is_minuted_apart_is_told_nowhere_else(oversight, is_restricted):
    """A restricted item and, as well, one that somebody was out of."""
    listed = item(planned(oversight), "The refuge", is_restricted=is_restricted)
    if not is_restricted:
        declare_interest(listed, what="A cousin.", by=members_of(oversight)[0], at=NOON)
    held(called(listed.meeting))
    minuted(listed, words="The refuge in Mill Lane.")

    action = asked(fresh_item(listed), "Ring the refuge")

    assert action.is_restricted
    assert not actions_of_board(oversight.pk)
    told = str(brief_of_meeting(listed.meeting.reference, DAY))
    assert "refuge" not in told
    assert "Minuted apart" in told


def test_actions_come_of_items_by_the_secretary(heard, chair):
    people = {"owner": chair, "verifier": official(Role.AUDITOR)}
    with pytest.raises(PermissionDenied):
        open_item_action(heard, what="X", due_on=AFTER.date(), by=chair, at=AFTER, **people)


def test_members_read_the_actions_of_their_board_and_officials_from_outside_do_not(
    heard, oversight
):
    action, someone = asked(heard), members_of(oversight)[0]
    assert may_read_action(someone, action, on=DAY)
    assert list(actions_visible_to(someone, on=DAY)) == [action]

    for outsider in (member(), official(Role.ASSESSOR), official()):
        assert not may_read_action(outsider, action, on=DAY)
        assert not actions_visible_to(outsider, on=DAY)


def test_members_do_not_read_an_action_of_an_item_that_somebody_turns_out_to_be_out_of(
    heard, oversight
):
    """It was opened before anybody declared an interest."""
    action, (out, someone, *_rest) = asked(heard), members_of(oversight)
    declare_interest(heard, what="A cousin.", by=out, at=AFTER)

    assert not may_read_action(out, action, on=DAY)
    assert not may_read_action(someone, action, on=DAY)
    assert not actions_visible_to(someone, on=DAY)

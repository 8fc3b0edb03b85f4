from datetime import timedelta

import pytest
import time_machine

from almoner.academy.operations import renew_calendar_link
from almoner.accounts.roles import Role
from almoner.actions.operations import move_action_day
from almoner.boards.kinds import Part
from almoner.boards.models import Board, Meeting
from almoner.boards.operations import dissolve_board, open_item_action, plan_meeting
from almoner.boards.operations.calling import When
from almoner.boards.queries import seats_of, terms_of
from almoner.boards.states import BoardState
from almoner.web.training_calendars import feed_address
from tests.boards.factories import (
    AFTER,
    DAY,
    NOON,
    STARTS,
    board,
    called,
    fresh_item,
    held,
    item,
    member,
    members_of,
    planned,
    seat,
    secretary,
)
from tests.factories import official
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import BACKEND, signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/boards/"
CALENDAR = f"{LIST}calendar/"
TERMS = {
    "name": "Commissioning delivery group",
    "purpose": "It sees that what is begun is finished.",
    "quorum": "3",
    "often": "monthly",
    "ordinal": "1",
    "weekday": "0",
    "begins_on_day": "4",
    "begins_on_month": "3",
    "begins_on_year": "2026",
    "starts_at": "10:00",
    "minutes": "90",
    "place": "Room 1",
    "papers_days": "5",
    "standing": "Conflicts of interest\nAny other business",
    "watched": ["cases", "money"],
}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def keeper(client):
    return signed_in(client, Role.BOARD_SECRETARY)


def of(one, verb=""):
    return f"{LIST}{one}/{verb}"


def days(name, on):
    parts = zip(("day", "month", "year"), (on.day, on.month, on.year), strict=True)
    return {f"{name}_{part}": str(number) for part, number in parts}


def test_a_secretary_sets_a_board_up_with_its_members(client, keeper):
    assert "No board sits" in read(client, LIST)

    answer = client.post(f"{LIST}set-up/", {**TERMS, "code": "delivery-group"})

    made = Board.objects.get()
    assert answer["Location"] == of(made)
    somebody = member(name="Ada Quill")
    said = {"person": somebody.reference, "part": "chair", "from_body": "Borough"}
    client.post(of(made, "seats/"), {**said, **days("from_day", DAY)})
    page = read(client, of(made))
    for words in ("The first Monday of each month", "at 10:00, for 90 minutes", "Ada Quill"):
        assert words in page
    assert "Borough" in page
    assert "Ada Quill" in read(client, LIST)


def test_mistakes_are_said_beside_what_is_to_be_mended(client, keeper):
    made = board()

    page = body_of(client.post(f"{LIST}set-up/", {**TERMS, "code": made.code, "quorum": "0"}))
    assert "Ensure this value is greater than or equal to 1." in page
    page = body_of(client.post(f"{LIST}set-up/", {**TERMS, "code": made.code}))
    assert "Another board has this code." in page
    said = {"person": keeper.reference, "part": "member", **days("from_day", DAY)}
    page = body_of(client.post(of(made, "seats/"), said))
    assert "Nobody gives a seat to themselves." in page


def test_terms_are_revised_once_it_was_shown_what_would_change(client, keeper):
    made = board()
    later = DAY + timedelta(days=30)
    said = {**TERMS, "quorum": "4", **days("from_day", later)}

    page = body_of(client.post(of(made, "revise/"), said))
    assert "How many with a vote make a quorum" in page
    assert terms_of(made, on=later).quorum == 3
    client.post(of(made, "revise/"), {**said, "confirmed": "yes"})

    assert terms_of(made, on=later).quorum == 4
    assert terms_of(made, on=DAY).quorum == 3
    past = read(
        client, of(made, "as-at/?") + "&".join(f"{k}={v}" for k, v in days("on", DAY).items())
    )
    assert "Procurement, contracts and grants oversight board" in past
    assert "Nothing can be done here" in past
    assert "No meeting was planned." in past


def test_on_a_past_day_meetings_stand_as_they_were_planned_then(client, keeper):
    """It is held by now."""
    made = board()
    meeting = planned(made)
    held(called(meeting))

    past = read(
        client, of(made, "as-at/?") + "&".join(f"{k}={v}" for k, v in days("on", DAY).items())
    )

    assert "17 March 2026" in past
    assert str(meeting) in past


def test_a_year_of_meetings_is_planned_past_bank_holidays(client, keeper):
    made = board()
    client.post(of(made, "revise/"), {**TERMS, **days("from_day", DAY), "confirmed": "yes"})

    page = read(client, of(made, "plan/year/"))
    assert "Tuesday 5 May 2026" in page
    assert page.count("Moved by a bank holiday") == 2  # Easter Monday, and that of May
    client.post(of(made, "plan/year/"), {"day": ["2026-04-07", "2026-05-05", "1999-01-01"]})

    on = sorted(str(one.on) for one in Meeting.objects.all())
    assert on == ["2026-04-07", "2026-05-05"]


def test_one_meeting_is_planned_and_stands_in_the_calendar(client, keeper):
    made = board()
    said = {"starts": "10:00", "ends": "12:00", "place": "Room 1", **days("day", STARTS.date())}

    client.post(of(made, "plan/"), said)

    meeting = Meeting.objects.get()
    assert str(meeting) in read(client, of(made))
    page = read(client, CALENDAR)
    assert "March 2026" in page
    assert str(meeting) in page
    assert str(meeting) not in read(client, f"{CALENDAR}?when=past")
    assert str(meeting) not in read(client, f"{CALENDAR}?whose=mine")
    assert str(meeting) in read(client, f"{CALENDAR}?board={made.code}")


def test_a_seat_ends_and_a_board_is_dissolved(client, keeper):
    made = board()
    gone = members_of(made)[0]
    tomorrow = DAY + timedelta(days=1)

    client.post(of(made, f"seats/{gone.reference}/end/"), days("from_day", tomorrow))
    client.post(of(made, "dissolve/"), {"words": "Its work is done."})

    assert gone not in [one.person for one in seats_of(made, on=tomorrow)]
    made.refresh_from_db()
    assert made.state == BoardState.DISSOLVED
    page = read(client, of(made))
    assert "Its work is done." in page
    assert "Plan one meeting" not in page
    assert made.reference not in read(client, LIST)
    page = read(client, f"{LIST}?state=dissolved")
    assert of(made) in page
    assert "Its work is done." in page


def test_what_a_dissolved_board_did_is_found_again(client, keeper):
    made, other = board(), board(code="other-board")
    theirs = held(called(planned(other)))
    met = held(called(planned(made)))
    assert "No board was dissolved" in read(client, f"{LIST}?state=dissolved")
    with time_machine.travel(AFTER, tick=False):
        dissolve_board(made, words="Its work is done.", by=keeper, at=AFTER)
        client.force_login(keeper, backend=BACKEND)

        past = read(client, f"{CALENDAR}?when=past&board={made.code}")

    assert str(met) in past
    assert str(theirs) not in past


def test_members_from_outside_see_their_own_board_alone(client):
    one, other = board(), board(code="other-board")
    client.force_login(members_of(one)[0], backend=BACKEND)
    mine, theirs = planned(one), planned(other)

    page = read(client, LIST)

    assert of(one) in page
    assert of(other) not in page
    assert "Set up a board" not in page
    calendar = read(client, CALENDAR)
    assert str(mine) in calendar
    assert str(theirs) not in calendar
    assert "End this seat" not in read(client, of(one))
    read(client, of(other), status=403)
    read(client, f"/workspace/meetings/{theirs}/", status=403)


def test_meetings_go_into_calendars(client):
    one, other = board(), board(code="other-board")
    person = members_of(one)[0]
    mine, _theirs = planned(one), planned(other)
    client.force_login(person, backend=BACKEND)
    feed = feed_address(renew_calendar_link(by=person, at=NOON)).partition("/training")

    for address in (f"{LIST}mine.ics", of(one, "meetings.ics"), "/training" + feed[2]):
        file = read(client, address)
        assert file.count("BEGIN:VEVENT") == 1, address
        assert f"UID:{mine}@" in file
        assert "LOCATION:Committee room 2" in file


def test_a_board_shows_what_is_still_to_be_done_and_how_far_it_slipped(client, keeper):
    made = board()
    listed = item(planned(made))
    held(called(listed.meeting))
    keeper, approver = made.set_up_by, official(Role.APPROVER)
    said = {"owner": members_of(made)[0], "verifier": keeper, "due_on": AFTER.date()}
    action = open_item_action(fresh_item(listed), what="Write to them", **said, by=keeper, at=AFTER)
    later = AFTER.date() + timedelta(days=12)
    move_action_day(action, due_on=later, text="They are away", by=approver, at=AFTER)

    page = read(client, of(made))

    assert "Write to them" in page
    assert "12 days" in page


def test_pages_ask_as_much_of_the_database_for_many_as_for_one(client, keeper):
    made = board()
    planned(made)
    addresses = [LIST, CALENDAR, of(made), of(made, "as-at/")]
    few = [queries_of(client, one) for one in addresses]

    for number in range(3):
        more = board(code=f"another-{number}")
        seat(made, member(), Part.ADVISER)
        for on in (more, made):
            later = STARTS + timedelta(days=7 * (number + 1))
            when = When(later, later + timedelta(hours=1), "Room 1")
            plan_meeting(on, when, by=secretary(), at=NOON)

    assert [queries_of(client, one) for one in addresses] == few
    assert max(few) <= 15

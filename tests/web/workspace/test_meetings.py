"""Meetings from the first proposal to the agreed minutes, by those who may."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.boards.kinds import Outcome, Presence, Purpose
from almoner.boards.models import Interest, Item, Question
from almoner.boards.operations import declare_interest, record_presence
from almoner.boards.queries import items_of
from almoner.boards.states import InterestState, MeetingState, MinuteState
from almoner.commissions.operations import ask_gate
from almoner.commissions.states import GateState
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
    fresh,
    fresh_item,
    held,
    item,
    members_of,
    minuted,
    planned,
)
from tests.commissions.factories import grant_case
from tests.commissions.frameworks import in_force
from tests.framework.factories import head
from tests.risks.factories import risk
from tests.web.public.published import body_of, bytes_of, queries_of, read
from tests.web.workspace.signing_in import BACKEND, signed_in

pytestmark = pytest.mark.django_db
MEETINGS = "/workspace/meetings/"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _noon(clock):
    return clock


@pytest.fixture
def keeper(client):
    return signed_in(client, Role.BOARD_SECRETARY)


def of(meeting, verb=""):
    return f"{MEETINGS}{meeting}/{verb}"


def at(item, verb=""):
    return f"{MEETINGS}items/{item}/{verb}"


def sign_in(client, person):
    client.force_login(person, backend=BACKEND)
    return person


def days(name, on):
    parts = zip(("day", "month", "year"), (on.day, on.month, on.year), strict=True)
    return {f"{name}_{part}": str(number) for part, number in parts}


def test_an_agenda_is_put_together_from_what_is_due_and_by_hand(client, keeper):
    meeting, danger = planned(), risk(5, 5)
    assert "Nothing is on the agenda yet" in read(client, of(meeting))

    page = read(client, of(meeting, "propose/"))
    assert "Conflicts of interest" in page
    client.post(of(meeting, "propose/"), {"chosen": ["Conflicts of interest"]})
    said = {"title": "A flood", "purpose": "decision", "about": str(danger).lower()}
    client.post(of(meeting, "add/"), said)

    first, second = items_of(meeting)
    assert (first.title, second.about) == ("Conflicts of interest", name_of(danger))
    assert "Conflicts of interest" not in read(client, of(meeting, "propose/"))
    client.post(at(second, "move/"), {"to": "1"})
    assert [one.title for one in items_of(meeting)] == ["A flood", "Conflicts of interest"]
    client.post(at(first, "move/"), {"to": "77"})
    client.post(at(first, "withdraw/"), {"words": "Not this time."})
    assert [one.title for one in items_of(meeting)] == ["A flood"]
    assert "Not this time." in read(client, at(first))


def test_what_nobody_knows_is_refused_by_its_reference(client, keeper):
    meeting = planned()
    said = {"title": "A case", "purpose": "decision"}

    for about in ("COM-2026-999", "nonsense"):
        page = body_of(client.post(of(meeting, "add/"), {**said, "about": about}))
        assert f"There is nothing called {about.upper()} that you may read." in page

    assert not Item.objects.exists()


def test_all_that_is_wrong_with_an_item_is_said_at_once(client, keeper):
    meeting = planned()
    danger = item(meeting, "A flood", about=name_of(risk(5, 5))).about.partition(":")[2]

    for about, words in [("nonsense", "There is nothing called"), (danger, "stands on the agenda")]:
        page = body_of(client.post(of(meeting, "add/"), {"about": about}))
        assert page.count(words) == 2  # in the summary, and beside the field
        assert page.count("govuk-error-message") == 3  # with those of its title and purpose


def test_an_item_is_changed_and_given_files_until_its_paper_goes_out(client, keeper):
    listed = item(planned(), "A flood")
    upload = SimpleUploadedFile("map.txt", b"Here.")

    client.post(at(listed, "files/"), {"file": upload, "title": "A map"})
    client.post(at(listed, "change/"), {"title": "Two floods", "purpose": "information"})
    page = read(client, at(listed))
    assert "Two floods" in page
    assert "A map" in page
    kept = listed.files.get().file
    assert bytes_of(client.get(f"/workspace/files/{kept}/")) == b"Here."

    client.post(at(listed, f"files/{kept}/remove/"))
    assert "A map" not in read(client, at(listed))
    called(listed.meeting)
    read(client, at(listed, "change/"), status=403)


def test_papers_go_out_once_it_is_plain_to_whom_and_what(client, keeper):
    listed = item(planned(), "A flood")
    meeting = listed.meeting

    page = read(client, of(meeting, "call/"))
    for seat in meeting.board.seats.all():
        assert seat.person.name in page
    assert "Later than the terms say" not in page
    client.post(of(meeting, "call/"))

    page = read(client, of(meeting))
    assert fresh(meeting).state == MeetingState.CALLED
    assert fresh_item(listed).paper.digest[:12] in page
    assert "There is nothing to send" in read(client, of(meeting, "call/"))
    item(meeting, "A fire")
    assert "Send out late papers" in read(client, of(meeting))
    client.post(of(meeting, "call/"))
    assert "Late" in read(client, of(meeting))


def test_late_papers_are_warned_of(client, keeper, clock):
    listed = item(planned(), "A flood")
    clock.move_to(STARTS - timedelta(days=2))
    sign_in(client, keeper)

    assert "Later than the terms say" in read(client, of(listed.meeting, "call/"))


def test_a_meeting_is_moved_and_cancelled(client, keeper):
    meeting = planned()
    when = {"starts": "11:00", "ends": "10:00", "place": "Hall"}
    later = days("day", DAY + timedelta(days=20))

    page = body_of(client.post(of(meeting, "move/"), {**when, **later}))
    assert "It ends before it starts." in page
    client.post(of(meeting, "move/"), {**when, "ends": "12:30", **later})
    assert fresh(meeting).place == "Hall"
    client.post(of(meeting, "cancel/"), {"words": "Nobody can come."})

    page = read(client, of(meeting))
    assert "Nobody can come." in page
    assert "Nothing: it was cancelled." in page
    assert "Cancel it" not in page


def test_a_member_reads_asks_and_sends_apologies(client):
    meeting = planned()
    keeper, chair = meeting.board.set_up_by, chair_of(meeting.board)
    listed = item(meeting, "A flood", presenter=chair)
    called(meeting)
    sign_in(client, members_of(meeting.board)[0])

    page = read(client, of(meeting))
    for act in ("Add an item", "Cancel it", "Move it", "Send out", "Up<"):
        assert act not in page
    client.post(at(listed, "ask/"), {"text": "How high?"})
    client.post(of(meeting, "apologies/"))

    assert "How high?" in read(client, at(listed))
    assert meeting.attendances.get().presence == Presence.APOLOGIES
    read(client, at(listed, "questions/1/"), status=403)
    sign_in(client, chair)
    client.post(at(listed, "questions/1/"), {"text": "Two metres."})
    assert Question.objects.get().answered_by == chair
    assert "Two metres." in read(client, at(listed))
    sign_in(client, keeper)
    read(client, at(listed, "questions/2/"), status=404)


def test_whoever_declares_an_interest_is_out_until_the_chair_finds_otherwise(client):
    listed = item(planned(), "A flood")
    meeting, person = listed.meeting, members_of(listed.meeting.board)[0]
    called(meeting)
    sign_in(client, person)

    client.post(at(listed, "interest/"), {"text": "My house stands there."})

    assert "You are out of this item" in read(client, of(meeting))
    assert "You declared an interest" in read(client, at(listed), status=403)
    sign_in(client, chair_of(meeting.board))
    assert "Interest to decide on" in read(client, of(meeting))
    rule = at(listed, f"interests/{person.reference}/")
    assert "My house stands there." in read(client, rule)
    client.post(rule, {"ruling": "stays", "words": "It is on a hill."})
    assert Interest.objects.get().state == InterestState.STAYS
    sign_in(client, person)
    assert "It is on a hill." in read(client, at(listed))


def test_a_meeting_is_held_with_those_who_were_there(client, clock):
    meeting = called()
    gone = members_of(meeting.board)[0]
    sign_in(client, gone)
    client.post(of(meeting, "apologies/"))
    keeper = sign_in(client, meeting.board.set_up_by)
    read(client, of(meeting, "hold/"), status=403)  # it has not begun

    clock.move_to(AFTER)
    sign_in(client, keeper)
    page = read(client, of(meeting, "hold/"))
    assert page.count("checked") == 5
    people = [one.person for one in meeting.board.seats.all()]
    said = {one.reference: "present" for one in people} | {gone.reference: "apologies"}
    client.post(of(meeting, "hold/"), said)
    client.post(of(meeting, "presence/"), {"person": keeper.reference, "presence": "present"})

    there = meeting.attendances.filter(presence=Presence.PRESENT)
    assert fresh(meeting).state == MeetingState.HELD
    assert there.count() == 5
    assert "writes the minute of 1 item" in read(client, of(meeting))


def test_minutes_are_written_confirmed_by_the_chair_and_agreed(client, clock):
    listed = item(planned(), "A flood")
    meeting = listed.meeting
    held(called(meeting))
    clock.move_to(AFTER)
    keeper = sign_in(client, meeting.board.set_up_by)

    page = body_of(
        client.post(at(listed, "minute/"), {"words": "Yes.", "outcome": "agreed-with-conditions"})
    )
    assert "Say by when the conditions are to be met." in page
    client.post(at(listed, "minute/"), {"words": "Yes.", "outcome": "agreed"})
    client.post(at(listed, "minute/"), {"words": "Yes, all.", "outcome": "agreed"})
    people = {"owner": members_of(meeting.board)[0].reference, "verifier": keeper.reference}
    said = {"what": "Buy a pump", **people, **days("due_on", DAY + timedelta(days=60))}
    client.post(at(listed, "action/"), said)
    page = read(client, at(listed))
    for words in ("Yes, all.", "Earlier wordings", "Buy a pump"):
        assert words in page
    assert Action.objects.get().source == name_of(listed)
    read(client, at(listed, "confirm/"), status=403)

    sign_in(client, chair_of(meeting.board))
    assert "It is only minuted." in read(client, at(listed, "confirm/"))
    page = body_of(client.post(at(listed, "confirm/"), {"seen": "1"}))
    assert "The minute was written anew meanwhile." in page
    client.post(at(listed, "confirm/"), {"seen": "2"})
    client.post(of(meeting, "minutes/agree/"))

    assert fresh(meeting).state == MeetingState.AGREED
    page = read(client, of(meeting, "minutes/"))
    assert "Yes, all." in page
    assert "Agree the minutes" not in page


def test_members_are_led_to_the_actions_that_they_may_read_and_to_no_other(client, clock):
    listed, apart = item(meeting := planned(), "A flood"), item(meeting, "A refuge")
    out, other = members_of(meeting.board)[:2]
    declare_interest(apart, what="A cousin.", by=out, at=NOON)
    held(called(meeting))
    clock.move_to(AFTER)
    keeper = sign_in(client, meeting.board.set_up_by)
    people = {"owner": keeper.reference, "verifier": chair_of(meeting.board).reference}
    said = {"what": "Ring them", **people, **days("due_on", DAY + timedelta(days=60))}
    for one in (listed, apart):
        client.post(at(one, "action/"), said)
    (theirs, closed) = Action.objects.order_by("pk")

    sign_in(client, other)

    page = read(client, at(listed))
    assert f"/workspace/actions/{theirs}/" in page
    assert "Ring them" in page
    page = read(client, at(apart))
    assert str(closed) in page
    assert f"/workspace/actions/{closed}/" not in page
    assert "Ring them" not in page


def test_a_chair_sees_what_confirming_does_to_a_case_and_does_it(client, clock):
    case = grant_case()
    gate = ask_gate(case, onward="open", now=in_force(), by=case.lead, at=NOON)
    sits = board(chair=head())
    listed = item(planned(sits), "Counselling", about=name_of(case), purpose=Purpose.DECISION)
    held(called(listed.meeting))
    clock.move_to(AFTER)
    sign_in(client, sits.set_up_by)
    assert "Says go at the gate" in read(client, at(listed, "minute/"))
    client.post(at(listed, "minute/"), {"words": "Go.", "outcome": "agreed", "acts": "on"})

    sign_in(client, chair_of(sits))
    page = read(client, at(listed, "confirm/"))
    assert "Says go at the gate, in the office: Head of service" in page
    assert "in your name, as Chair" in page
    page = body_of(client.post(at(listed, "confirm/"), {"seen": "1"}, follow=True))

    assert f"Minutes of {listed.meeting.on:%-d %B %Y}" in page
    assert "Item 1, Counselling, is confirmed: Agreed." in page
    assert f"It acted on {case} in your name. Says go at the gate, in the office" in page
    gate.refresh_from_db()
    assert (gate.state, fresh_item(listed).minute.state) == (GateState.GO, MinuteState.CONFIRMED)


def test_where_the_case_refuses_the_chair_is_told_on_the_form_and_nothing_is_recorded(
    client, clock
):
    """The chair of this board holds no office of the framework."""
    case = grant_case()
    gate = ask_gate(case, onward="open", now=in_force(), by=case.lead, at=NOON)
    listed = item(planned(), "Counselling", about=name_of(case), purpose=Purpose.DECISION)
    held(called(listed.meeting))
    minuted(listed, Outcome.AGREED, "Go.", acts=True)
    clock.move_to(AFTER)
    sign_in(client, chair_of(listed.meeting.board))
    lines = Event.objects.count()

    answer = client.post(at(listed, "confirm/"), {"seen": "1"})

    page = body_of(answer)
    assert answer.status_code == 200
    assert "Only who holds this office, or their deputy, says now: Head of service." in page
    assert "Item 1 is not confirmed" in page
    assert "so that it is only minuted" in page
    gate.refresh_from_db()
    assert (gate.state, fresh_item(listed).minute.state) == (GateState.ASKED, MinuteState.DRAFT)
    assert Event.objects.count() == lines


def test_what_is_restricted_is_told_to_those_who_may_read_it_and_noted(client):
    secret = item(planned(), "A refuge", is_restricted=True)
    meeting = secret.meeting
    person = sign_in(client, members_of(meeting.board)[0])
    called(meeting)

    assert "A refuge" in read(client, of(meeting))
    read(client, at(secret))
    client.get(of(meeting, "pack.pdf"))

    noted = AccessEntry.objects.filter(about=name_of(secret), who=person.actor)
    assert [one.outcome for one in noted] == ["allowed", "allowed"]
    signed_in(client, Role.FINANCE)
    assert "A refuge" not in read(client, of(meeting))
    read(client, at(secret), status=403)
    read(client, of(meeting, "pack.pdf"), status=403)
    read(client, of(meeting, "minutes/"), status=403)


def test_a_past_day_tells_what_stood_there_and_what_had_come_of_it_to_those_who_may_read(
    client, clock
):
    listed = item(planned(), "A flood")
    meeting, out = listed.meeting, members_of(listed.meeting.board)[0]
    item(meeting, "A drought")
    called(meeting)
    declare_interest(listed, what="My house.", by=out, at=NOON)
    held(fresh(meeting))
    minuted(fresh_item(listed), Outcome.AGREED, "Pump it dry.")
    clock.move_to(AFTER)

    sign_in(client, members_of(meeting.board)[1])
    today = read(client, of(meeting, "as-at/"))
    assert "Pump it dry." in today
    assert "Not confirmed" in today
    before = read(client, of(meeting, "as-at/?on_day=4&on_month=3&on_year=2026"))
    assert "A flood" in before
    assert "Pump it dry." not in before
    sign_in(client, out)
    theirs = read(client, of(meeting, "as-at/"))
    assert "A drought" in theirs
    assert "Pump it dry." not in theirs
    assert "1 more item is not for you." in theirs
    signed_in(client, Role.FINANCE)
    read(client, of(meeting, "as-at/"), status=403)


def test_minutes_tell_of_what_is_minuted_apart_only_to_those_who_were_in_it(client, clock):
    listed = item(planned(), "A flood")
    meeting, out = listed.meeting, members_of(listed.meeting.board)[0]
    called(meeting)
    declare_interest(listed, what="My house.", by=out, at=NOON)
    held(fresh(meeting))
    minuted(fresh_item(listed), Outcome.AGREED, "Pump it dry.")
    clock.move_to(AFTER)

    sign_in(client, out)
    assert "Pump it dry." not in read(client, of(meeting, "minutes/"))
    sign_in(client, members_of(meeting.board)[1])
    assert "Pump it dry." in read(client, of(meeting, "minutes/"))
    assert bytes_of(client.get(of(meeting, "minutes.pdf"))).startswith(b"%PDF")


def test_the_pack_is_a_draft_for_the_secretary_until_the_papers_are_out(client, keeper):
    listed = item(planned(), "A flood")
    meeting = listed.meeting

    assert bytes_of(client.get(of(meeting, "pack.pdf"))).startswith(b"%PDF")
    sign_in(client, members_of(meeting.board)[0])
    assert "one PDF" not in read(client, of(meeting))
    read(client, of(meeting, "pack.pdf"), status=403)
    called(meeting)
    assert "one PDF" in read(client, of(meeting))


def test_members_leaf_from_paper_to_paper(client):
    meeting = planned()
    first, second, third = (item(meeting, title) for title in ("Flood", "Fire", "Frost"))
    called(meeting)
    person = sign_in(client, members_of(meeting.board)[0])
    declare_interest(second, what="A cousin.", by=person, at=NOON)

    assert at(third) in read(client, at(first))
    page = read(client, at(third))
    assert at(first) in page
    assert at(second) not in page


def test_pages_ask_as_much_of_the_database_for_many_as_for_one(client, clock):
    first = item(planned(), "A flood", presenter=None)
    meeting = first.meeting
    sign_in(client, meeting.board.set_up_by)
    addresses = [of(meeting), at(first), of(meeting, "call/")]
    few = [queries_of(client, one) for one in addresses]

    for number in range(4):
        item(meeting, f"Another {number}")
    assert [queries_of(client, one) for one in addresses] == few
    held(called(meeting))
    for one in items_of(meeting)[:4]:
        minuted(fresh_item(one))
    said = {"by": meeting.board.set_up_by, "at": AFTER}
    record_presence(fresh(meeting), meeting.board.set_up_by, Presence.PRESENT, **said)
    clock.move_to(AFTER)
    sign_in(client, meeting.board.set_up_by)

    few += [queries_of(client, of(meeting, "minutes/")), queries_of(client, at(first))]
    sign_in(client, chair_of(meeting.board))
    few += [queries_of(client, of(meeting, "minutes/")), queries_of(client, at(first))]
    assert max(few) <= 15, few

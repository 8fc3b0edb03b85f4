"""How the demonstration's boards meet: what stood on their agendas, and what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from almoner.accounts.models import User
from almoner.actions.models import Action
from almoner.boards.agendas import Proposal, proposals_for
from almoner.boards.effects import effects_on
from almoner.boards.kinds import Origin, Outcome, Part, Presence, Purpose, Ruling, Watched
from almoner.boards.models import Board, Interest, Item, Meeting
from almoner.boards.operations import (
    Charter,
    Wanted,
    agree_minutes,
    answer_question,
    ask_question,
    call_meeting,
    confirm_minute,
    declare_interest,
    dissolve_board,
    hold_meeting,
    list_item,
    open_item_action,
    plan_meeting,
    plan_meetings,
    rule_on_interest,
    seat_member,
    send_apologies,
    set_up_board,
    write_minute,
)
from almoner.boards.operations.calling import When, days_to_plan
from almoner.boards.queries import items_of, meetings_of, seats_of
from almoner.commissions.queries import cases
from almoner.core.moments import day_of, deadline
from almoner.core.references import name_of
from almoner.core.rhythms import Often
from almoner.core.workdays import working_days_after

from .cases import COUNSELLING, EVENINGS

SECRETARY = "greta.holm"
OVERSIGHT, DELIVERY = "oversight-board", "commissioning-delivery-group"
BUDGET, PANEL = "budget-meeting", "joint-audit-panel"
FORCE, FORUM = "Wexmoor Police", "Wexmoor Voluntary Forum"
ROOM = "Committee room 2, Wexmoor House"
LAST = "Any other business"
CALLED_BEFORE, PLANNED_BEFORE = -5, -20
INTEREST = "My sister works for a charity that will apply."


@dataclass(frozen=True, slots=True)
class Sits:
    """Somebody on a board."""

    who: str
    part: Part = Part.MEMBER
    from_body: str = ""


BOARDS: dict[str, tuple[Charter, tuple[Sits, ...]]] = {
    OVERSIGHT: (
        Charter(
            name="Procurement, Contracts and Grants Oversight Board",
            purpose=(
                "It looks at each business case, award and change above the limit of a head of"
                " service before the commissioner does, and at what stands still."
            ),
            quorum=3,
            often=Often.MONTHLY,
            weekday=2,
            ordinal=2,
            starts_at=time(13),
            minutes=120,
            place=ROOM,
            standing=["Declarations of interest", LAST],
            watched=[Watched.CASES, Watched.DECISIONS, Watched.RISKS, Watched.AGREEMENTS],
        ),
        (
            Sits("mabel.orme", Part.CHAIR),
            Sits("nadia.okell", Part.DEPUTY_CHAIR),
            Sits("etta.quaye"),
            Sits("leo.strand"),
            Sits("amara.whitlow", from_body=FORUM),
            Sits("owen.brack", Part.ADVISER),
        ),
    ),
    DELIVERY: (
        Charter(
            name="Commissioning Delivery Group",
            purpose="It keeps every case moving, and says what has to go higher.",
            quorum=2,
            often=Often.FORTNIGHTLY,
            weekday=1,
            starts_at=time(10),
            minutes=60,
            place=ROOM,
            standing=["What is stuck, and why"],
            watched=[Watched.CASES],
            papers_days=2,
        ),
        (
            Sits("cerys.vane", Part.CHAIR),
            Sits("hugo.tansley"),
            Sits("owen.brack"),
            Sits("jonah.peake"),
        ),
    ),
    BUDGET: (
        Charter(
            name="Budget meeting",
            purpose="It sees what is planned, committed and left in each fund, month by month.",
            quorum=2,
            often=Often.MONTHLY,
            weekday=3,
            ordinal=1,
            starts_at=time(14),
            minutes=60,
            place=ROOM,
            standing=["Headroom of each fund"],
            watched=[Watched.MONEY],
            papers_days=3,
        ),
        (Sits("etta.quaye", Part.CHAIR), Sits("nadia.okell"), Sits("cerys.vane")),
    ),
    PANEL: (
        Charter(
            name="Joint Audit Panel",
            purpose=(
                "It advises both bodies on internal control, risk and what became of every"
                " recommendation. Its members work for neither."
            ),
            partner=FORCE,
            quorum=2,
            often=Often.QUARTERLY,
            weekday=0,
            ordinal=1,
            starts_at=time(14),
            minutes=150,
            place="Council chamber, Port Wexmoor",
            standing=["What was asked for and is not done"],
            watched=[Watched.AUDITS, Watched.REPORTS, Watched.RISKS],
            papers_days=7,
        ),
        (
            Sits("priya.saltmarsh", Part.CHAIR),
            Sits("gareth.lisle", from_body=FORCE),
            Sits("amara.whitlow"),
        ),
    ),
}


# It did what it was set up for, and meets no more.
MOVED_IN = "moving-in-group"
WOUND_UP = Charter(
    name="Moving-in Group",
    purpose="It brings the registers of the spreadsheets into this system, one by one.",
    quorum=2,
    starts_at=time(11),
    minutes=45,
    place=ROOM,
)


@dataclass(frozen=True, slots=True)
class Said:
    """An item of a meeting as the story tells it: `case` is the title of the case it is about."""

    title: str
    words: str = ""
    outcome: Outcome = Outcome.NOTED
    case: str = ""
    asks: str = ""
    presenter: str = ""
    action: tuple[str, str, int] | None = None  # what, whose, due how many days after
    is_restricted: bool = False
    is_draft: bool = False
    is_late: bool = False


QUESTION = "How many answered from the north of the county?"
ANSWER = "Three of the twelve. The paper says what we will do about it."


@dataclass(frozen=True, slots=True)
class Sat:
    """A meeting of the story, so many working days from today."""

    board: str
    days: int
    items: tuple[Said, ...]
    absent: tuple[str, ...] = ()
    is_agreed: bool = True
    hour: int = 13


HELD = (
    Sat(
        OVERSIGHT,
        -44,
        (
            Said(
                "How the board works",
                "The board agreed its terms, and that papers go out a week before.",
                Outcome.AGREED,
                presenter=SECRETARY,
            ),
            Said(
                "Grants that end this year",
                "Four end before April. Two need no new case; two do.",
                Outcome.DEFERRED,
                presenter="hugo.tansley",
                action=("Say of each grant that ends whether a case is needed", "hugo.tansley", 28),
            ),
        ),
        absent=("leo.strand",),
    ),
    Sat(
        OVERSIGHT,
        -23,
        (
            Said(
                "What is coming to the board this quarter",
                "Three cases are being prepared. The board asked to see needs first, costs after.",
                presenter="cerys.vane",
                action=("Put what providers said into each paper", "cerys.vane", 14),
            ),
            Said(
                "A provider in difficulty",
                "The manager told of late returns. The board asks for weekly news.",
                presenter="owen.brack",
                is_restricted=True,
            ),
        ),
    ),
    Sat(
        OVERSIGHT,
        -2,
        (
            Said(
                f"{COUNSELLING.title}: the business case",
                "The need is shown and the price compares well. The board lets it through.",
                Outcome.AGREED,
                case=COUNSELLING.title,
                asks="Let the case through the gate of its business case.",
                presenter="cerys.vane",
                is_late=True,
                action=("Write to the boroughs in the north before the call", "cerys.vane", 21),
            ),
            Said(
                "Which grants end, and what follows them",
                "The list is right. Two new cases begin in the new year.",
                presenter="hugo.tansley",
                is_draft=True,
            ),
        ),
        absent=("amara.whitlow",),
        is_agreed=False,
        hour=9,
    ),
    Sat(
        DELIVERY,
        -8,
        (Said("What is stuck, and why", "Two cases wait for words from finance."),),
    ),
    Sat(
        BUDGET,
        -13,
        (Said("Headroom of each fund", "No fund is planned beyond what it has."),),
    ),
    Sat(
        PANEL,
        -35,
        (
            Said(
                "Recommendations that are open",
                "The panel welcomed what was done, and asks for the rest by its next meeting.",
                presenter="finn.abara",
                action=("Tell the panel when the registers are complete", "dev.marlow", 60),
            ),
        ),
        absent=("gareth.lisle",),
    ),
)


def boards(opened_on: date, today: date) -> Iterator[tuple[datetime, partial[None]]]:
    """Acts with their moments: boards are set up, meet as far as the story is old enough, and have
    papers out for what is near.
    """
    yield _at(opened_on, 9), partial(set_up)
    for sat in HELD:
        day = working_days_after(today, sat.days)
        planned_on = max(working_days_after(day, PLANNED_BEFORE), working_days_after(opened_on, 1))
        called_on = working_days_after(day, CALLED_BEFORE)
        if called_on <= planned_on:
            continue
        yield _at(planned_on, 10), partial(plan, sat, day)
        yield _at(called_on, 11), partial(call, sat, day)
        if any(said.is_late for said in sat.items):
            # What the board makes of a case moves it only if its gate was asked before.
            yield _at(working_days_after(day, -1), 14), partial(send_late, sat, day)
        yield _at(day, sat.hour + 2), partial(hold, sat, day)
        yield _at(day, sat.hour + 3), partial(take_minutes, sat, day)
        if sat.is_agreed:
            yield _at(working_days_after(day, 4), 12), partial(agree, sat, day)
    near = working_days_after(today, -1)
    yield _at(near, 13), partial(wind_up)
    yield _at(near, 14), partial(plan_year, today)
    yield _at(near, 15), partial(call_the_next, today)
    yield _at(near, 16), partial(talk_before, today)


def set_up(moment: datetime) -> None:
    by, on = _person(SECRETARY), day_of(moment)
    for code, (charter, sits) in BOARDS.items():
        board = set_up_board(code, replace(charter, begins_on=on), by=by, at=moment)
        for one in sits:
            seat_member(
                board,
                _person(one.who),
                one.part,
                from_day=on,
                from_body=one.from_body,
                by=by,
                at=moment,
            )
    set_up_board(MOVED_IN, WOUND_UP, by=by, at=moment)


def wind_up(moment: datetime) -> None:
    by = _person(SECRETARY)
    dissolve_board(_board(MOVED_IN), words="Every register is in.", by=by, at=moment)


def plan(sat: Sat, day: date, moment: datetime) -> None:
    charter = BOARDS[sat.board][0]
    starts = deadline(day, time(sat.hour))
    ends = starts + timedelta(minutes=min(charter.minutes, 115))
    when = When(starts, ends, charter.place)
    plan_meeting(_board(sat.board), when, by=_person(SECRETARY), at=moment)


def call(sat: Sat, day: date, moment: datetime) -> None:
    meeting, by = _meeting(sat.board, day), _person(SECRETARY)
    last = [one for one in proposals_for(meeting, on=day_of(moment)) if one.about]
    for proposal in last:
        if proposal.origin == Origin.STANDING:
            _put_down(meeting, proposal, moment)
    _list(meeting, [said for said in sat.items if not said.is_late], moment)
    call_meeting(meeting, by=by, at=moment)


def send_late(sat: Sat, day: date, moment: datetime) -> None:
    meeting = _meeting(sat.board, day)
    _list(meeting, [said for said in sat.items if said.is_late], moment)
    call_meeting(meeting, by=_person(SECRETARY), at=moment)


def _list(meeting: Meeting, items: Iterable[Said], moment: datetime) -> None:
    for said in items:
        about = name_of(cases().get(title=said.case)) if said.case else ""
        list_item(
            meeting,
            Wanted(
                title=said.title,
                purpose=Purpose.DECISION if said.outcome != Outcome.NOTED else Purpose.DISCUSSION,
                asks=said.asks,
                about=about,
                is_restricted=said.is_restricted,
                presenter=_person(said.presenter) if said.presenter else None,
            ),
            by=_person(SECRETARY),
            at=moment,
        )


def hold(sat: Sat, day: date, moment: datetime) -> None:
    meeting = _meeting(sat.board, day)
    there = {
        one.person: Presence.APOLOGIES if one.person.username in sat.absent else Presence.PRESENT
        for one in seats_of(meeting.board, on=day)
    }
    hold_meeting(meeting, there, by=_person(SECRETARY), at=moment)


def take_minutes(sat: Sat, day: date, moment: datetime) -> None:
    """Each item has its minute, and the chair confirms all but drafts: an outcome that would move
    its case does.
    """
    meeting, by = _meeting(sat.board, day), _person(SECRETARY)
    told = {one.title: one for one in sat.items}
    for item in items_of(meeting):
        said = told.get(item.title, Said(item.title, "They are right.", Outcome.AGREED))
        acts = said.outcome in effects_on(item.about, on=day)
        outcome = said.outcome
        write_minute(item, words=said.words, outcome=outcome, acts=acts, by=by, at=moment)
        if said.action:
            _open_action(item, said.action, day, moment)
        if not said.is_draft:
            confirm_minute(item, by=_chair(sat.board), at=moment + timedelta(minutes=30))


def agree(sat: Sat, day: date, moment: datetime) -> None:
    agree_minutes(_meeting(sat.board, day), by=_chair(sat.board), at=moment)


def plan_year(today: date, moment: datetime) -> None:
    """Each board has its meetings of the next six months."""
    for code in BOARDS:
        board = _board(code)
        days = days_to_plan(
            board, first=today + timedelta(days=6), last=today + timedelta(days=183)
        )
        plan_meetings(board, days, by=_person(SECRETARY), at=moment)


def call_the_next(_today: date, moment: datetime) -> None:
    """Papers are out for the next meeting of the oversight board and of the panel."""
    by, on = _person(SECRETARY), day_of(moment)
    for code in (OVERSIGHT, PANEL):
        meeting = _next(code, moment)
        proposed = proposals_for(meeting, on=on)[:7]
        for proposal in proposed:
            if proposal.title != LAST:
                _put_down(meeting, proposal, moment)
        if code == OVERSIGHT:
            case = cases().get(title=EVENINGS.title)
            title = f"{EVENINGS.title}: what it needs before it can go on"
            wanted = Wanted(title=title, purpose=Purpose.DISCUSSION, about=name_of(case))
            list_item(meeting, wanted, by=by, at=moment)
            wanted = Wanted(
                title="A provider in difficulty: what became of it",
                purpose=Purpose.DISCUSSION,
                is_restricted=True,
                presenter=_person("owen.brack"),
            )
            list_item(meeting, wanted, by=by, at=moment)
        for proposal in proposed:
            if proposal.title == LAST:
                _put_down(meeting, proposal, moment)
        call_meeting(meeting, by=by, at=moment)


def talk_before(_today: date, moment: datetime) -> None:
    """A member asks and is answered, one declares an interest, one cannot come."""
    meeting = _next(OVERSIGHT, moment)
    item = items_of(meeting).get(title__startswith=EVENINGS.title)
    question = ask_question(item, text=QUESTION, by=_person("leo.strand"), at=moment)
    later = moment + timedelta(minutes=30)
    answer_question(question, text=ANSWER, by=_person(SECRETARY), at=later)
    declare_interest(item, what=INTEREST, by=_person("amara.whitlow"), at=later)
    rule_on_interest(
        Interest.objects.get(item=item),
        ruling=Ruling.LEAVES,
        words="She leaves for the item.",
        by=_person("mabel.orme"),
        at=later + timedelta(minutes=5),
    )
    send_apologies(meeting, by=_person("nadia.okell"), at=later)


def _put_down(meeting: Meeting, proposal: Proposal, moment: datetime) -> None:
    wanted = Wanted(
        title=proposal.title,
        purpose=proposal.purpose,
        about=proposal.about,
        origin=proposal.origin,
        is_restricted=proposal.is_restricted,
        carried_from=proposal.carried_from,
    )
    list_item(meeting, wanted, by=_person(SECRETARY), at=moment)


def _open_action(item: Item, action: tuple[str, str, int], day: date, moment: datetime) -> Action:
    what, owner, days = action
    return open_item_action(
        item,
        what=what,
        owner=_person(owner),
        verifier=_person(SECRETARY),
        due_on=day + timedelta(days=days),
        by=_person(SECRETARY),
        at=moment,
    )


def _board(code: str) -> Board:
    return Board.objects.get(code=code)


def _meeting(code: str, day: date) -> Meeting:
    return next(one for one in meetings_of(_board(code)) if one.on == day)


def _next(code: str, moment: datetime) -> Meeting:
    found = meetings_of(_board(code)).filter(starts_at__gt=moment).first()
    assert found  # the year was planned
    return found


def _chair(code: str) -> User:
    return next(_person(one.who) for one in BOARDS[code][1] if one.part == Part.CHAIR)


def _person(username: str) -> User:
    return User.objects.get(username=username)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return deadline(day, time(hour, minute))

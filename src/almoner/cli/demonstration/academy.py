"""How the demonstration's academy teaches: courses, workshops, and who still lacks what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from almoner.academy.content import Content, Question
from almoner.academy.earning import earned_of
from almoner.academy.models import Booking, Course, Workshop
from almoner.academy.operations import (
    book_place,
    close_workshop,
    evaluate_workshop,
    grant_cover,
    issue_certificate,
    name_on_certificate,
    open_course,
    open_workshop,
    plan_workshop,
    publish_course_version,
    record_attendance,
    take_assessment,
)
from almoner.academy.operations.workshops import Plan
from almoner.academy.queries import version_on
from almoner.academy.states import BookingState, Outcome
from almoner.accounts.models import User
from almoner.core.moments import day_of, deadline
from almoner.core.workdays import working_days_after
from almoner.framework.queries import framework_on

LEAD = "ines.coble"
ROOM = "Training room, Wexmoor House"
ESSENTIALS, EQUALITY = "commissioning-essentials", "equality-impact"
ASSESSING, MANAGING, APPROVING = "fair-assessment", "managing-agreements", "approving-spend"
QUESTIONS = (
    Question("Who signs above your limit?", ["Whoever the limit names", "Nobody", "You"], 0),
    Question("You wrote the decision. May you sign it?", ["Yes", "No", "Yes, if it is urgent"], 1),
)
TAUGHT = {
    ESSENTIALS: ("From a need to an agreement.", ["Say the need", "Name the power", "Plan"], 24),
    EQUALITY: ("What a case does to people.", ["Ask them", "Assess each characteristic"], 24),
    ASSESSING: ("Scoring alike, and saying why.", ["Declare interests", "Give reasons"], 24),
    MANAGING: ("From signature to closure.", ["Read a return", "Check a claim"], 24),
    APPROVING: ("What a signature means.", ["Know the limits", "Read the evidence"], 36),
}


@dataclass(frozen=True, slots=True)
class Given:
    """A workshop as the story tells it: how many working days from today, of what, for whom; and
    who books for them, if they do not themselves.
    """

    days: int
    course: str
    people: tuple[str, ...]
    absent: tuple[str, ...] = ()
    capacity: int = 12
    booked_by: str = ""


PAST = (
    Given(-480, MANAGING, ("owen.brack",)),
    Given(-230, ESSENTIALS, ("cerys.vane", "greta.holm", "etta.quaye", "leo.strand")),
    Given(-180, EQUALITY, ("cerys.vane", "hugo.tansley"), ("nadia.okell",)),
    Given(-150, ASSESSING, ("jonah.peake", "leo.strand")),
    Given(-120, MANAGING, ("hugo.tansley",), ("dev.marlow",)),
    Given(-90, APPROVING, ("nadia.okell", "selma.arden")),
    Given(-8, EQUALITY, ("greta.holm", "owen.brack", "etta.quaye")),
)
TO_COME = (
    Given(
        6,
        ESSENTIALS,
        ("dev.marlow", "owen.brack", "hugo.tansley"),
        capacity=2,
        booked_by="hugo.tansley",
    ),
    Given(25, APPROVING, ("mabel.orme",)),
    Given(40, MANAGING, ()),
)
PLANNED = Given(60, ASSESSING, ())
COVERED = "hugo.tansley"
WHY = "He takes over a case while its lead is away, and the next workshop is full."


def academy(opened_on: date, today: date) -> Iterator[tuple[datetime, partial[None]]]:
    """Courses are opened, workshops given, and some are still to come: acts with their moments."""
    yield _at(opened_on, 9), partial(open_courses)
    first = working_days_after(opened_on, 1)
    # Whoever leads cases takes the first workshop there is.
    yield from _given(Given(0, ESSENTIALS, ("cerys.vane",)), opened_on, first)
    for one in PAST:
        day = working_days_after(today, one.days)
        planned_on = working_days_after(day, -15)
        if planned_on > first:
            yield from _given(one, planned_on, day)
    recently = max(first, working_days_after(today, -5))
    for n, one in enumerate(TO_COME):
        day = working_days_after(today, one.days)
        yield _at(recently, 10, n), partial(plan, one, day)
        yield _at(recently, 11, n), partial(book, one, day)
    last = working_days_after(today, PLANNED.days)
    yield _at(recently, 12), partial(plan, PLANNED, last, is_open=False)
    yield _at(recently, 13), partial(cover, today)


def _given(one: Given, planned_on: date, day: date) -> Iterator[tuple[datetime, partial[None]]]:
    yield _at(planned_on, 10), partial(plan, one, day)
    yield _at(planned_on, 11), partial(book, one, day)
    yield _at(day, 16), partial(teach, one, day)
    yield _at(day, 17), partial(certify, one, day)


def open_courses(moment: datetime) -> None:
    lead, framework = _person(LEAD), framework_on(day_of(moment))
    for code, (text, competencies, months) in TAUGHT.items():
        title = framework.title_of_course(code)
        course = open_course(code, title=title, owner=lead, by=lead, at=moment)
        is_tested = code == APPROVING
        content = Content(
            text=text,
            competencies=competencies,
            valid_months=months,
            pass_mark=50 if is_tested else None,
            questions=QUESTIONS if is_tested else (),
        )
        first_day = day_of(moment)
        publish_course_version(course, content, first_day=first_day, by=lead, at=moment)


def plan(one: Given, day: date, moment: datetime, *, is_open: bool = True) -> None:
    lead = _person(LEAD)
    said = Plan(
        starts_at=_at(day, 10),
        ends_at=_at(day, 13),
        capacity=one.capacity,
        trainer=lead,
        place=ROOM,
    )
    course = Course.objects.get(code=one.course)
    planned = plan_workshop(course, said, by=lead, at=moment)
    if is_open:
        open_workshop(planned, by=lead, at=moment)


def book(one: Given, day: date, moment: datetime) -> None:
    workshop = _workshop(one, day)
    for name in (*one.people, *one.absent):
        person = _person(name)
        by = _person(one.booked_by) if one.booked_by else person
        book_place(workshop, person, by=by, at=moment)


def teach(one: Given, day: date, moment: datetime) -> None:
    """Who came is said, it was held, and some say what they thought."""
    workshop, lead = _workshop(one, day), _person(LEAD)
    booked = Booking.objects.filter(workshop=workshop, state=BookingState.BOOKED)
    bookings = list(booked.select_related("person"))
    outcomes = {
        booking.reference: Outcome.ABSENT
        if booking.person.username in one.absent
        else Outcome.ATTENDED
        for booking in bookings
    }
    record_attendance(workshop, outcomes, by=lead, at=moment)
    close_workshop(workshop, by=lead, at=moment)
    version = version_on(workshop.version.course, on=day)
    for n, booking in enumerate(bookings):
        if outcomes[booking.reference] == Outcome.ATTENDED:
            if version and version.has_assessment:
                take_assessment(version, [0, 1], by=booking.person, at=moment)
            scores = {"useful": 5 - n % 2, "clear": 4, "pace": 3 + n % 3}
            evaluate_workshop(booking, scores=scores, words="", by=booking.person, at=moment)


def certify(one: Given, day: date, moment: datetime) -> None:
    lead = _person(LEAD)
    for booking in list(earned_of(_workshop(one, day))):
        certificate = issue_certificate(booking, by=lead, at=moment)
        if booking.person.username == "cerys.vane":
            name_on_certificate(certificate, is_named=True, by=booking.person, at=moment)


def cover(today: date, moment: datetime) -> None:
    """Somebody may lead a case for a while, until the next workshop."""
    until = today + timedelta(days=30)
    by, person = _person("nadia.okell"), _person(COVERED)
    grant_cover(person, ESSENTIALS, reason=WHY, until=until, by=by, at=moment)


def _workshop(one: Given, day: date) -> Workshop:
    return Workshop.objects.select_related("version__course").get(
        version__course__code=one.course, starts_at=_at(day, 10)
    )


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return deadline(day, time(hour, minute))


def _person(username: str) -> User:
    return User.objects.get(username=username)

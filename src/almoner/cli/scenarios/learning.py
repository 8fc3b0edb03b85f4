"""What a scenario's academy taught, and to whom."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from almoner.academy.content import Content
from almoner.academy.models import Course, Workshop
from almoner.academy.operations import (
    book_place,
    close_workshop,
    issue_certificate,
    open_course,
    open_workshop,
    plan_workshop,
    publish_course_version,
    record_attendance,
)
from almoner.academy.operations.workshops import Plan
from almoner.academy.states import Outcome
from almoner.accounts.roles import Role
from almoner.cli.demonstration.stages import Act, at
from almoner.core.moments import day_of, deadline

from .people import called, with_role
from .said import CourseSaid, Scenario, WorkshopSaid

PLANNED_BEFORE = timedelta(days=14)


def teaching(scenario: Scenario) -> Iterator[Act]:
    for course in scenario.courses:
        yield Act(at(course.opened_on, 9, 40), partial(_open, course))
    opened = {course.code: course.opened_on for course in scenario.courses}
    for n, workshop in enumerate(scenario.workshops):
        taught = Taught(workshop)
        planned_on = max(workshop.held_on - PLANNED_BEFORE, opened[workshop.course])
        yield Act(at(planned_on, 9, 45 + n % 10), taught.plan)
        yield Act(deadline(workshop.held_on, workshop.ends), taught.hold)


def _open(said: CourseSaid, moment: datetime) -> None:
    lead = with_role(Role.ACADEMY_LEAD)
    course = open_course(said.code, title=said.title, owner=lead, by=lead, at=moment)
    content = Content(said.text, [said.title], said.valid_months)
    publish_course_version(course, content, first_day=day_of(moment), by=lead, at=moment)


class Taught:
    """A workshop from its planning to the certificates of those who came."""

    def __init__(self, said: WorkshopSaid) -> None:
        self.said = said
        self.reference = ""

    def plan(self, moment: datetime) -> None:
        lead, said = with_role(Role.ACADEMY_LEAD), self.said
        plan = Plan(
            starts_at=deadline(said.held_on, said.begins),
            ends_at=deadline(said.held_on, said.ends),
            capacity=max(said.capacity, len(said.attended)),
            trainer=lead,
            place=said.place,
        )
        course = Course.objects.get(code=said.course)
        workshop = plan_workshop(course, plan, by=lead, at=moment)
        workshop = open_workshop(workshop, by=lead, at=moment)
        self.reference = workshop.reference
        for username in said.attended:
            book_place(workshop, called(username), by=lead, at=moment)

    def hold(self, moment: datetime) -> None:
        lead = with_role(Role.ACADEMY_LEAD)
        workshop = Workshop.objects.get(reference=self.reference)
        came = {booking.reference: Outcome.ATTENDED for booking in workshop.bookings.all()}
        if came:
            record_attendance(workshop, came, by=lead, at=moment)
        workshop = close_workshop(workshop, by=lead, at=moment)
        for booking in workshop.bookings.order_by("pk"):
            issue_certificate(booking, by=lead, at=moment)

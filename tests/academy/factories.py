"""Makers of courses, workshops and certificates."""

from datetime import date, timedelta

import factory

from almoner.academy.content import Content, Question
from almoner.academy.models import (
    Booking,
    Certificate,
    Course,
    CourseVersion,
    EmergencyCover,
    Workshop,
)
from almoner.academy.states import BookingState, Outcome, WorkshopState
from almoner.accounts.roles import Role
from tests.factories import DAY, LONG_AGO, NOON, Factory, UserFactory, official

ESSENTIALS = "commissioning-essentials"
FAR = date(2030, 1, 1)
SOON = NOON + timedelta(days=20)
RIGHT = [0, 1]
QUESTIONS = (
    Question("Who decides?", ["Whoever the limit names", "The lead"], 0),
    Question("When is it public?", ["Never", "When it is signed"], 1),
)
CONTENT = Content("From a need to an agreement.", ["Say the need"], valid_months=24)
TESTED = Content("The same.", ["Say the need"], 24, pass_mark=80, questions=QUESTIONS)


def academy_lead(**user):
    return official(Role.ACADEMY_LEAD, **user)


class CourseFactory(Factory):
    class Meta:
        model = Course
        django_get_or_create = ("code",)

    code = ESSENTIALS
    title = "Commissioning, from need to agreement"
    owner = factory.LazyFunction(academy_lead)
    opened_by = factory.SelfAttribute("owner")
    opened_at = LONG_AGO


class CourseVersionFactory(Factory):
    class Meta:
        model = CourseVersion
        django_get_or_create = ("course", "number")

    course = factory.SubFactory(CourseFactory)
    number = 1
    first_day = LONG_AGO.date()
    text = CONTENT.text
    competencies = ["Say the need"]
    valid_months = 24
    digest = CONTENT.digest
    published_by = factory.SelfAttribute("course.owner")
    published_at = LONG_AGO


class WorkshopFactory(Factory):
    """One that is open for booking, in twenty days."""

    class Meta:
        model = Workshop

    reference = factory.Sequence(lambda n: f"WSH-2025-{n:03}")
    version = factory.SubFactory(CourseVersionFactory)
    starts_at = SOON
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(hours=3))
    place = "Room 4"
    capacity = 2
    trainer = factory.LazyFunction(lambda: official(Role.APPROVER))
    state = WorkshopState.OPEN
    planned_by = factory.SelfAttribute("version.course.owner")
    planned_at = LONG_AGO
    known_at = LONG_AGO


class BookingFactory(Factory):
    class Meta:
        model = Booking

    workshop = factory.SubFactory(WorkshopFactory)
    person = factory.LazyFunction(lambda: official(Role.COMMISSIONING_OFFICER))
    state = BookingState.BOOKED
    asked_by = factory.SelfAttribute("person")
    asked_at = NOON


def past_workshop(**fields):
    """One that began yesterday."""
    return WorkshopFactory(starts_at=NOON - timedelta(days=1), **fields)


class CertificateFactory(Factory):
    """One that has held since long ago, and will for years."""

    class Meta:
        model = Certificate

    person = factory.SubFactory(UserFactory)
    course = factory.SubFactory(CourseFactory)
    version = factory.LazyAttribute(lambda one: CourseVersionFactory(course=one.course))
    booking = factory.LazyAttribute(
        lambda one: BookingFactory(
            workshop=past_workshop(version=one.version),
            person=one.person,
            outcome=Outcome.ATTENDED,
        )
    )
    issued_on = LONG_AGO.date()
    expires_on = FAR
    issued_by = factory.SelfAttribute("course.owner")
    recorded_at = LONG_AGO


class EmergencyCoverFactory(Factory):
    """Cover for a month."""

    class Meta:
        model = EmergencyCover

    person = factory.SubFactory(UserFactory)
    course_code = ESSENTIALS
    reason = "The workshop was cancelled."
    first_day = DAY
    until = DAY + timedelta(days=30)
    granted_by = factory.LazyFunction(lambda: official(Role.APPROVER))
    granted_at = NOON
    recorded_at = NOON


def certified(person, *codes):
    """The same person, who holds the certificates of these courses."""
    for code in codes or [ESSENTIALS]:
        CertificateFactory(person=person, course=CourseFactory(code=code))
    return person

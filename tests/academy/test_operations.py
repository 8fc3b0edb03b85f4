from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from almoner.academy.events import BookingEvent, CertificateEvent, CoverEvent, WorkshopEvent
from almoner.academy.models import Attendance, Booking, Certificate, CourseVersion
from almoner.academy.operations import (
    book_place,
    cancel_workshop,
    change_workshop,
    close_workshop,
    end_cover,
    evaluate_workshop,
    give_up_place,
    grant_cover,
    issue_certificate,
    name_on_certificate,
    open_course,
    open_workshop,
    plan_workshop,
    publish_course_version,
    record_attendance,
    renew_calendar_link,
    revoke_certificate,
    take_assessment,
)
from almoner.academy.operations.workshops import Plan
from almoner.academy.states import BookingState, Outcome, WorkshopState
from almoner.academy.tasks import remind_of_workshops
from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.outbox.models import Message
from tests.academy.factories import (
    CONTENT,
    RIGHT,
    SOON,
    TESTED,
    BookingFactory,
    CertificateFactory,
    CourseFactory,
    CourseVersionFactory,
    WorkshopFactory,
    academy_lead,
    past_workshop,
)
from tests.factories import DAY, NOON, UserFactory, official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
HOURS = timedelta(hours=3)
SCORES = {"useful": 5, "clear": 4, "pace": 3}


def plan(**fields):
    said = {"starts_at": SOON, "ends_at": SOON + HOURS, "capacity": 2, "place": "Room 4"}
    return Plan(**{**said, "trainer": official(Role.APPROVER), **fields})


def officer():
    return official(Role.COMMISSIONING_OFFICER)


def kinds():
    return list(Event.objects.order_by("number").values_list("kind", flat=True))


def letters():
    return [(one.topic, one.to_actor) for one in Message.objects.order_by("pk")]


def test_a_course_says_what_it_teaches_in_versions_that_are_never_edited():
    lead = academy_lead()
    course = open_course("essentials", title="Essentials", owner=lead, by=lead, at=NOON)
    first = publish_course_version(course, CONTENT, first_day=DAY, by=lead, at=NOON)
    second = publish_course_version(course, TESTED, first_day=DAY, by=lead, at=NOON)

    assert (first.number, second.number, second.pass_mark) == (1, 2, 80)
    assert first.digest == CONTENT.digest
    with pytest.raises(DatabaseError), transaction.atomic(), arranging():
        CourseVersion.objects.update(text="Something else")
    with pytest.raises(ValidationError):
        open_course("essentials", title="Again", owner=lead, by=lead, at=NOON)
    yesterday = DAY - timedelta(days=1)
    with pytest.raises(ValidationError):
        publish_course_version(course, CONTENT, first_day=yesterday, by=lead, at=NOON)
    with pytest.raises(PermissionDenied):
        publish_course_version(course, CONTENT, first_day=DAY, by=officer(), at=NOON)


def test_a_workshop_is_of_what_its_course_teaches_on_that_day_and_is_opened_for_booking():
    lead = academy_lead()
    version = CourseVersionFactory(first_day=DAY + timedelta(days=10))

    planned = plan_workshop(version.course, plan(), by=lead, at=NOON)
    with pytest.raises(PermissionDenied):
        book_place(planned, lead, by=lead, at=NOON)
    opened = open_workshop(planned, by=lead, at=NOON)

    assert (planned.reference, planned.version) == ("WSH-2026-001", version)
    assert opened.state == WorkshopState.OPEN
    too_early = {"starts_at": NOON + HOURS, "ends_at": NOON + 2 * HOURS}
    with pytest.raises(ValidationError, match="Publish one first"):
        plan_workshop(version.course, plan(**too_early), by=lead, at=NOON)
    for wrong in ({"ends_at": SOON}, {"capacity": 0}, {"place": ""}, {"starts_at": NOON}):
        with pytest.raises(ValidationError):
            plan_workshop(version.course, plan(**wrong), by=lead, at=NOON)


def test_who_asks_once_it_is_full_waits_and_moves_up_when_somebody_gives_up():
    workshop = WorkshopFactory(capacity=1)
    first, second, third = officer(), officer(), officer()
    placed, waits, last = (
        book_place(workshop, person, by=person, at=NOON) for person in (first, second, third)
    )
    assert [placed.state, waits.state, last.state] == ["booked", "waiting", "waiting"]

    give_up_place(placed, by=first, at=NOON)

    states = dict(Booking.objects.values_list("person", "state"))
    assert states == {first.pk: "given-up", second.pk: "booked", third.pk: "waiting"}
    assert kinds()[-3:] == [BookingEvent.GIVEN_UP, "message.queued", BookingEvent.MOVED_UP]
    assert letters() == [
        ("workshop-place", first.actor),
        ("workshop-waiting", second.actor),
        ("workshop-waiting", third.actor),
        ("workshop-place", second.actor),
    ]
    again = book_place(workshop, first, by=first, at=NOON)
    assert again.state == BookingState.WAITING
    with pytest.raises(ValidationError):
        book_place(workshop, first, by=first, at=NOON)


def test_only_an_academy_lead_books_for_another_and_nobody_once_it_began():
    workshop, person, lead = WorkshopFactory(), officer(), academy_lead()

    with pytest.raises(PermissionDenied):
        book_place(workshop, person, by=officer(), at=NOON)
    with pytest.raises(PermissionDenied):
        book_place(workshop, UserFactory(), by=lead, at=NOON)
    with pytest.raises(PermissionDenied):
        book_place(workshop, person, by=person, at=SOON)
    booking = book_place(workshop, person, by=lead, at=NOON)
    with pytest.raises(PermissionDenied):
        give_up_place(booking, by=officer(), at=NOON)
    with pytest.raises(PermissionDenied):
        give_up_place(booking, by=person, at=SOON)


def test_more_places_go_to_those_who_wait_and_all_are_told_of_another_time():
    workshop, lead = WorkshopFactory(capacity=1), academy_lead()
    people = [officer(), officer()]
    for person in people:
        book_place(workshop, person, by=person, at=NOON)
    later = SOON + timedelta(days=1)

    change_workshop(
        workshop, plan(starts_at=later, ends_at=later + HOURS, capacity=2), by=lead, at=NOON
    )

    assert set(Booking.objects.values_list("state", flat=True)) == {BookingState.BOOKED}
    assert letters()[2:] == [
        ("workshop-changed", people[0].actor),
        ("workshop-changed", people[1].actor),
        ("workshop-place", people[1].actor),
    ]
    with pytest.raises(ValidationError):
        change_workshop(workshop, plan(capacity=1), by=lead, at=NOON)


def test_who_has_a_place_is_told_of_cancelling_and_reminded_once():
    lead, workshop = academy_lead(), WorkshopFactory()
    person = BookingFactory(workshop=workshop).person
    morning = SOON - timedelta(days=2)

    assert remind_of_workshops(NOON) == "0 workshops reminded of"
    assert remind_of_workshops(morning) == "1 workshops reminded of"
    assert remind_of_workshops(morning) == "0 workshops reminded of"
    with pytest.raises(ValidationError):
        cancel_workshop(workshop, words=" ", by=lead, at=morning)
    cancel_workshop(workshop, words="The trainer is ill.", by=lead, at=morning)

    assert letters() == [
        ("workshop-reminder", person.actor),
        ("workshop-cancelled", person.actor),
    ]
    with pytest.raises(IllegalTransition):
        open_workshop(workshop, by=lead, at=morning)


def test_attendance_is_said_once_it_began_and_put_right_by_another_record():
    workshop = past_workshop()
    booking, trainer = BookingFactory(workshop=workshop), workshop.trainer
    said = {booking.reference: Outcome.ATTENDED}

    with pytest.raises(PermissionDenied):
        record_attendance(workshop, said, by=officer(), at=NOON)
    assert record_attendance(workshop, said, by=trainer, at=NOON) == 1
    assert record_attendance(workshop, said, by=trainer, at=NOON) == 0
    record_attendance(workshop, {booking.reference: Outcome.EXCUSED}, by=trainer, at=NOON)
    closed = close_workshop(workshop, by=trainer, at=NOON)

    booking.refresh_from_db()
    assert (booking.outcome, closed.state) == (Outcome.EXCUSED, WorkshopState.HELD)
    recorded = Attendance.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(recorded) == [Outcome.ATTENDED, Outcome.EXCUSED]
    assert kinds()[-1] == WorkshopEvent.HELD
    with pytest.raises(ValidationError):
        record_attendance(workshop, {"BKG-OTHER": Outcome.ABSENT}, by=trainer, at=NOON)
    to_come = WorkshopFactory(trainer=trainer)
    with pytest.raises(PermissionDenied):
        record_attendance(to_come, {}, by=trainer, at=NOON)


def test_a_certificate_is_for_who_came_and_is_no_certificate_of_ones_own():
    lead = academy_lead()
    absent = BookingFactory(workshop=past_workshop(), outcome=Outcome.ABSENT)
    came = BookingFactory(workshop=past_workshop(), outcome=Outcome.ATTENDED)
    own = BookingFactory(workshop=past_workshop(), person=lead, outcome=Outcome.ATTENDED)

    certificate = issue_certificate(came, by=lead, at=NOON)

    assert (certificate.issued_on, certificate.expires_on.isoformat()) == (DAY, "2028-03-03")
    line = Event.objects.order_by("number").last()
    assert (line.kind, line.facts["person"]) == (CertificateEvent.ISSUED, came.person.reference)
    for wrong, error in (
        (absent, ValidationError),
        (came, ValidationError),
        (own, PermissionDenied),
    ):
        with pytest.raises(error):
            issue_certificate(wrong, by=lead, at=NOON)
    said = {came.reference: Outcome.ABSENT}
    with pytest.raises(ValidationError, match="Revoke that first"):
        record_attendance(came.workshop, said, by=lead, at=NOON)


def test_where_a_course_ends_with_an_assessment_it_must_be_passed():
    lead = academy_lead()
    version = CourseVersionFactory(
        pass_mark=80, questions=[question.kept() for question in TESTED.questions]
    )
    came = BookingFactory(workshop=past_workshop(version=version), outcome=Outcome.ATTENDED)

    failed = take_assessment(version, [0, 0], by=came.person, at=NOON)
    with pytest.raises(ValidationError):
        issue_certificate(came, by=lead, at=NOON)
    passed = take_assessment(version, RIGHT, by=came.person, at=NOON)

    assert (failed.score, failed.has_passed, passed.score) == (50, False, 100)
    assert issue_certificate(came, by=lead, at=NOON).version == version
    with pytest.raises(ValidationError):
        take_assessment(version, [0], by=came.person, at=NOON)
    with pytest.raises(ValidationError):
        take_assessment(CourseVersionFactory(number=2), [], by=came.person, at=NOON)


def test_a_certificate_is_named_by_its_holder_and_revoked_by_another():
    certificate, lead = CertificateFactory(person=officer()), academy_lead()

    with pytest.raises(PermissionDenied):
        name_on_certificate(certificate, is_named=True, by=lead, at=NOON)
    named = name_on_certificate(certificate, is_named=True, by=certificate.person, at=NOON)
    assert named.is_named
    with pytest.raises(ValidationError):
        revoke_certificate(certificate, words="", by=lead, at=NOON)
    revoked = revoke_certificate(certificate, words="It was another’s.", by=lead, at=NOON)

    assert not revoked.holds_on(DAY)
    with pytest.raises(PermissionDenied):
        revoke_certificate(certificate, words="Again", by=lead, at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic(), arranging():
        Certificate.objects.update(expires_on=DAY)


def test_emergency_cover_has_a_reason_an_end_and_is_granted_by_another():
    approver, person, until = official(Role.APPROVER), officer(), DAY + timedelta(days=30)
    said = {"reason": "The workshop was cancelled.", "until": until, "at": NOON}

    cover = grant_cover(person, "commissioning-essentials", by=approver, **said)

    line = Event.objects.order_by("number").last()
    assert (line.kind, line.facts["until"]) == (CoverEvent.GRANTED, until.isoformat())
    far = {**said, "until": DAY + timedelta(days=91)}
    for wrong in (said, {**said, "reason": ""}, far, {**said, "until": DAY - timedelta(days=1)}):
        with pytest.raises(ValidationError):
            grant_cover(person, "commissioning-essentials", by=approver, **wrong)
    with pytest.raises(PermissionDenied):
        grant_cover(approver, "commissioning-essentials", by=approver, **said)
    with pytest.raises(PermissionDenied):
        grant_cover(approver, "commissioning-essentials", by=person, **said)
    assert end_cover(cover, by=approver, at=NOON).ended_on == DAY
    with pytest.raises(PermissionDenied):
        end_cover(cover, by=approver, at=NOON)
    assert grant_cover(person, "commissioning-essentials", by=approver, **said)


def test_who_came_says_once_what_they_thought():
    booking = BookingFactory(workshop=past_workshop(), outcome=Outcome.ATTENDED)
    me = booking.person

    with pytest.raises(ValidationError):
        evaluate_workshop(booking, scores={"useful": 5}, words="", by=me, at=NOON)
    with pytest.raises(PermissionDenied):
        evaluate_workshop(booking, scores=SCORES, words="", by=academy_lead(), at=NOON)
    said = evaluate_workshop(booking, scores=SCORES, words="Good ", by=me, at=NOON)

    assert (said.scores, said.words) == (SCORES, "Good")
    with pytest.raises(PermissionDenied):
        evaluate_workshop(booking, scores=SCORES, words="", by=me, at=NOON)


def test_another_calendar_link_makes_the_last_one_dead():
    me = officer()

    assert [renew_calendar_link(by=me, at=NOON).number for _turn in (1, 2)] == [1, 2]


def test_the_database_keeps_one_place_each():
    booking = BookingFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        BookingFactory(workshop=booking.workshop, person=booking.person)
    assert CourseFactory().code == "commissioning-essentials"

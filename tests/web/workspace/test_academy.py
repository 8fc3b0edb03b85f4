from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from almoner.academy.models import Certificate, Course, EmergencyCover, Workshop
from almoner.academy.states import Outcome, WorkshopState
from almoner.accounts.roles import Role
from tests.academy.factories import (
    ESSENTIALS,
    TESTED,
    BookingFactory,
    CertificateFactory,
    CourseFactory,
    CourseVersionFactory,
    EmergencyCoverFactory,
    WorkshopFactory,
    past_workshop,
)
from tests.accounts.factories import TeamMembershipFactory, team_with
from tests.factories import DAY, NOON, official
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
ACADEMY = "/workspace/academy/"
WORKSHOPS = f"{ACADEMY}workshops/"
COVER = f"{ACADEMY}cover/"
LATER = {"day_day": "24", "day_month": "3", "day_year": "2026", "starts": "10:00", "ends": "13:00"}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def lead(client):
    return signed_in(client, Role.ACADEMY_LEAD, name="Ines Coble")


def send(client, address, **said):
    """What comes of sending a form: the page that it leads to."""
    return body_of(client.post(address, said, follow=True))


def test_a_lead_adds_a_course_says_what_it_teaches_and_plans_a_workshop(client, lead):
    page = read(client, ACADEMY)
    assert "Commissioning, from need to agreement" in page
    assert "nobody teaches them yet" in page
    new = f"{ACADEMY}courses/new/"
    assert "Choose somebody." in send(client, new, code="No Code", title="Essentials")

    send(client, new, code=ESSENTIALS, title="Essentials", owner=lead.reference)
    course = Course.objects.get()
    version = f"{ACADEMY}courses/{course}/version/"
    said = {"text": "All of it.", "competencies": "Say the need\n\nName the power"}
    said |= {
        "valid_months": 24,
        "first_day_day": "4",
        "first_day_month": "3",
        "first_day_year": "2026",
    }
    assert "Question 1 needs" in send(client, version, **said, pass_mark=80, questions="Who?")
    assert "give both or none" in send(client, version, **said, pass_mark=80)
    page = send(client, version, **said)
    assert "Name the power" in page

    plan = f"{WORKSHOPS}new/{course}/"
    wrong = {**LATER, "ends": "09:00", "capacity": 8, "trainer": lead.reference, "place": "Room 4"}
    assert "It ends before it starts" in send(client, plan, **wrong)
    page = send(client, plan, **{**wrong, "ends": "13:00"})
    assert "It is planned. Open it when people may book." in page
    workshop = Workshop.objects.get()
    assert workshop.starts_at.isoformat() == "2026-03-24T10:00:00+00:00"
    assert "Open for booking" in send(client, f"{WORKSHOPS}{workshop}/open/")
    changed = {**wrong, "ends": "13:00", "capacity": 9}
    assert "0 of 9 taken" in send(client, f"{WORKSHOPS}{workshop}/change/", **changed)


def test_an_official_books_waits_and_gives_up(client):
    me = signed_in(client, Role.COMMISSIONING_OFFICER)
    workshop = WorkshopFactory(capacity=1)
    own = f"{WORKSHOPS}{workshop}/"
    assert "1 place is left." in read(client, f"{ACADEMY}courses/{ESSENTIALS}/book/")

    page = send(client, f"{own}book/")
    assert "The place is booked." in page
    assert "1 of 1 taken" in page
    assert "Who comes" not in page
    booking = workshop.bookings.get(person=me)
    ics = client.get(f"/workspace/training/bookings/{booking}/workshop.ics").content.decode()
    assert "DTSTART:20260324T120000Z" in ics
    assert "LOCATION:Room 4" in ics
    assert "already" in send(client, f"{own}book/")
    other = BookingFactory(workshop=workshop, state="waiting")
    up = f"/workspace/training/bookings/{booking}/give-up/"
    assert "Whoever waits longest gets it" in read(client, up)
    assert "The place is given up." in send(client, up)
    other.refresh_from_db()
    assert other.state == "booked"
    assert "on the waiting list" in send(client, f"{own}book/")


def test_a_lead_sees_who_comes_says_who_came_and_certifies_them(client, lead):
    workshop = past_workshop()
    came, absent = BookingFactory(workshop=workshop), BookingFactory(workshop=workshop)
    own = f"{WORKSHOPS}{workshop}/"

    said = {came.reference: "attended", absent.reference: "absent"}
    assert "2 answers are recorded." in send(client, f"{own}attendance/", **said)
    assert "Held" in send(client, f"{own}held/")
    assert came.person.name in read(client, f"{own}certificates/")
    assert "1 certificate issued." in send(client, f"{own}certificates/")
    assert "Nobody has earned one" in read(client, f"{own}certificates/")
    certificate = Certificate.objects.get()
    assert certificate.person == came.person
    page = send(client, f"{own}attendance/", **{came.reference: "excused"})
    assert "Revoke that first." in page

    listed = client.get(f"{own}attendance.csv").content.decode()
    assert f"{absent.reference},{absent.person.name},Absent" in listed
    assert client.get(f"{own}attendance.xlsx").content[:2] == b"PK"
    revoke = f"{ACADEMY}certificates/{certificate}/revoke/"
    assert "It is revoked, from today." in send(client, revoke, words="By mistake.")


def test_a_filled_list_is_looked_at_before_it_is_recorded(client, lead):
    workshop = past_workshop()
    came, other = BookingFactory(workshop=workshop), BookingFactory(workshop=workshop)
    own = f"{WORKSHOPS}{workshop}/attendance/"
    lines = [f"{came},Cerys Vane,Yes", f"{other},Hugo Tansley,Maybe", f"{came},Again,No"]
    lines += ["BKG-2222222222,Nobody,Attended", ",Somebody,Attended"]
    text = "\n".join(["Booking,Name,Attendance", *lines])
    sent = SimpleUploadedFile("filled.csv", text.encode())

    page = send(client, f"{own}list/", file=sent)
    assert "5 rows, 1 of which can be recorded" in page
    assert "“Maybe” is not known. Write Attended, Absent or Excused." in page
    assert "Row 2 says this booking already." in page
    assert "BKG-2222222222 is no place at this workshop." in page
    assert "It names no booking." in page
    assert f'name="{came}" value="attended"' in page
    assert not workshop.bookings.exclude(outcome="").exists()
    assert "1 answer is recorded." in send(client, own, **{came.reference: "attended"})
    wrong = SimpleUploadedFile("other.csv", b"Supplier,Amount\nHarbour Trust,9\n")
    assert "no columns called Booking" in send(client, f"{own}list/", file=wrong)


def test_a_lead_books_for_somebody_and_cancels(client, lead):
    workshop, person = WorkshopFactory(), official(Role.FINANCE, name="Etta Quaye")
    own = f"{WORKSHOPS}{workshop}/"

    page = send(client, f"{own}book-for/", person=person.reference)
    assert "Etta Quaye" in page
    assert "already" in send(client, f"{own}book-for/", person=person.reference)
    assert "1 person has a place" in read(client, f"{own}cancel/")
    page = send(client, f"{own}cancel/", words="The trainer is ill.")
    assert "The trainer is ill." in page
    assert client.post(f"{own}open/").status_code == 409


def test_sums_of_what_people_thought_are_shown_from_three_on(client, lead):
    workshop = past_workshop(capacity=9)
    scores = {"useful": 5, "clear": 4, "pace": 3}
    own = f"{WORKSHOPS}{workshop}/"
    for n in range(3):
        assert "Sums are shown once three" in read(client, own)
        booking = BookingFactory(workshop=workshop, outcome=Outcome.ATTENDED)
        client.force_login(booking.person, backend="django.contrib.auth.backends.ModelBackend")
        address = f"/workspace/training/bookings/{booking}/evaluate/"
        assert "Choose one answer." in send(client, address)
        assert "Thank you." in send(client, address, **scores, words=f"Said {n}")
        client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")

    page = read(client, own)
    assert "3 answers" in page
    assert "5.0" in page
    assert "Said 2" in page


def test_who_lacks_what_is_listed_as_at_a_day_and_as_a_file(client, lead):
    lacking = official(Role.COMMISSIONING_OFFICER, name="Cerys Vane")
    holder = official(Role.COMMISSIONING_OFFICER, name="Hugo Tansley")
    CertificateFactory(person=holder, recorded_at=NOON)
    gaps = f"{ACADEMY}gaps/"
    later = f"?course={ESSENTIALS}&as_at_day=1&as_at_month=3&as_at_year=2026"

    page = read(client, f"{gaps}?course={ESSENTIALS}")
    assert lacking.name in page
    assert holder.name not in page
    assert holder.name in read(client, f"{gaps}?which=all&course={ESSENTIALS}")
    before = read(client, f"{gaps}{later}")
    assert "as was known then" in before
    assert holder.name in before
    listed = client.get(f"{ACADEMY}gaps.csv{later}").content.decode()
    assert f"{holder.name},Commissioning officer" in listed


def test_planned_and_held_are_counted_by_course_and_quarter(client, lead):
    held = past_workshop(state=WorkshopState.HELD, known_held_at=NOON, capacity=8)
    BookingFactory(workshop=held, outcome=Outcome.ATTENDED)
    BookingFactory(workshop=held)
    WorkshopFactory(version=held.version, capacity=5)

    assert "2025-26-Q4" in read(client, f"{ACADEMY}delivery/")
    listed = client.get(f"{ACADEMY}delivery.csv?year=2025").content.decode()
    assert "2025-26-Q4,1,1,0,13,2,1" in listed
    assert "No workshop is in this year" in read(client, f"{ACADEMY}delivery/?year=2024")


def test_an_approver_grants_cover_and_ends_it(client):
    signed_in(client, Role.APPROVER)
    person = official(Role.COMMISSIONING_OFFICER, name="Cerys Vane")
    until = DAY + timedelta(days=20)
    day = {"until_day": until.day, "until_month": until.month, "until_year": until.year}

    assert "None was ever granted" in read(client, COVER)
    new = {"person": person.reference, "course": ESSENTIALS, "reason": "It was cancelled."}
    assert "at most 90 days" in send(client, f"{COVER}new/", **new, **{**day, "until_year": 2027})
    page = send(client, f"{COVER}new/", **new, **day)
    assert "Cerys Vane" in page
    cover = EmergencyCover.objects.get()
    assert "cannot be taken back" in read(client, f"{COVER}{cover}/end/")
    assert "ended early" in send(client, f"{COVER}{cover}/end/")


def test_my_training_says_what_i_lack_hold_and_booked(client):
    me = signed_in(client, Role.COMMISSIONING_OFFICER)
    training = "/workspace/training/"
    page = read(client, training)
    assert "Book the next workshop" in page
    assert "You hold none yet." in page
    certificate = CertificateFactory(person=me)

    page = read(client, training)
    assert str(certificate) in page
    assert "Say what you thought" in page
    assert "Keep it to yourself" in send(client, f"{training}calendar/")
    own = f"{ACADEMY}certificates/{certificate}/"
    assert "sees whether it holds, and not whose it is" in read(client, own)
    assert "Whoever has its number sees your name" in send(client, f"{own}name/", is_named="yes")
    assert "and not whose it is" in send(client, f"{own}name/", is_named="no")


def test_an_assessment_is_taken_until_it_is_passed(client):
    signed_in(client, Role.COMMISSIONING_OFFICER)
    questions = [one.kept() for one in TESTED.questions]
    course = CourseVersionFactory(pass_mark=80, questions=questions).course
    address = f"{ACADEMY}courses/{course}/assessment/"

    assert "Choose one answer." in send(client, address, question_0=0)
    assert "You have 50 of 100." in send(client, address, question_0=0, question_1=0)
    assert "You passed, with 100 of 100." in send(client, address, question_0=0, question_1=1)
    page = read(client, address)
    assert "not passed" in page
    other = CourseVersionFactory(course=CourseFactory(code="another")).course
    assert client.get(f"{ACADEMY}courses/{other}/assessment/").status_code == 404


def test_a_course_that_nobody_teaches_says_what_to_do(client):
    signed_in(client, Role.APPROVER)

    page = read(client, f"{ACADEMY}courses/{ESSENTIALS}/book/")
    assert "Nobody teaches this course yet." in page
    assert "Grant emergency cover" in page
    assert client.get(f"{ACADEMY}courses/no-such/book/").status_code == 404


def test_pages_ask_as_much_of_the_database_for_many_as_for_one(client, lead):
    workshop = WorkshopFactory(capacity=50)
    BookingFactory(workshop=workshop)
    CertificateFactory(person=lead, booking__person=lead)
    EmergencyCoverFactory()
    addresses = [ACADEMY, WORKSHOPS, f"{WORKSHOPS}{workshop}/", f"{ACADEMY}gaps/?which=all", COVER]
    addresses += [f"{ACADEMY}delivery/", f"{ACADEMY}courses/{ESSENTIALS}/", "/workspace/training/"]
    few = [(address, queries_of(client, address)) for address in addresses if read(client, address)]

    WorkshopFactory.create_batch(3, version=workshop.version)
    BookingFactory.create_batch(3, workshop=workshop)
    for _turn in range(3):
        CertificateFactory(person=official(Role.COMMISSIONING_OFFICER))
        BookingFactory(workshop=WorkshopFactory(version=workshop.version), person=lead)
    EmergencyCoverFactory.create_batch(3)

    assert [(address, queries_of(client, address)) for address in addresses] == few


def test_whoever_leads_a_team_books_for_its_people_and_sees_what_they_lack_and_nobody_else(client):
    me, role = signed_in(client, Role.APPROVER), Role.COMMISSIONING_OFFICER
    ours, others = official(role, name="Cerys Vane"), official(role, name="Hugo Tansley")
    workshop, team = WorkshopFactory(), f"{ACADEMY}my-team/"
    own = f"{WORKSHOPS}{workshop}/"
    read(client, team, status=403)
    read(client, f"{own}book-for/", status=403)
    assert "of my team" not in read(client, ACADEMY)
    team_with(ours, lead=me)

    assert "of my team" in read(client, ACADEMY)
    page = read(client, team)
    assert "Cerys Vane" in page
    assert "Choose a workshop" in page
    assert "Hugo Tansley" not in page + read(client, f"{own}book-for/")
    assert "Book for somebody" in read(client, own)
    assert "Choose somebody." in send(client, f"{own}book-for/", person="")
    assert "valid choice" in send(client, f"{own}book-for/", person=others.reference)
    assert "The place is booked." in send(client, f"{own}book-for/", person=ours.reference)
    assert [one.person for one in workshop.bookings.all()] == [ours]
    assert "24 March 2026" in read(client, team)
    assert "Cerys Vane" not in read(client, own)  # who comes is for academy leads
    read(client, f"{ACADEMY}gaps/", status=403)


def test_the_training_of_a_team_asks_as_much_of_the_database_for_many_as_for_one(client):
    me, role = signed_in(client, Role.APPROVER), Role.COMMISSIONING_OFFICER
    team = team_with(official(role), lead=me)
    BookingFactory(person=team.memberships.get(is_lead=False).person)
    address = f"{ACADEMY}my-team/"
    few = read(client, address) and queries_of(client, address)

    for _turn in range(3):
        one = TeamMembershipFactory(team=team, person=official(role)).person
        BookingFactory(person=one)

    assert queries_of(client, address) == few

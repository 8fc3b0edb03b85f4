from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.academy.models import EmergencyCover
from almoner.academy.queries import first_workshop, last_workshop, workshops_with_place
from almoner.academy.standings import (
    certificates_as_at,
    certificates_on,
    covers_as_at,
    covers_on,
    standings_of,
    standings_on,
    wants_of,
)
from almoner.academy.states import CertificateState, WorkshopState
from almoner.accounts.roles import Role
from almoner.assurance.asking import findings, stands
from almoner.core.moments import start_of
from almoner.framework.reading import framework_called
from tests.academy.factories import (
    ESSENTIALS,
    BookingFactory,
    CertificateFactory,
    CourseFactory,
    CourseVersionFactory,
    EmergencyCoverFactory,
    WorkshopFactory,
    certified,
)
from tests.factories import DAY, LONG_AGO, NOON, official

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)
POLICING = framework_called("policing")
LATER = DAY + 90 * DAYS


def officer():
    return official(Role.COMMISSIONING_OFFICER)


def test_a_certificate_holds_from_its_issue_to_its_last_day_unless_revoked():
    held = CertificateFactory(person=officer(), issued_on=DAY, expires_on=DAY + 10 * DAYS)

    def holds(on):
        return certificates_on(on).filter(pk=held.pk).exists()

    days = [DAY - DAYS, DAY, DAY + 10 * DAYS, DAY + 11 * DAYS]
    assert [holds(day) for day in days] == [False, True, True, False]


def test_as_at_a_day_a_revocation_that_was_not_known_yet_says_nothing():
    revoked = CertificateFactory(
        person=officer(),
        state=CertificateState.REVOKED,
        revoked_on=DAY - 5 * DAYS,
        known_revoked_at=NOON,
        recorded_at=LONG_AGO,
    )
    before, after = DAY - DAYS, DAY

    def known(question, on):
        return question(on).filter(pk=revoked.pk).exists()

    assert [known(certificates_on, on) for on in (before, after)] == [False, False]
    assert [known(certificates_as_at, on) for on in (before, after)] == [True, False]


def test_as_at_a_day_nothing_holds_that_was_recorded_later():
    CertificateFactory(person=officer(), recorded_at=NOON)
    cover = EmergencyCoverFactory(first_day=DAY - 9 * DAYS, recorded_at=NOON)
    before = DAY - DAYS

    assert certificates_on(before).exists()
    assert not certificates_as_at(before).exists()
    assert covers_on(before).exists()
    assert not covers_as_at(before).exists()
    assert covers_as_at(DAY).get() == cover
    EmergencyCoverFactory(person=cover.person, ended_on=DAY, known_ended_at=NOON)
    assert covers_on(DAY).get() == cover


def test_somebody_wants_what_they_hold_neither_a_certificate_of_nor_cover_for():
    certified_one, covered, without = certified(officer()), officer(), officer()
    EmergencyCoverFactory(person=covered)
    people = [person.pk for person in (certified_one, covered, without)]

    with CaptureQueriesContext(connection) as asked:
        wants = wants_of(people, [ESSENTIALS], on=DAY)

    assert wants == {without.pk: [ESSENTIALS]}
    assert len(asked) == 2
    assert wants_of(people, [], on=DAY) == {}
    beyond = EmergencyCover.objects.get().until + DAYS
    assert set(wants_of(people, [ESSENTIALS], on=beyond)) == {covered.pk, without.pk}


def test_the_plan_says_of_each_whether_they_lack_renew_or_hold_it_in_few_queries():
    certified_one, lacking = certified(officer()), officer()
    soon = officer()
    CertificateFactory(person=soon, course=CourseFactory(), expires_on=LATER + 59 * DAYS)
    with CaptureQueriesContext(connection) as asked:
        found = standings_on(POLICING, on=LATER)

    said = {one.person: one.said for one in found if one.training.course == ESSENTIALS}
    assert said == {certified_one: "Certified", lacking: "Lacks it", soon: "Runs out soon"}
    assert len(asked) == 3
    assert found[0].is_late
    mine = standings_of(lacking, POLICING, on=DAY)
    assert [one.said for one in mine] == ["To do", "To do"]
    EmergencyCoverFactory(person=lacking, first_day=LATER, until=LATER)
    covered = standings_of(lacking, POLICING, on=LATER)
    assert "Emergency cover" in [one.said for one in covered]


def test_certificates_current_covers_whoever_held_a_role_long_enough_and_names_what_is_lacked():
    lacking, certified_one = officer(), certified(officer(), ESSENTIALS, "equality-impact")

    found = findings("certificates-current", on=LATER)

    assert found.covered == 2
    assert [one.reference for one in found.breaks] == [str(lacking)]
    assert "Commissioning, from need to agreement" in found.breaks[0].reason
    assert stands(certified_one, "certificates-current", on=LATER)
    assert findings("certificates-current", on=DAY).covered == 0


def test_the_first_and_last_workshop_are_those_that_were_held_and_known_of():
    def held(day, *, known_at):
        starts = start_of(day) + timedelta(hours=10)
        WorkshopFactory(starts_at=starts, state=WorkshopState.HELD, known_held_at=known_at)

    held(DAY, known_at=NOON)
    held(DAY + 20 * DAYS, known_at=NOON + 30 * DAYS)
    WorkshopFactory(starts_at=NOON - 9 * DAYS, state=WorkshopState.CANCELLED)
    between = {"first": DAY - 40 * DAYS, "last": DAY + 40 * DAYS}

    assert first_workshop(**between, on=DAY + 40 * DAYS) == DAY
    assert last_workshop(**between, on=DAY + 40 * DAYS) == DAY + 20 * DAYS
    assert last_workshop(**between, on=DAY + 21 * DAYS) == DAY
    assert first_workshop(**between, on=DAY - DAYS) is None


def test_a_workshop_with_a_place_is_open_to_come_and_not_full():
    free = WorkshopFactory(capacity=2)
    BookingFactory(workshop=free)
    BookingFactory(workshop=WorkshopFactory(capacity=1, version=free.version))
    WorkshopFactory(state=WorkshopState.PLANNED, version=free.version)
    WorkshopFactory(version=CourseVersionFactory(course=CourseFactory(code="another")))

    assert list(workshops_with_place(ESSENTIALS, at=NOON)) == [free]
    assert not workshops_with_place(ESSENTIALS, at=free.starts_at).exists()

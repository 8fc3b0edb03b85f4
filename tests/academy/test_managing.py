from datetime import timedelta

import pytest

from almoner.academy.managing import people_booked_by, places_led_by, standings_led_by
from almoner.academy.operations import book_place
from almoner.accounts.roles import Role
from almoner.framework.queries import framework_on
from tests.academy.factories import ESSENTIALS, SOON, WorkshopFactory, academy_lead
from tests.accounts.factories import team_with
from tests.factories import DAY, NOON, official

pytestmark = pytest.mark.django_db
OFFICER = Role.COMMISSIONING_OFFICER


def test_a_lead_looks_after_their_own_people_and_an_academy_lead_after_everybody():
    ours, others = official(OFFICER, name="Cerys Vane"), official(OFFICER, name="Hugo Tansley")
    lead, runs = official(Role.APPROVER, name="Ada"), academy_lead(name="Bo")
    team_with(ours, lead=lead)
    framework = framework_on(DAY)

    assert list(people_booked_by(lead, on=DAY)) == [ours]
    assert list(people_booked_by(runs, on=DAY)) == [lead, runs, ours, others]
    assert list(people_booked_by(ours, on=DAY)) == []
    led = standings_led_by(lead, framework, on=DAY)
    assert {one.person for one in led} == {ours}
    assert standings_led_by(runs, framework, on=DAY) == []


def test_the_next_place_of_each_is_told():
    ours, lead = official(OFFICER), official(Role.APPROVER)
    team_with(ours, lead=lead)
    later = WorkshopFactory(starts_at=SOON + timedelta(days=9))
    soon = WorkshopFactory(version=later.version)
    for workshop in (later, soon):
        book_place(workshop, ours, by=lead, at=NOON)
    book_place(soon, lead, by=lead, at=NOON)

    told = places_led_by(lead, at=NOON, on=DAY)

    assert {subject: place.workshop for subject, place in told.items()} == {
        (ours.pk, ESSENTIALS): soon
    }

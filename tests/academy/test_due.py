from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.academy.due import (
    certificates_to_renew,
    ones_own_workshops,
    workshops_to_look_after,
)
from almoner.academy.states import Outcome, WorkshopState
from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from tests.academy.factories import (
    BookingFactory,
    CertificateFactory,
    WorkshopFactory,
    academy_lead,
    past_workshop,
)
from tests.factories import DAY, NOON, official

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


def due(source, person):
    return [(one.verb, one.due_on) for one in source(worker_of(person, on=DAY), DAY)]


def test_ones_own_workshops_are_come_to_and_said_what_one_thought_of():
    me = official(Role.FINANCE)
    BookingFactory(person=me)
    BookingFactory(person=me, workshop=past_workshop(), outcome=Outcome.ATTENDED)
    BookingFactory(person=me, workshop=past_workshop(), outcome=Outcome.ABSENT)
    BookingFactory(person=me, workshop=WorkshopFactory(starts_at=NOON + 40 * DAYS))
    BookingFactory()

    assert due(ones_own_workshops, me) == [("read", DAY + 20 * DAYS), ("evaluate", DAY + 13 * DAYS)]


def test_a_certificate_is_renewed_unless_a_later_one_of_the_course_holds():
    me, other = official(Role.FINANCE), official(Role.FINANCE)
    soon = DAY + 60 * DAYS
    CertificateFactory(person=me, expires_on=soon)
    CertificateFactory(person=other, expires_on=soon)
    CertificateFactory(person=other)

    assert due(certificates_to_renew, me) == [("book", soon)]
    assert due(certificates_to_renew, other) == []


def test_a_lead_looks_after_all_workshops_and_a_trainer_after_their_own_that_are_over():
    over = past_workshop()
    BookingFactory(workshop=past_workshop(state=WorkshopState.HELD, known_held_at=NOON))
    near = {"starts_at": NOON + 9 * DAYS}
    WorkshopFactory(**near, capacity=9)
    BookingFactory(workshop=WorkshopFactory(**near, capacity=1))

    assert due(workshops_to_look_after, over.trainer) == [("record", DAY + 6 * DAYS)]
    with CaptureQueriesContext(connection) as asked:
        found = due(workshops_to_look_after, academy_lead())
    assert found == [
        ("record", DAY + 6 * DAYS),
        ("record", DAY + 6 * DAYS),
        ("read", DAY + 9 * DAYS),
    ]
    assert sum("academy_workshop" in one["sql"] for one in asked) == 1

from datetime import timedelta

import pytest

from almoner.accounts.access import may_read
from almoner.accounts.roles import Role
from almoner.core.references import name_of
from almoner.enquiries.queries import enquiries_open_to
from almoner.enquiries.states import EnquiryState, Outcome
from almoner.enquiries.subjects import QUEUES, Subject
from tests.factories import DAY, NOON, EnquiryFactory, official

pytestmark = pytest.mark.django_db


def test_everybody_sees_their_own_queues_danger_first_then_the_soonest_due():
    closed = {"state": EnquiryState.CLOSED, "outcome": Outcome.NO_CHANGE, "closed_at": NOON}
    last = EnquiryFactory(subject=Subject.OTHER, **closed)
    later = EnquiryFactory(subject=Subject.ACCESSIBILITY)
    soon = EnquiryFactory(subject=Subject.AGREEMENT, due_on=DAY)
    danger = EnquiryFactory(is_danger=True, due_on=DAY + timedelta(days=90))
    payment = EnquiryFactory()

    def seen(role):
        return list(enquiries_open_to(official(role), on=DAY))

    assert seen(Role.PUBLISHER) == [danger, soon, later, last]
    assert seen(Role.FINANCE) == [payment]
    assert seen(Role.APPROVER) == [danger]
    assert seen(Role.AUDITOR) == []


def test_every_subject_is_somebodys_work():
    assert set(QUEUES) == set(Subject)
    assert all(QUEUES.values())


@pytest.mark.parametrize(("role", "may"), [(Role.FINANCE, True), (Role.AUDITOR, False)])
def test_other_rooms_ask_who_may_read_an_enquiry(role, may):
    name = name_of(EnquiryFactory())

    assert bool(may_read(official(role), name, on=DAY)) is may
    assert bool(may_read(official(role), "enquiries.enquiry:ENQ-2", on=DAY)) is may

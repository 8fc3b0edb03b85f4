from datetime import timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.core.due import Due, due_to
from almoner.core.references import name_of
from almoner.enquiries.states import EnquiryState
from almoner.enquiries.subjects import Subject
from tests.factories import DAY, EnquiryFactory, UserFactory, official

pytestmark = pytest.mark.django_db


def due(person):
    return due_to(worker_of(person, on=DAY), on=DAY)


def test_a_queue_is_due_as_a_count_by_the_soonest_of_its_days():
    officer = official(Role.FINANCE)
    first = EnquiryFactory(due_on=DAY - timedelta(days=1))
    EnquiryFactory()
    EnquiryFactory(subject=Subject.AGREEMENT)

    said = Due("enquiries.queue:payment", "Answer 2 enquiries: A payment", "read", first.due_on)
    assert due(officer) == [said]
    assert [one.what for one in due(official(Role.AGREEMENT_MANAGER))] == [
        "Answer 1 enquiry: A grant or a contract"
    ]
    assert due(official(Role.ASSESSOR)) == []


def test_what_somebody_took_is_due_to_them_alone():
    officer = official(Role.FINANCE)
    EnquiryFactory(state=EnquiryState.TAKEN, taken_by=officer)
    EnquiryFactory(state=EnquiryState.TAKEN, taken_by=UserFactory())

    assert [one.what for one in due(officer)] == ["Answer 1 enquiry: A payment"]
    assert due(official(Role.FINANCE)) == []


def test_what_somebody_took_is_due_to_the_whole_queue_once_it_is_overdue():
    yesterday = DAY - timedelta(days=1)
    EnquiryFactory(state=EnquiryState.TAKEN, taken_by=UserFactory(), due_on=yesterday)
    EnquiryFactory(state=EnquiryState.TAKEN, taken_by=UserFactory(), due_on=DAY)

    (item,) = due(official(Role.FINANCE))

    assert (item.what, item.due_on) == ("Answer 1 enquiry: A payment", yesterday)
    assert due(official(Role.AGREEMENT_MANAGER)) == []


@pytest.mark.parametrize(
    ("role", "is_due"),
    [(Role.APPROVER, True), (Role.PUBLISHER, True), (Role.FINANCE, False)],
)
def test_danger_is_due_now_one_by_one_to_whoever_can_stop_a_publication(role, is_due):
    one = EnquiryFactory(is_danger=True)

    what = f"Somebody may be in danger: read {one} now"
    assert due(official(role)) == (
        [Due(name_of(one), what, "read", is_urgent=True)] if is_due else []
    )

from datetime import timedelta

import pytest

from almoner.accounts.roles import Role
from almoner.assurance.asking import findings
from almoner.assurance.controls import control_called
from tests.assurance.asked import only_the_first_breaks
from tests.factories import DAY, NOON, EnquiryFactory, official

pytestmark = pytest.mark.django_db
CODE = "enquiries-in-time"


def test_an_enquiry_is_answered_by_its_day():
    only_the_first_breaks(
        CODE,
        lambda: EnquiryFactory(due_on=DAY - timedelta(days=1)),
        lambda: EnquiryFactory(due_on=DAY),
    )


def test_word_of_danger_is_dealt_with_within_a_day():
    EnquiryFactory(is_danger=True, received_at=NOON - timedelta(days=1))
    assert findings(CODE, on=DAY).is_green

    EnquiryFactory(is_danger=True, received_at=NOON - timedelta(days=2))
    assert [one.reason for one in findings(CODE, on=DAY).breaks] == [
        "Somebody may be in danger, and it is still open."
    ]


def test_nobody_learns_of_enquiries_in_others_queues():
    theirs = EnquiryFactory()
    control = control_called(CODE)
    cases = control.covers(DAY, {})

    assert list(control.open_to(official(Role.FINANCE), cases, DAY)) == [theirs]
    assert list(control.open_to(official(Role.PUBLISHER), cases, DAY)) == []

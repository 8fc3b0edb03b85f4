import pytest

from almoner.enquiries import policies
from almoner.enquiries.states import EnquiryState, Outcome
from almoner.enquiries.subjects import Subject
from tests.enquiries.table import (
    AGREEMENT,
    DANGER,
    FORGOTTEN,
    NOBODY,
    PAGE,
    PAYMENT,
    ROWS,
    SILENT,
)
from tests.factories import DAY, NOON, EnquiryFactory, official

pytestmark = pytest.mark.django_db
CLOSED = {"state": EnquiryState.CLOSED, "outcome": Outcome.CORRECTED, "closed_at": NOON}
SAID = {
    PAYMENT: {},
    AGREEMENT: {"subject": Subject.AGREEMENT},
    PAGE: {"subject": Subject.ACCESSIBILITY},
    DANGER: {"is_danger": True},
    SILENT: {"email": ""},
    FORGOTTEN: {**CLOSED, "forgotten_at": NOON, "message": "", "email": ""},
}


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    about = [EnquiryFactory(**SAID[situation])] if situation in SAID else []

    verdict = getattr(policies, policy)(person, *about, on=DAY)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason

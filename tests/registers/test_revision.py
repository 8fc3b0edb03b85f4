import pytest

from almoner.accounts.roles import Role
from almoner.payments.operations import confirm_match
from almoner.registers.revision import revision
from tests.factories import NOON, MatchFactory, official

pytestmark = pytest.mark.django_db


def test_a_payment_that_is_matched_changes_what_is_public():
    match, etta = MatchFactory(), official(Role.FINANCE)
    before = revision()

    confirm_match(match.payment, match.agreement, by=etta, at=NOON)

    assert revision() != before

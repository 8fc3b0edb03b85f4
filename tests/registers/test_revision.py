import pytest

from almoner.accounts.roles import Role
from almoner.payments.operations import confirm_match
from almoner.registers.revision import revision, revision_of_pages
from tests.factories import NOON, MatchFactory, official

pytestmark = pytest.mark.django_db


def test_a_payment_that_is_matched_changes_pages_and_no_download():
    match, etta = MatchFactory(), official(Role.FINANCE)
    before = revision(), revision_of_pages()

    confirm_match(match.payment, match.agreement, by=etta, at=NOON)

    assert revision() == before[0]
    assert revision_of_pages() != before[1]

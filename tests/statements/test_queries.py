import pytest

from almoner.statements.pages import StandingPage
from almoner.statements.queries import before, standing_of, standings
from almoner.statements.shipped import shipped_text
from almoner.statements.states import VersionState
from tests.factories import DraftStatementFactory, StatementVersionFactory

pytestmark = pytest.mark.django_db


def test_until_two_people_agree_a_page_says_what_was_shipped():
    DraftStatementFactory(text="Not yet")

    standing = standing_of(StandingPage.PRIVACY)

    assert (standing.is_confirmed, standing.text) == (False, shipped_text(StandingPage.PRIVACY))


def test_the_last_that_was_published_speaks():
    StatementVersionFactory(text="First")
    StatementVersionFactory(text="Second")
    StatementVersionFactory(text="Returned", state=VersionState.RETURNED)

    assert standing_of(StandingPage.PRIVACY).text == "Second"


def test_a_version_is_compared_with_what_the_public_read_before_it():
    first = StatementVersionFactory(text="First")
    draft = DraftStatementFactory(text="Second")

    assert before(first) == shipped_text(StandingPage.PRIVACY)
    assert before(draft) == "First"


def test_every_page_is_told_in_two_queries(django_assert_num_queries):
    for _ in range(3):
        StatementVersionFactory()
    draft = DraftStatementFactory(page=StandingPage.DATA)

    with django_assert_num_queries(2):
        found = list(standings())

    assert [one.page for one in found] == list(StandingPage)
    assert [one.is_confirmed for one in found] == [False, True, False, False, False, False]
    assert [one.coming for one in found if one.coming] == [draft]

from datetime import timedelta

import pytest

from almoner.statements.pages import StandingPage
from tests.assurance.asked import only_the_first_breaks
from tests.factories import DAY, StatementVersionFactory

pytestmark = pytest.mark.django_db


def test_a_page_is_reviewed_by_its_day():
    pages = iter(
        [StandingPage.PRIVACY, StandingPage.COOKIES, StandingPage.DATA, StandingPage.CONTACT]
    )

    only_the_first_breaks(
        "statements-reviewed",
        lambda: StatementVersionFactory(page=next(pages), review_on=DAY - timedelta(days=1)),
        lambda: StatementVersionFactory(page=StandingPage.ACCESSIBILITY, review_on=DAY),
    )

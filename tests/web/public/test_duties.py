from datetime import UTC, datetime

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.core.actors import OPERATOR
from almoner.registers.due_editions import duty_called
from almoner.registers.operations import approve_under_authority, grant_authority_as_operator
from tests.factories import DAY, NOON, official
from tests.registers.publishing import duties_of_wexmoor, issue, submitted
from tests.web.public.published import queries_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _wexmoor():
    with duties_of_wexmoor(), time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=UTC)):
        yield


def test_the_page_says_of_every_duty_why_it_is_and_how_it_stands(client):
    issue("spend", "2025-12")
    issue("grants", "2026-02")

    page = read(client, "/duties/")

    assert "SI 2011/3050 sch. para. 3(g)" in page
    assert "Our registers come out each month" in page
    assert 'href="/editions/spend/2025-12/1/"' in page
    assert "12 days late" in page
    assert "January 2026 was due on 20 February 2026" in page
    assert "March 2026 is due on 20 April 2026" in page
    assert "<strong>4</strong> of these are late" in page


def test_what_nothing_here_makes_yet_says_so(client):
    page = read(client, "/duties/")

    assert "not published here yet" in page
    assert "each within 5 working days of being available" in page


def test_the_page_asks_as_much_of_the_database_for_many_editions_as_for_one(client):
    issue("spend", "2025-12")
    few = queries_of(client, "/duties/")

    issue("spend", "2026-01")
    issue("grants", "2026-01")

    assert queries_of(client, "/duties/") == few


def test_an_edition_under_an_authority_names_it_and_no_person(client):
    publisher = official(Role.PUBLISHER)
    authority = grant_authority_as_operator(
        duty_called("spend"), valid_to=DAY, named=publisher, by=OPERATOR, at=NOON
    )
    approve_under_authority(submitted(), authority, by=publisher, at=NOON)

    page = read(client, "/editions/spend/2026-02/1/")

    assert f"Under standing authority {authority}, from 4 March 2026 to 4 March 2026" in page
    assert "0 of 2 publishers have confirmed it" in page
    assert "Nothing to report" in page
    assert "Lena" not in page

from datetime import timedelta

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.assurance.controls import Control, registry
from tests.actions.factories import ActionFactory
from tests.factories import DAY, NOON, EnquiryFactory, WithholdingFactory
from tests.web.public.published import queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/controls/"
YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def test_the_list_says_what_is_promised_and_how_many_cases_break_it(client):
    signed_in(client, Role.MEMBER)
    WithholdingFactory(review_on=YESTERDAY)
    WithholdingFactory()

    page = read(client, LIST)

    assert "Whatever is withheld is looked at again by its day of review." in page
    assert "1 control is broken" in page
    assert page.count("Nothing to check") == len(registry) - 1


def test_the_list_asks_as_much_of_the_database_for_many_cases_as_for_few(client):
    signed_in(client, Role.AUDITOR)
    WithholdingFactory(review_on=YESTERDAY)
    address = f"{LIST}withholdings-reviewed/"
    read(client, LIST)  # the first page that somebody opens notes more than the next
    few = [queries_of(client, LIST), queries_of(client, address)]

    WithholdingFactory.create_batch(5, review_on=YESTERDAY)

    assert [queries_of(client, LIST), queries_of(client, address)] == few


def test_a_control_lists_what_breaks_it_with_why_and_where_it_is_put_right(client):
    signed_in(client, Role.PUBLISHER)
    late = WithholdingFactory(review_on=YESTERDAY)

    page = read(client, f"{LIST}withholdings-reviewed/")

    assert f'<a href="/workspace/withholdings/{late}/">{late}</a>' in page
    assert "It was to be reviewed by 3 March 2026." in page
    assert "Within how many days" in read(client, f"{LIST}taken-down-seen-twice/")
    read(client, f"{LIST}no-such-control/", status=404)


def test_the_exceptions_come_a_page_at_a_time(client):
    signed_in(client, Role.AUDITOR)
    ActionFactory.create_batch(51, due_on=YESTERDAY)
    address = f"{LIST}actions-in-time/"

    assert read(client, address).count("It was due on") == 50
    assert read(client, f"{address}?page=2").count("It was due on") == 1


def test_nobody_learns_of_cases_that_are_not_theirs_to_read(client):
    signed_in(client, Role.MEMBER)
    withheld = WithholdingFactory(review_on=YESTERDAY)
    secret = ActionFactory(due_on=YESTERDAY, is_restricted=True)
    enquiry = EnquiryFactory(due_on=YESTERDAY)

    for code, case in (
        ("withholdings-reviewed", withheld),
        ("actions-in-time", secret),
        ("enquiries-in-time", enquiry),
    ):
        page = read(client, f"{LIST}{code}/")
        assert str(case) not in page
        assert "Broken" in page


def test_what_could_not_be_asked_is_red_and_says_so(client, monkeypatch):
    class Fails(Control):
        code, title, promise, owner = "fails", "It fails", "It cannot be asked.", Role.AUDITOR

    monkeypatch.setitem(registry, "fails", Fails())
    signed_in(client, Role.AUDITOR)

    assert "Could not be asked" in read(client, LIST)
    assert "counts as broken" in read(client, f"{LIST}fails/")

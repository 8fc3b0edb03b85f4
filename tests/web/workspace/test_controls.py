import re
from datetime import timedelta

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.actions.operations import finish_action
from almoner.assurance.controls import Control, registry
from almoner.assurance.operations import ask_control
from almoner.core.actors import NIGHTLY
from almoner.core.models import Event
from almoner.core.moments import day_of
from tests.actions.factories import ActionFactory
from tests.factories import DAY, NOON, EnquiryFactory, WithholdingFactory
from tests.guard import arranging
from tests.risks.factories import risk
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


def test_a_control_says_what_to_do_where_its_reasons_do_not(client):
    """A risk that was recorded before there were categories."""
    signed_in(client, Role.APPROVER)
    address = f"{LIST}risks-categorised/"
    assert "Give it a category" not in read(client, address)
    one = risk()

    page = read(client, address)

    assert "there its owner, or an approver, follows “Give it a category”." in page
    assert f"/workspace/risks/{one}/" in page


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


def test_a_control_shows_how_it_stood_night_by_night_and_since_when_a_case_breaks_it(client):
    signed_in(client, Role.PUBLISHER)
    address = f"{LIST}withholdings-reviewed/"
    late = WithholdingFactory(review_on=YESTERDAY - timedelta(days=1))
    WithholdingFactory()
    assert "It has not been asked at night yet" in read(client, address)
    for night in (NOON - timedelta(days=1), NOON):
        ask_control("withholdings-reviewed", on=day_of(night), by=NIGHTLY, at=night)

    page = read(client, address)

    assert re.search(rf"{late}.*?3 March 2026</td>", page, re.DOTALL)
    assert page.count("50") >= 2
    assert "0 cases were found to be put right" in page


def night(code, moment):
    with time_machine.travel(moment, tick=False):
        ask_control(code, on=day_of(moment), by=NIGHTLY, at=moment)


def test_a_control_says_who_put_what_right(client):
    late = YESTERDAY - timedelta(days=1)
    shown, secret = (ActionFactory(due_on=late, is_restricted=one) for one in (False, True))
    untouched = ActionFactory(due_on=late)
    night("actions-in-time", NOON - timedelta(days=1))
    with time_machine.travel(NOON - timedelta(hours=3), tick=False):
        for one in (shown, secret):
            finish_action(one, text="It is in use.", by=one.owner, at=NOON - timedelta(hours=3))
    with arranging():
        Action.objects.filter(pk=untouched.pk).update(due_on=DAY)
    night("actions-in-time", NOON)
    reader = signed_in(client, Role.AGREEMENT_MANAGER)

    page = read(client, f"{LIST}actions-in-time/")

    assert reader not in {secret.owner, secret.verifier}
    line = Event.objects.get(about=f"actions.action:{shown}")
    told = rf"{shown.owner.name}: action\.done, 4 March 2026.* \(line {line.number}\)"
    assert re.search(told, page)
    assert "3 March 2026 to 4 March 2026" in page
    assert page.count("Nothing was done to the case itself") == 1
    assert str(secret) not in page


def test_who_put_what_right_takes_as_many_questions_for_many_as_for_one(client):
    code, counts = "actions-in-time", []
    signed_in(client, Role.AUDITOR)
    read(client, LIST)

    for n, count in enumerate((1, 5), start=1):
        actions = ActionFactory.create_batch(count, due_on=DAY - timedelta(days=9))
        night(code, NOON - timedelta(days=9 - 2 * n))
        for one in actions:
            finish_action(one, text="It is in use.", by=one.owner, at=NOON)
        night(code, NOON - timedelta(days=8 - 2 * n))
        counts.append(queries_of(client, f"{LIST}{code}/"))

    assert counts[0] == counts[1]

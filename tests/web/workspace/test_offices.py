"""Who holds which office, in the workspace: proposed, decided on by another, ended by one."""

import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from almoner.accounts.roles import Role
from almoner.core.actors import OPERATOR
from almoner.framework.holding import holders_of
from almoner.framework.models import OfficeGrant
from almoner.framework.operations import fill_office_as_operator
from tests.commissions.frameworks import TEXT, in_force
from tests.factories import DAY, NOON, official
from tests.framework.factories import hold
from tests.web.public.published import body_of
from tests.web.workspace.signing_in import BACKEND, signed_in

pytestmark = pytest.mark.django_db
HEAD = "/workspace/decisions/offices/head/"
SCHEME = "/workspace/decisions/scheme/"
TODAY = {"from_day_day": 4, "from_day_month": 3, "from_day_year": 2026}


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    framework = tmp_path / "small.toml"
    framework.write_text(TEXT, encoding="utf-8")
    settings.FRAMEWORK = str(framework)
    with time_machine.travel(NOON, tick=False):
        yield


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return re.sub(r"\s+", " ", body_of(response))


def send(client, address, status=302, **said):
    response = client.post(address, said)
    assert response.status_code == status, body_of(response)
    return re.sub(r"\s+", " ", body_of(response)) if status == 200 else ""


def client_of(person):
    other = Client()
    other.force_login(person, backend=BACKEND)
    return other


def test_an_office_is_proposed_by_one_confirmed_by_another_and_ended_by_one(client):
    signed_in(client, "administrator")
    person, second = official(Role.APPROVER, name="Ada Head"), client_of(official(Role.APPROVER))
    assert "Nobody can act in this office" in read(client, HEAD)

    send(client, HEAD, holder=person.pk, **TODAY)
    paper = f"/workspace/decisions/offices/papers/{OfficeGrant.objects.get()}/"
    assert "Ada Head from 4 March 2026: a second person confirms it" in read(client, SCHEME)
    assert "You proposed this, so someone else must decide." in read(client, paper)
    assert "Withdraw your proposal" in read(client, paper)
    assert "Say why you refuse." in send(second, paper, 200, decision="refuse")
    send(second, paper, decision="confirm")
    assert "This has been decided" in read(second, paper)
    assert "Confirm or refuse" not in read(client, "/workspace/")

    assert holders_of("head", on=DAY) == [person]
    end = f"{HEAD}end/{person}/"
    assert "Ada Head holds it no more: Head of service" in read(second, end)
    read(client_of(official(Role.FINANCE)), end, 403)
    send(second, end)
    assert "They do not hold it." in send(second, end, 200)
    read(client, "/workspace/decisions/offices/nothing/", 404)


def test_a_proposal_is_refused_or_withdrawn_and_only_administrators_make_one(client):
    signed_in(client, "administrator")
    person, second = official(Role.APPROVER, name="Ada Head"), client_of(official(Role.APPROVER))
    assert "Propose who holds it" not in read(second, HEAD)
    send(second, HEAD, 403, holder=person.pk, **TODAY)
    assert "from today at the earliest" in send(
        client, HEAD, 200, holder=person.pk, **TODAY | {"from_day_day": 3}
    )

    send(client, HEAD, holder=person.pk, **TODAY)
    refused = OfficeGrant.objects.get()
    send(second, f"/workspace/decisions/offices/papers/{refused}/", decision="refuse", reason="No")
    assert "Refused" in read(client, HEAD)
    send(client, HEAD, holder=person.pk, **TODAY)
    withdrawn = OfficeGrant.objects.order_by("pk").last()
    send(client, f"/workspace/decisions/offices/papers/{withdrawn}/withdraw/")
    assert "Withdrawn" in read(client, HEAD)


def test_what_the_operator_did_is_shown_as_such_until_two_officials_confirm_it(client):
    signed_in(client, "finance")
    office = in_force().framework.office_called("head")
    grant = fill_office_as_operator(
        office, holder=official(Role.APPROVER, name="Ada Head"), by=OPERATOR, at=NOON
    )
    at = f"/workspace/decisions/offices/papers/{grant}/confirm/"

    assert "Confirm the office that the operator gave Ada Head" in read(client, "/workspace/")
    send(client, at)
    assert "You have confirmed this." in read(client, at)
    assert "Ada Head, by the operator: 1 of two officials confirmed it" in read(client, SCHEME)
    send(client_of(official(Role.AUDITOR)), at)
    assert "by the operator" not in read(client, SCHEME)


def test_many_holders_and_papers_ask_the_database_no_more_than_few(client):
    signed_in(client, "approver")

    def fill():
        for _turn in range(3):
            person = official(Role.APPROVER)
            hold("head", person)
            hold("money", person)

    def asked(address):
        with CaptureQueriesContext(connection) as said:
            read(client, address)
        return len(said)

    fill()
    few = [asked(address) for address in (SCHEME, HEAD)]
    fill()
    assert [asked(address) for address in (SCHEME, HEAD)] == few

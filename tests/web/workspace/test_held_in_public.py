"""What is held about a refuge, before and after it is withheld: what is marked public is, and what
is not is not; and no byte of what is sent out names who is withheld.
"""

from http import HTTPStatus

import pytest
import time_machine
from django.test import Client, override_settings

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement
from almoner.commissions.models import Commission
from almoner.core.holdings import Why
from almoner.decisions.models import Decision
from almoner.organisations.models import Organisation
from almoner.registers.reach import reach_of
from almoner.registers.shown import Much
from almoner.web.workspace.held_rows import PUBLIC_PAGES, Held
from tests.factories import NOON, official
from tests.web.public.published import bytes_of
from tests.web.public.refuge import (
    ORIGINAL,
    SECOND_NAME,
    plant,
    says,
    taken_down,
    tokens_of,
    unpacked,
)
from tests.web.workspace.signing_in import signed_in
from tests.worlds import copy_files, made_once

pytestmark = pytest.mark.django_db
EVERYONE = [role for role in Role if role not in {Role.ADMINISTRATOR, Role.MEMBER}]
QUAY = "Quay Street Advice"


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    body = override_settings(BODY_NAME="Wexmoor Council", ADDRESS="https://wexmoor.test")
    # The case of its grant is of the framework in force, and so is whoever decides.
    with body, made_once(django_db_blocker, folder), time_machine.travel(NOON, tick=False):
        yield plant(folder), folder


@pytest.fixture
def refuge(planted, tmp_path, settings):
    refuge, folder = planted
    settings.FILES = tmp_path / "files"
    copy_files(folder, tmp_path)
    refuge.refresh_from_db()
    with time_machine.travel(NOON, tick=False):
        yield refuge


def subjects(refuge):
    """Whatever a request about it may name."""
    return [
        ("organisations", refuge),
        ("organisations", Organisation.objects.get(name=SECOND_NAME)),
        ("agreements", Agreement.objects.get(versions__said__reference="QFC-77")),
        ("cases", Commission.objects.get()),
        ("decisions", Decision.objects.get()),
    ]


def rows_about(thing):
    reader = User.objects.filter(username="reads-all").first()
    reader = reader or official(*EVERYONE, username="reads-all")
    held = Held(reach_of(thing), reader, NOON.date())
    return [(holding.code, row) for holding, row in held.every_row(at=NOON)]


def read_by_anyone(address):
    """How the public address of a record answers somebody who has not signed in."""
    response = Client().get(address, follow=True)
    bytes_of(response)
    return response.status_code


def sent_out(client, what, thing):
    return client.get(f"/workspace/held/{what}/{thing}/public.zip")


def naming(response, tokens):
    """The tokens that are in any byte of an answer, heading and all."""
    said = f"{response.headers} {unpacked(bytes_of(response)).decode()}".lower()
    return [token for token in tokens if says(said, token)]


def test_what_is_marked_public_is_read_by_anyone(refuge):
    marked = [row for _what, thing in subjects(refuge) for row in rows_about(thing)]
    addresses = {row.public_url for _code, row in marked if row.much != Much.NOTHING}

    answers = {one: read_by_anyone(one) for one in addresses}

    assert {code for code, row in marked if row.public_url} >= {
        "organisations",
        "agreements",
        "versions",
        "payments",
        "copies",
        "decisions",
    }
    assert set(answers.values()) == {HTTPStatus.OK}
    assert all(row.public_url == "" for _code, row in marked if row.much == Much.NOTHING)


def test_what_is_withheld_is_marked_so_and_nobody_reads_it(refuge):
    would_be = addresses_of(refuge)
    taken_down(organisation=refuge)

    marked = [row for _what, thing in subjects(refuge) for row in rows_about(thing)]

    assert [row for _code, row in marked if row.much != Much.NOTHING] == []
    hidden = {code for code, row in marked if row.why == Why.HIDDEN}
    assert hidden >= {"organisations", "agreements", "versions", "payments", "copies", "decisions"}
    assert {row.words for code, row in marked if code == "payments"} == {
        "Withheld: Safety of a person"
    }
    answers = {one: read_by_anyone(one) for one in would_be}
    assert set(answers.values()) == {HTTPStatus.NOT_FOUND}


def addresses_of(refuge):
    """Where each record of a kind that may be public would be read, were it public."""
    return {
        row.public_url
        for _what, thing in subjects(refuge)
        for code, row in rows_about(thing)
        if code in PUBLIC_PAGES and row.public_url
    }


def test_the_public_parts_hold_what_is_public_and_no_original(refuge, client):
    signed_in(client, Role.PUBLISHER)
    tokens = tokens_of(refuge)

    said = naming(sent_out(client, "organisations", refuge), tokens)
    originals = [naming(sent_out(client, *one), [ORIGINAL]) for one in subjects(refuge)]

    assert {"Zephyrine", "Mulberrycroft", "QFC-77", "QFG-31", "7317.31", "1198765"} <= set(said)
    assert [one for one in originals if one] == []


def test_who_is_withheld_is_in_no_byte_that_is_sent_out(refuge, client):
    signed_in(client, Role.PUBLISHER)
    tokens = tokens_of(refuge)
    asked = [*subjects(refuge), ("organisations", Organisation.objects.get(name=QUAY))]
    taken_down(organisation=refuge)

    answers = {f"{what} {thing}": sent_out(client, what, thing) for what, thing in asked}

    assert {one.status_code for one in answers.values()} == {HTTPStatus.OK}
    assert {name: said for name, one in answers.items() if (said := naming(one, tokens))} == {}


def test_one_agreement_that_is_withheld_is_left_out_of_what_is_sent_about_its_provider(
    refuge, client
):
    signed_in(client, Role.PUBLISHER)
    agreement = Agreement.objects.get(versions__said__reference="QFC-77")
    taken_down(agreement=agreement)

    answer = sent_out(client, "organisations", refuge)

    assert naming(answer, ["QFC-77", "Wintergreen", "86421.19", str(agreement)]) == []
    assert naming(sent_out(client, "organisations", refuge), ["7317.31"]) == ["7317.31"]

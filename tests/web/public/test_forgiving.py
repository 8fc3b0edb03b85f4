"""Lists that found nothing show what the nearest words find, say so, and tell nothing hidden."""

import json
from datetime import UTC, datetime

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.core.models import Batch
from almoner.organisations.models import Organisation
from almoner.registers.kinds import Register
from almoner.registers.operations import undo_import
from tests.factories import NOON, official
from tests.registers.agreement_files import brought_in, contracts_file, grants_file
from tests.web.public.published import publish, read
from tests.web.public.refuge import taken_down

pytestmark = pytest.mark.django_db
SPEND, CONTRACTS = "/registers/spend/", "/registers/contracts/"
GRANTS, ORGANISATIONS = "/registers/grants/", "/organisations/"
HAVEN = "Zephyrine Haven,2026-02-05,75.25,Grants,Locks for Quillfeather Lane"


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(datetime(2026, 3, 9, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def agreements(tmp_path):
    brought_in(contracts_file(tmp_path))
    brought_in(grants_file(tmp_path), Register.GRANTS)


@pytest.mark.parametrize(
    ("address", "typed", "meant", "found"),
    [
        (f"{SPEND}?q=sheltre", "sheltre", "shelter", "A night shelter"),
        (f"{SPEND}?q=grents+harbor", "grents harbor", "grants harbour", "Harbour Trust"),
        (f"{SPEND}?organisation=Harbor+Trusts", "Harbor Trusts", "harbour trust", "Harbour Trust"),
        (f"{CONTRACTS}?q=nihgt", "nihgt", "night", "Night shelter"),
        (f"{CONTRACTS}?recipient=harbur", "harbur", "harbour", "Night shelter"),
        (f"{GRANTS}?q=mentorign", "mentorign", "mentoring", "Mentoring"),
        (f"{GRANTS}?recipient=coper+street", "coper street", "copper street", "Mentoring"),
        (f"{ORGANISATIONS}?q=Habour", "Habour", "harbour", "Harbour Trust"),
    ],
)
def test_a_misspelt_word_finds_what_was_meant_and_the_page_says_so(
    client, spend, agreements, address, typed, meant, found
):
    page = read(client, address)

    assert (
        f"Nothing was found for “{typed}”. This is what “<strong>{meant}</strong>” finds." in page
    )
    assert found in page.split("<tbody>")[1]


def test_the_page_offers_what_was_typed_and_then_takes_it_at_its_word(client, spend):
    page = read(client, f"{SPEND}?q=sheltre&page=3")
    assert 'href="?q=sheltre&amp;exactly=yes">Search for exactly “sheltre”</a>' in page

    exactly = read(client, f"{SPEND}?q=sheltre&exactly=yes")

    assert "No payment answers to all of that" in exactly
    assert "shelter" not in exactly.split("<main")[1].split("</form>")[1]


def test_its_downloads_hold_what_it_shows(client, spend):
    page = read(client, f"{SPEND}?q=sheltre&sort=-amount")

    assert 'href="/registers/spend.csv?q=shelter&amp;sort=-amount"' in page
    assert 'value="shelter"' in page


@pytest.mark.parametrize("address", [SPEND, CONTRACTS, GRANTS])
def test_a_program_is_told_what_it_asked_for_and_nothing_instead(
    client, spend, agreements, address
):
    for word in ("sheltre", "mentorign"):
        said = json.loads(read(client, f"{address.removesuffix('/')}.json?q={word}"))
        assert (said["count"], said["rows"]) == (0, [])


def test_a_word_with_which_the_other_filters_leave_nothing_is_not_offered(client, spend):
    page = read(client, f"{SPEND}?q=sheltre&at_least=9999")

    assert "No payment answers to all of that" in page
    assert "Nothing was found for" not in page


def test_no_word_of_what_is_taken_down_is_offered(client, tmp_path):
    publish(tmp_path, [HAVEN, "Harbour Trust,2026-02-03,9.00,Grants,Rent"])
    asked = [f"{SPEND}?q=zephirine", f"{SPEND}?organisation=zephirine"]
    asked += [f"{SPEND}?q=quilfeather", f"{ORGANISATIONS}?q=zephirine"]
    for address in asked:
        assert "Nothing was found for" in read(client, address)

    taken_down(organisation=Organisation.objects.get(name="Zephyrine Haven"))

    for address in asked:
        page = read(client, address).lower()
        assert "nothing was found for" not in page
        assert "zephyrine" not in page
        assert "quillfeather" not in page


def test_no_word_of_an_import_that_was_undone_is_offered(client, tmp_path):
    publish(tmp_path, [HAVEN])
    assert "quillfeather" in read(client, f"{SPEND}?q=quilfeather")

    undo_import(Batch.objects.get(), reason="Wrong", by=official(Role.PUBLISHER), at=NOON)

    assert "quillfeather" not in read(client, f"{SPEND}?q=quilfeather").lower()

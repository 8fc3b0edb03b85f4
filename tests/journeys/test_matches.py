"""A finance officer finds what a payment was made under, and teaches the house to do so."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from almoner.accounts.roles import Role
from almoner.agreements.search import AGREEMENT
from almoner.payments.models import Match
from almoner.payments.states import MatchState
from almoner.payments.tasks import propose_all_matches
from almoner.search.operations import rebuild_index
from tests.factories import (
    AgreementFactory,
    BatchFactory,
    OrganisationFactory,
    PaymentFactory,
    VersionFactory,
    official,
)
from tests.journeys.browsing import click, look_at, sign_in

TITLE = "Night shelter and resettlement support for people who are homeless in winter"


@pytest.fixture
def town():
    """One organisation with one contract and three payments; another contract of somebody else."""
    today = localdate()
    trust = OrganisationFactory(name="Harbour Refuge Trust (Wexmoor and Tarnside) Limited")
    contracts, spend = BatchFactory(kind="contracts"), BatchFactory()
    VersionFactory(
        agreement=AgreementFactory(batch=contracts),
        organisation=trust,
        amount=Decimal(400_000),
        starts_on=today - timedelta(days=300),
        first_end_on=today + timedelta(days=300),
        said={"reference": "PS/2023/014", "title": TITLE},
    )
    VersionFactory(
        agreement=AgreementFactory(batch=contracts),
        said={"reference": "PS/2023/020", "title": "A roof"},
    )
    for number, amount in enumerate((125_000, 31_250, 900)):
        PaymentFactory(
            batch=spend,
            organisation=trust,
            paid_on=today - timedelta(days=30 * number),
            amount=Decimal(amount),
            category="Grants to voluntary organisations",
            purpose="Night shelter, PO 4500123",
            document_reference="PS/2023/014" if number == 1 else "5100012345",
        )
    rebuild_index(AGREEMENT)
    propose_all_matches.call()


def test_a_finance_officer_confirms_a_match_and_saves_a_rule(page, client, live_server, town):
    etta = official(Role.FINANCE, name="Etta Quaye")
    sign_in(page, client, etta, address=live_server.url)

    look_at(page, f"{live_server}/workspace/matches/", name="matches")
    click(page.get_by_role("link", name="Harbour Refuge Trust").first)
    look_at(page, page.url, name="match")
    click(page.get_by_role("button", name="Confirm PS/2023/014"))
    look_at(page, page.url, name="match-confirmed")
    click(page.get_by_role("button", name="Save a rule from this match"))
    look_at(page, page.url, name="matching-rule")
    page.get_by_label("Words in the purpose").fill("po 4500123")
    click(page.get_by_role("button", name="Save the rule"))
    propose_all_matches.call()
    look_at(page, f"{live_server}/workspace/matches/rules/", name="matching-rules")
    click(page.get_by_role("link", name="Look at what it proposed"))
    look_at(page, page.url, name="matching-rule-confirm")
    click(page.get_by_role("button", name="Confirm all 2 matches"))

    expect(page.get_by_text("2 are confirmed.")).to_be_visible()
    assert Match.objects.filter(state=MatchState.CONFIRMED).count() == 3
    look_at(page, f"{live_server}/workspace/matches/totals/", name="match-totals")
    look_at(page, f"{live_server}/workspace/matches/", name="matches-empty")


def test_another_contract_is_found_and_a_rule_without_sense_says_so(
    page, client, live_server, town
):
    sign_in(page, client, official(Role.AGREEMENT_MANAGER), address=live_server.url)

    page.goto(f"{live_server}/workspace/matches/?show=unmatched")
    click(page.get_by_role("link", name="£900.00"))
    page.get_by_label("Reference, title or organisation").fill("roof")
    click(page.get_by_role("button", name="Show"))
    look_at(page, page.url, name="match-search")
    page.get_by_role("button", name="Confirm PS/2023/020").press("Enter")
    page.get_by_role("button", name="Save a rule from this match").press("Enter")
    page.goto(page.url)
    page.get_by_label("Name of the rule").fill("")
    click(page.get_by_role("button", name="Save the rule"))

    expect(page.get_by_role("link", name="Name of the rule: fill this in.")).to_be_visible()

"""What stands on the pages of single records beside the register's own words."""

import json
import re
from decimal import Decimal

import pytest
import time_machine

from almoner.agreements.states import AgreementKind
from almoner.organisations.models import Organisation
from almoner.papers.kinds import CopyKind
from almoner.payments.models import Payment
from almoner.payments.states import MatchState
from tests.factories import (
    NOON,
    CopyFactory,
    MatchFactory,
    OrganisationFactory,
    PaymentFactory,
    VersionFactory,
    published_copy,
)
from tests.registers.agreement_files import bring_in, contracts_file
from tests.web.public.published import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON, tick=False):
        yield


def words(client, address):
    return " ".join(read(client, address).split())


def contract(**version):
    return VersionFactory(**version)


def page_of(client, version):
    register = "grants" if version.agreement.kind == AgreementKind.GRANT else "contracts"
    return words(client, f"/registers/{register}/{version.agreement}/")


def told_to_machines(page):
    (said,) = re.findall(r'ld\+json">(.*?)</script>', page)
    return json.loads(said)


def test_a_contract_leads_to_the_copies_of_it_that_are_out(client):
    version = contract()
    published_copy(agreement=version.agreement)
    CopyFactory(agreement=version.agreement, kind=CopyKind.TENDER)

    page = page_of(client, version)

    assert f'href="/registers/contract-copies/{version.agreement}/"' in page
    assert "tender-copies" not in page


def test_a_record_leads_to_the_notices_that_its_register_names(client):
    said = {"notice_url": "https://notices.example/7", "document_url": "javascript:alert(1)"}

    page = page_of(client, contract(said=said))

    assert '<a href="https://notices.example/7" rel="external nofollow"' in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("kind", AgreementKind)
def test_a_record_says_that_nothing_more_is_published_of_it(client, kind):
    page = page_of(client, VersionFactory(agreement__kind=kind))

    assert "No notice and no document of it is published here" in page
    assert "The form by which it was decided is not published here." in page


@pytest.mark.parametrize(
    ("paid", "width", "said"),
    [
        (25, 'width="25%"', "£75.00 of it is not paid, as far as is known here."),
        (150, 'width="100%"', "More was paid than the register says it comes to."),
        (-10, 'width="0%"', "£110.00 of it is not paid, as far as is known here."),
    ],
)
def test_a_record_draws_how_much_of_it_is_paid(client, paid, width, said):
    version = contract(amount=Decimal(100))
    payment = PaymentFactory(amount=Decimal(paid))
    MatchFactory(payment=payment, agreement=version.agreement, state=MatchState.CONFIRMED)

    page = page_of(client, version)

    assert f'class="share__part" {width}' in page
    assert said in page


def test_a_record_of_no_stated_amount_draws_nothing(client):
    version = contract(amount=None)
    MatchFactory(agreement=version.agreement, state=MatchState.CONFIRMED)

    assert "share__part" not in page_of(client, version)


def test_a_record_can_be_cited(client):
    version = contract(said={"title": "Beds & boards"}, amount=Decimal(9))

    page = page_of(client, version)

    cited = page.split('id="citation"')[1].split(">")[1].split("<")[0]
    assert cited.startswith(f"Wexmoor Council, Contracts, {version.agreement}, “Beds &amp; boards”")
    assert cited.endswith(
        f"as at 4 March 2026. https://wexmoor.test/registers/contracts/{version.agreement}/"
    )


def test_a_place_leads_to_its_page_and_several_each_to_theirs(client):
    one = page_of(client, contract(said={"area": "LB Camden"}))
    two = page_of(client, contract(said={"area": "Camden; <Tarnside>"}))

    assert '<a href="/places/camden/">LB Camden</a>' in one
    assert '<a href="/places/camden/">Camden</a>; <a href="/places/tarnside/">&lt;Tarnside' in two


def test_the_numbers_of_a_party_lead_to_their_registers(client, tmp_path):
    bring_in(contracts_file(tmp_path))
    version = contract(said={"supplier_company_number": "<b>", "supplier_charity_number": "12"})

    page = page_of(client, VersionFactory._meta.model.objects.get(said__reference="C-1"))

    assert "charity-details/?regid=1234567&amp;subid=0" in page
    assert "Charity Commission for England and Wales" in page
    assert "&lt;b&gt;" in page_of(client, version)


def test_an_organisation_leads_to_the_registers_that_know_it_and_says_so_to_machines(
    client, tmp_path
):
    bring_in(contracts_file(tmp_path))
    harbour = Organisation.objects.get(name="Harbour Trust")
    OrganisationFactory(name="The Harbour", merged_into=harbour, survivor=harbour)

    page = words(client, f"/organisations/{harbour}/")

    link = "https://register-of-charities.charitycommission.gov.uk/charity-details/"
    assert f'href="{link}?regid=1234567&amp;subid=0"' in page
    said = told_to_machines(page)
    assert (said["@type"], said["name"]) == ("Organization", "Harbour Trust")
    assert said["alternateName"] == ["The Harbour"]
    assert said["sameAs"] == [f"{link}?regid=1234567&subid=0"]
    assert said["identifier"][0]["value"] == "GB-CHC-1234567"


def test_an_organisation_without_numbers_says_none_to_machines(client):
    said = told_to_machines(words(client, f"/organisations/{OrganisationFactory()}/"))

    assert said.keys() == {"@context", "@type", "@id", "url", "name"}


def test_a_payment_is_told_to_machines_and_can_be_cited(client, spend):
    paid = Payment.objects.get(purpose="A night shelter")
    address = f"https://wexmoor.test/registers/spend/{paid}/"

    page = words(client, f"/registers/spend/{paid}/")

    said = told_to_machines(page)
    assert (said["@type"], said["price"], said["endTime"]) == ("PayAction", "1250.50", "2026-02-03")
    assert said["recipient"]["url"].startswith("https://wexmoor.test/organisations/ORG-")
    assert said["@id"] == address
    assert f"£1,250.50 to Harbour Trust on 3 February 2026. {address}" in page


def test_a_payment_to_somebody_who_was_kept_back_names_no_address_of_theirs(client, spend):
    paid = Payment.objects.get(organisation=None)

    said = told_to_machines(words(client, f"/registers/spend/{paid}/"))

    assert said["recipient"].keys() == {"@type", "name"}

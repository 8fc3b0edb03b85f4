"""Copies of contracts in the workspace: what is owed, preparing one, checking it, exemptions."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from almoner.accounts.models import AccessEntry
from almoner.agreements.states import AgreementKind
from almoner.cli.demonstration.pages import pdf_of
from almoner.documents.keeping import path_of
from almoner.papers.models import Copy, Exemption
from almoner.papers.states import CopyState, ExemptionState
from tests.factories import (
    DAY,
    NOON,
    CopyFactory,
    ExemptionFactory,
    VersionFactory,
    WithholdingFactory,
    official,
    published_copy,
)
from tests.registers.publishing import duties_of_wexmoor
from tests.web.public.published import body_of, bytes_of, queries_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/contract-copies/"
NAMING = pdf_of([["The lead is Mrs Jane Smith"]])


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def manager(client):
    return signed_in(client, "agreement-manager")


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return body_of(response)


def contract(**fields):
    return VersionFactory(**{"amount": 20_000, "awarded_on": DAY, **fields})


def upload(content):
    return SimpleUploadedFile("redacted.pdf", content)


def sent(content=NAMING, **change):
    return {"file": upload(content), "redactions": ["safety"], "explanation": "A street", **change}


def test_the_list_says_how_each_contract_stands_what_is_owed_first(client, manager):
    late = contract(awarded_on=DAY - timedelta(days=60), said={"title": "A late one"})
    out = contract(awarded_on=DAY - timedelta(days=90), said={"title": "One that is out"})
    published_copy(agreement=out.agreement)
    withheld = contract(said={"title": "A hidden one"})
    WithholdingFactory(organisation=withheld.organisation)
    contract(amount=None)

    page = " ".join(read(client, LIST).split())

    assert page.index("A late one") < page.index("One that is out")
    assert "A hidden one" not in page
    assert "1 copy is late, the oldest since 30 January 2026. 1 copy is owed." in page
    assert "1 contract states no value" in page
    assert "Missing" in page
    assert f'href="{LIST}{late.agreement}/"' in page


def test_the_list_is_narrowed_by_standing_and_supplier(client, manager):
    one, out = contract(said={"title": "Beds"}), contract(said={"title": "Meals"})
    published_copy(agreement=out.agreement)

    assert "Meals" not in read(client, f"{LIST}?stands=missing")
    assert "Beds" not in read(client, f"{LIST}?stands=published")
    assert "Meals" not in read(client, f"{LIST}?q={one.organisation_name}")
    assert "No contract answers to that" in read(client, f"{LIST}?q=nobody")
    assert "Error" in read(client, f"{LIST}?stands=lost")


def test_the_list_asks_as_much_of_the_database_for_many_as_for_one(client, manager):
    contract()
    read(client, LIST)
    few = queries_of(client, LIST)

    for _n in range(5):
        contract()

    assert queries_of(client, LIST) == few


def test_a_body_without_such_a_duty_is_told_so(client, manager):
    with duties_of_wexmoor():
        assert "No duty asks for such copies" in read(client, LIST)


def test_the_front_page_of_the_owner_leads_to_the_list(client, manager):
    contract()

    assert f'<a href="{LIST}">Publish 1 copy that is owed' in read(client, "/workspace/")


def test_a_copy_is_prepared_judged_sent_checked_and_public(client, manager):
    agreement = contract().agreement
    page = f"{LIST}{agreement}/"
    assert "No copy was prepared yet" in read(client, page)

    client.post(f"{page}prepare/", sent())

    copy = Copy.objects.get()
    here = f"/workspace/copies/{copy}/"
    assert "Mrs Jane Smith" in read(client, here)
    assert AccessEntry.objects.get(about=f"papers.copy:{copy}").who == manager.actor
    assert "fill this in" in body_of(client.post(f"{here}submit/", {"judgement": ""}))
    client.post(f"{here}submit/", {"judgement": "She is the chief executive"})
    assert "someone else must check it" in read(client, f"{here}check/")
    client.post(f"{here}check/", {"decision": "publish"})
    assert Copy.objects.get().state == CopyState.SUBMITTED
    signed_in(client, "publisher")
    assert f'href="{here}check/"' in read(client, "/workspace/")
    assert "She is the chief executive" in read(client, f"{here}check/")
    client.post(f"{here}check/", {"decision": "publish"})
    assert "It is published" in read(client, here)
    assert "Jane" not in read(client, here)
    assert bytes_of(client.get(f"/registers/contract-copies/{agreement}.pdf")).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"file": upload(b"words")}, "Only a PDF is published"),
        ({"redactions": []}, "choose from the list"),
        ({"redactions": ["nothing", "safety"]}, "Choose grounds, or that nothing"),
        ({"explanation": ""}, "Say what is blacked out"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_prepared(client, manager, change, said):
    address = f"{LIST}{contract().agreement}/prepare/"

    page = body_of(client.post(address, sent(**change)))

    assert said in page
    assert "Error:" in page
    assert not Copy.objects.exists()


def test_a_copy_in_which_nothing_is_blacked_out_says_so(client, manager):
    address = f"{LIST}{contract().agreement}/prepare/"

    client.post(address, sent(redactions=["nothing"], explanation=""))

    assert Copy.objects.get().redactions == []


def test_a_second_copy_says_what_it_puts_right(client, manager):
    out = published_copy()
    address = f"{LIST}{out.agreement}/prepare/"
    assert "What does the new copy put right?" in read(client, address)

    assert "fill this in" in body_of(client.post(address, sent()))
    client.post(address, sent(correction="A rate was legible"))

    assert Copy.objects.get(state=CopyState.DRAFTED).correction == "A rate was legible"


def test_a_copy_is_sent_back_with_what_to_put_right(client):
    copy = CopyFactory()
    signed_in(client, "publisher")
    address = f"/workspace/copies/{copy}/check/"

    assert "Say what is to be put right" in body_of(client.post(address, {"decision": "return"}))
    client.post(address, {"decision": "return", "reason": "Page 2 names her"})

    assert Copy.objects.get().state == CopyState.RETURNED
    assert "Page 2 names her" in read(client, f"/workspace/copies/{copy}/")
    assert "It does not await a check" in read(client, address)


def test_who_checks_a_copy_is_told_why_it_cannot_be_published(client):
    copy, forged = CopyFactory(), CopyFactory()
    exempt = {"state": ExemptionState.IN_FORCE, "decided_by": official("approver")}
    ExemptionFactory(agreement=copy.agreement, **exempt)
    path_of(forged.file).write_bytes(b"forged")
    signed_in(client, "publisher")

    for one, why in [(copy, "as two people found"), (forged, "Its file is not what was sent")]:
        address = f"/workspace/copies/{one}/check/"
        assert why in body_of(client.post(address, {"decision": "publish"}))
    assert "so the public reads none" in read(client, f"/workspace/copies/{copy}/")


def test_a_copy_is_withdrawn_after_a_page_that_asks(client, manager):
    copy = CopyFactory(state=CopyState.DRAFTED)
    address = f"/workspace/copies/{copy}/withdraw/"
    assert "cannot be taken back" in read(client, address)

    client.post(address)

    assert Copy.objects.get().state == CopyState.WITHDRAWN
    assert client.post(address).status_code == 409


def test_no_copy_is_owed_when_two_people_say_so(client, manager):
    version = contract()
    address = f"{LIST}{version.agreement}/exempt/"
    said = {"reason": "safety", "view_of": "body", "explanation": "A refuge"}
    assert "the chief officer’s view" in body_of(client.post(address, said))

    client.post(address, {**said, "view_of": "chief-officer"})

    exemption = Exemption.objects.get()
    here = f"/workspace/exemptions/{exemption}/"
    assert "Only an approver decides" in read(client, here)
    signed_in(client, "approver")
    client.post(here, {"decision": "agree"})
    assert Exemption.objects.get().state == ExemptionState.IN_FORCE
    assert "None is owed" in read(client, LIST)
    assert "owed again" in read(client, f"{here}end/")
    client.post(f"{here}end/")
    assert Exemption.objects.get().state == ExemptionState.ENDED
    assert str(exemption) in read(client, f"{LIST}{version.agreement}/")


def test_an_approver_refuses_an_exemption(client):
    exemption = ExemptionFactory()
    signed_in(client, "approver")

    client.post(f"/workspace/exemptions/{exemption}/", {"decision": "refuse"})

    assert Exemption.objects.get().state == ExemptionState.REFUSED


def test_a_grant_has_no_copies(client, manager):
    grant = VersionFactory(agreement__kind=AgreementKind.GRANT)

    read(client, f"{LIST}{grant.agreement}/", status=404)


@override_settings(FRAMEWORK="policing")
def test_the_duties_in_the_workspace_say_what_is_owed(client, manager):
    contract()

    page = " ".join(read(client, "/workspace/editions/").split())

    assert "1 copy is owed." in page

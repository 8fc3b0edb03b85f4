"""Copies of contracts as anyone reads them: the list, its twins, each contract, and the files."""

import json
from datetime import timedelta

import pytest
import time_machine

from almoner.accounts.roles import Role
from almoner.documents.grounds import Danger
from almoner.documents.operations import take_down_file
from almoner.papers.operations import agree_to_exemption, publish_copy
from almoner.papers.states import CopyState
from tests.factories import (
    NOON,
    AgreementFactory,
    CopyFactory,
    ExemptionFactory,
    VersionFactory,
    WithholdingFactory,
    official,
    published_copy,
)
from tests.guard import arranging
from tests.web.public.published import body_of, bytes_of, queries_of, read
from tests.web.public.refuge import taken_down

pytestmark = pytest.mark.django_db
LIST = "/registers/contract-copies/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def file_of(copy):
    return f"{LIST}{copy.agreement}.pdf"


def test_the_list_names_contract_supplier_value_day_and_size(client):
    copy = published_copy()
    CopyFactory()

    page = read(client, LIST)

    assert f'href="{LIST}{copy.agreement}/">A night shelter</a>' in page
    assert copy.agreement.versions.get().organisation_name in page
    assert "£20,000.00" in page
    assert "4 March 2026" in page
    assert f'href="{file_of(copy)}" download>PDF, ' in page
    assert page.count(".pdf") == 1


def test_the_list_says_when_there_is_none_and_leads_to_the_other(client):
    page = read(client, LIST)

    assert "No copy is published yet" in page
    assert 'href="/registers/tender-copies/"' in page
    assert 'href="/duties/#contract-copies"' in page


def test_the_list_asks_as_much_of_the_database_for_many_as_for_one(client):
    published_copy()
    read(client, LIST)
    few = queries_of(client, LIST)

    for _n in range(4):
        published_copy()

    assert queries_of(client, LIST) == few


def test_the_file_is_handed_out_whole_and_never_shown_as_a_page(client):
    copy = published_copy(content=b"%PDF-1.7 a contract")

    response = client.get(file_of(copy))

    assert bytes_of(response) == b"%PDF-1.7 a contract"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="contract.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-cache" in response["Cache-Control"]
    again = client.get(file_of(copy), headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("state", [s for s in CopyState if s not in {"published", "superseded"}])
def test_nothing_that_is_not_out_has_an_address(client, state):
    copy = CopyFactory(state=state)

    for address in (file_of(copy), f"{LIST}{copy.agreement}/", f"{LIST}{copy.file}.pdf"):
        read(client, address, status=404)
    assert str(copy.agreement) not in read(client, LIST)


def test_a_copy_leads_to_its_contract_and_to_its_supplier(client):
    copy = published_copy()
    supplier = copy.agreement.versions.get().organisation

    page = read(client, f"{LIST}{copy.agreement}/")

    assert f'href="/registers/contracts/{copy.agreement}/"' in page
    assert f'href="/organisations/{supplier}/"' in page


def test_a_former_copy_is_served_no_more_and_its_record_stays(client):
    when = {"published_at": NOON - timedelta(days=9), "superseded_at": NOON}
    former = published_copy(content=b"%PDF-1.7 former", **when)
    with_former = {"agreement": former.agreement, "content": b"%PDF-1.7 corrected"}
    with arranging():
        former.state = CopyState.SUPERSEDED
        former.save()
    published_copy(**with_former)

    assert bytes_of(client.get(file_of(former))) == b"%PDF-1.7 corrected"
    page = read(client, f"{LIST}{former.agreement}/")
    assert former.file.digest in page
    assert "a copy that another took the place of on 4 March 2026" in page


def test_a_copy_that_is_taken_down_is_gone_at_once_and_leaves_a_tombstone(client):
    copy = published_copy()

    take_down_file(copy.file, ground=Danger.SAFETY, reason="x", by=official("publisher"), at=NOON)

    read(client, file_of(copy), status=404)
    page = read(client, f"{LIST}{copy.agreement}/")
    assert "a copy that was taken down on 4 March 2026 (Safety of a person)" in page
    assert copy.file.digest in page
    assert str(copy.agreement) not in read(client, LIST)


def test_what_is_withheld_answers_like_what_never_was(client):
    copy = published_copy()
    WithholdingFactory(organisation=copy.agreement.versions.get().organisation)

    for address in (file_of(copy), f"{LIST}{copy.agreement}/"):
        read(client, address, status=404)
    assert str(copy.agreement) not in read(client, f"{LIST[:-1]}.csv")


def test_a_copy_that_two_people_found_exempt_is_served_no_more(client):
    copy = published_copy()
    exemption = ExemptionFactory(agreement=copy.agreement)
    tag = client.get(f"{LIST[:-1]}.csv")["ETag"]

    agree_to_exemption(exemption, by=official("approver"), at=NOON)

    for address in (file_of(copy), f"{LIST}{copy.agreement}/"):
        read(client, address, status=404)
    again = client.get(f"{LIST[:-1]}.csv")
    assert again["ETag"] != tag
    assert str(copy.agreement) not in body_of(again)


def test_a_contract_without_a_copy_has_no_page(client):
    for agreement in (VersionFactory().agreement, AgreementFactory()):
        read(client, f"{LIST}{agreement}/", status=404)


def test_the_twins_hold_every_copy_and_change_when_one_is_out_or_withheld(client):
    copy = published_copy()

    first = client.get(f"{LIST[:-1]}.csv")
    assert str(copy.agreement) in body_of(first)
    same = client.get(f"{LIST[:-1]}.csv", headers={"if-none-match": first["ETag"]})
    assert same.status_code == 304
    publish_copy(CopyFactory(), by=official(Role.PUBLISHER), at=NOON)
    data = json.loads(read(client, f"{LIST[:-1]}.json"))

    assert len(data["rows"]) == 2
    assert data["publisher"] == "Wexmoor Council"
    tag = client.get(f"{LIST[:-1]}.csv")["ETag"]
    assert tag != first["ETag"]
    taken_down(agreement=copy.agreement)
    assert client.get(f"{LIST[:-1]}.csv")["ETag"] != tag


def test_there_are_copies_of_nothing_else(client):
    read(client, "/registers/other-copies/", status=404)


def test_the_page_of_duties_says_how_many_are_owed_late_and_out(client):
    published_copy()
    VersionFactory(amount=20_000, awarded_on=NOON.date() - timedelta(days=60))

    page = " ".join(read(client, "/duties/").split())

    assert "1 copy is late, the oldest since 30 January 2026. 1 copy is owed." in page
    assert 'href="/registers/contract-copies/">1 is published</a>' in page
    assert "<strong>1</strong> of these is late" in page or "of these are late" in page

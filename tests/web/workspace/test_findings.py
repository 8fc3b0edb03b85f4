import pytest
import time_machine

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.organisations.models import Organisation
from almoner.registers.models import Finding, Judgement
from almoner.registers.reasons import FindingState
from tests.factories import NOON
from tests.registers.agreement_files import bring_in, contracts_file
from tests.registers.findings import CLEAN, CLIENT, PERSON, REFUGE, held, judge, kept_back
from tests.web.public.published import body_of, queries_of
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
INDEX = "/workspace/findings/"
SPEND = f"{INDEX}registers/spend/"
CLIENTS = f"{SPEND}person-initials/"
LOOK = "Quay Repairs,2026-02-03,9.00,Repairs,Roof of 12 High Street"
SAFE = {"verdict": "safe", "reason": "not-a-person", "note": ""}


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def finn(client):
    return signed_in(client, Role.FINANCE)


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return " ".join(body_of(response).split())


def test_the_first_page_counts_what_waits_and_says_no_words(client, finn, tmp_path):
    held(tmp_path, CLEAN, CLIENT, CLIENT.replace("77.40", "9.10"), REFUGE, LOOK)

    page = read(client, INDEX)

    assert "initials of a person" in page
    assert "To look at" in page
    assert "J.S." not in page
    assert "High Street" not in page


def test_the_first_page_says_when_nothing_waits(client, finn):
    page = read(client, INDEX)

    assert "No row is held" in page
    assert "What was judged" not in page


def test_what_was_judged_is_listed_to_be_looked_at_again(client, finn, tmp_path):
    held(tmp_path, CLIENT, REFUGE)
    judge(finding=Finding.objects.get(code="person-initials"))
    judge(kept_back(), finding=Finding.objects.get(code="protected-address"))

    page = read(client, INDEX)

    assert "Safe to publish, in later imports too" in page
    assert f"{CLIENTS}?state=safe" in page
    assert "J.S." in read(client, f"{CLIENTS}?state=safe")
    assert "Nothing stands so" in read(client, CLIENTS)


def test_what_is_found_in_contracts_is_not_shown_to_finance(client, finn, tmp_path):
    row = "C-1,Beds at the refuge 12 High Street,Harbour Trust,01/04/2025,9"
    header = "Contract Reference,Contract Title,Supplier,Start Date,Contract Value"
    bring_in(contracts_file(tmp_path, [row], header=header))

    assert "No row is held" in read(client, INDEX)
    read(client, f"{INDEX}registers/contracts/", status=403)
    read(client, f"{INDEX}registers/contracts/protected-address/", status=403)
    read(client, f"{INDEX}{Finding.objects.get()}/", status=403)
    signed_in(client, Role.AGREEMENT_MANAGER)
    assert "<mark>12 High Street</mark>" in read(client, f"{INDEX}{Finding.objects.get()}/")


def test_the_texts_of_a_check_are_listed_once_and_reading_them_is_logged(client, finn, tmp_path):
    held(tmp_path, CLIENT, CLIENT.replace("77.40", "9.10"), CLIENT.replace("J.S.", "K.R."))

    page = read(client, CLIENTS)

    assert page.count("Taxi for <mark>client J.S.</mark>") == 1
    assert page.count("Taxi for <mark>client K.R.</mark>") == 1
    (entry,) = AccessEntry.objects.filter(about="registers.findings:spend")
    assert (entry.who, entry.outcome) == (finn.actor, "allowed")


@pytest.mark.parametrize("address", [INDEX, SPEND, CLIENTS, f"{CLIENTS}judge/"])
def test_a_page_asks_as_much_of_the_database_for_many_as_for_one(client, finn, tmp_path, address):
    held(tmp_path, CLIENT)
    few = queries_of(client, address)

    rows = [CLIENT.replace("J.S.", f"{a}.{b}.") for a in "GKLR" for b in "GKLR"]
    held(tmp_path, *rows, name="more.csv")

    assert queries_of(client, address) == few <= 16


@pytest.mark.parametrize("end", ["registers/none/", "registers/spend/none/", "FND-0/"])
def test_what_is_not_there_is_not_found(client, finn, end):
    read(client, f"{INDEX}{end}", status=404)


def test_a_state_that_is_none_is_not_found(client, finn):
    read(client, f"{CLIENTS}?state=lost", status=404)


def test_a_finding_shows_its_rows_and_is_judged(client, finn, tmp_path):
    held(tmp_path, CLIENT)
    address = f"{INDEX}{Finding.objects.get()}/"
    organisation = Organisation.objects.get()

    page = read(client, address)
    assert "<mark>client J.S.</mark>" in page
    assert "£77.40" in page
    assert f"/workspace/withholdings/propose/?about={organisation}" in page
    assert AccessEntry.objects.filter(about=f"registers.finding:{Finding.objects.get()}").exists()

    answer = client.post(address, SAFE, follow=True)

    assert "Your judgement is recorded" in body_of(answer)
    assert Finding.objects.get().state == FindingState.SAFE
    assert "It is not about a person" in read(client, address)


def test_a_finding_in_many_rows_shows_the_first(client, finn, tmp_path):
    held(tmp_path, *[PERSON.replace("300.00", f"{n}.00") for n in range(1, 24)])

    assert "And 3 more rows." in read(client, f"{INDEX}{Finding.objects.get()}/")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Say what is to become of it"),
        ({"verdict": "safe"}, "Say why it is safe to publish"),
        ({"verdict": "safe", "reason": "other"}, "which other reason"),
    ],
)
def test_a_judgement_that_says_too_little_is_sent_back(client, finn, tmp_path, said, why):
    held(tmp_path, CLIENT)

    answer = client.post(f"{INDEX}{Finding.objects.get()}/", said)

    page = body_of(answer)
    assert "<title>Error:" in " ".join(page.split())
    assert why in page
    assert not Judgement.objects.exists()


def test_whoever_imported_the_row_is_told_that_somebody_else_must_judge(client, tmp_path):
    importer = signed_in(client, Role.PUBLISHER)
    held(tmp_path, CLIENT, by=importer)
    address = f"{INDEX}{Finding.objects.get()}/"

    assert "You imported a row that says this" in read(client, address)
    client.post(address, SAFE)

    assert not Judgement.objects.exists()
    assert "There is nothing that you may judge here" in read(client, f"{CLIENTS}judge/")
    assert "1 more stands in a row that you imported" in read(client, f"{CLIENTS}judge/")


def seen_on(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def test_all_of_a_check_are_judged_at_once(client, finn, tmp_path):
    held(tmp_path, CLIENT, CLIENT.replace("J.S.", "K.R."))
    page = read(client, f"{CLIENTS}judge/")
    assert "Judge all 2 texts" in page

    answer = client.post(f"{CLIENTS}judge/", {**SAFE, "seen": seen_on(page)}, follow=True)

    assert "Your judgement is recorded" in body_of(answer)
    assert {one.state for one in Finding.objects.all()} == {"safe"}


def test_what_changed_meanwhile_is_shown_again(client, finn, tmp_path):
    held(tmp_path, CLIENT)
    seen = seen_on(read(client, f"{CLIENTS}judge/"))
    held(tmp_path, CLIENT.replace("J.S.", "K.R."), name="more.csv")

    answer = client.post(f"{CLIENTS}judge/", {**SAFE, "seen": seen}, follow=True)

    assert "has changed. Look at it again" in body_of(answer)
    assert not Judgement.objects.exists()


def test_what_only_asks_for_a_look_is_ticked_off_with_one_button(client, finn, tmp_path):
    held(tmp_path, LOOK)
    address = f"{SPEND}street-address/judge/"
    page = read(client, address)
    assert "Tick 1 text off" in page
    assert "Why it is safe" not in page

    client.post(address, {"seen": seen_on(page)})

    assert Judgement.objects.get().reason == "looked-at"


def test_what_was_judged_is_reopened_with_a_reason(client, finn, tmp_path):
    held(tmp_path, CLIENT)
    judge()
    address = f"{INDEX}{Finding.objects.get()}/reopen/"
    assert "Editions that are out keep them" in read(client, address)

    assert "<title>Error:" in " ".join(body_of(client.post(address, {})).split())
    answer = client.post(address, {"note": "It is a client after all"}, follow=True)

    assert "held until then" in body_of(answer)
    assert Finding.objects.get().state == FindingState.WAITING
    assert "It is a client after all" in body_of(answer)

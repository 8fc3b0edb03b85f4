"""Organisations that are merged are one, wherever the public reads them as such."""

from decimal import Decimal

import pytest

from almoner.organisations.models import Organisation
from almoner.registers.models import CoveredOrganisation
from almoner.search.audiences import PUBLIC
from almoner.search.queries import matches
from tests.factories import OrganisationFactory, PaymentFactory, WithholdingFactory
from tests.guard import arranging
from tests.organisations.groups import called, merge, part
from tests.registers.findings import CLEAN, PERSON, REFUGE, held, judge
from tests.web.public.published import body_of, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    trust, limited = called("Harbour Trust", "Quay Advice Limited")
    with arranging():
        trust.identifiers.create(scheme="GB-CHC", value="1234567")
        limited.identifiers.create(scheme="GB-COH", value="01234567")
    PaymentFactory(organisation=trust, amount=Decimal("1000.50"))
    PaymentFactory(organisation=limited, amount=Decimal("200.25"))
    merge(limited, trust)
    return trust, limited


def test_the_page_of_the_survivor_has_the_payments_names_and_numbers_of_all(client, group):
    trust, limited = group

    page = " ".join(read(client, f"/organisations/{trust}/").split())

    assert "£1,200.75, in 2 payments" in page
    assert "Quay Advice Limited" in page
    assert limited.reference in page
    assert "1234567" in page
    assert "01234567" in page


@pytest.mark.parametrize("kind", ["/", ".csv", ".json"])
def test_the_address_of_one_that_is_merged_leads_to_the_survivor_for_as_long(client, group, kind):
    trust, limited = group

    answer = client.get(f"/organisations/{limited}{kind}")

    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        f"/organisations/{trust}{kind}",
    )
    assert "no-cache" in answer.headers["Cache-Control"]
    part(limited)
    assert client.get(f"/organisations/{limited}{kind}").status_code == 200


def test_the_twins_of_the_survivor_hold_the_rows_of_all(client, group):
    trust, limited = group

    rows = read(client, f"/organisations/{trust}.csv")
    said = client.get(f"/organisations/{trust}.json")
    told = b"".join(said.streaming_content).decode()

    assert len(rows.splitlines()) == 1 + 2
    assert limited.reference in rows
    assert '"total":"1200.75"' in told.replace(" ", "")
    assert "GB-COH-01234567" in told
    assert "Quay Advice Limited" in told


def test_a_twin_that_somebody_has_is_sent_anew_once_organisations_are_merged_or_parted(
    client, group
):
    trust, limited = group
    address = f"/organisations/{trust}.csv"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304

    part(limited)

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_the_list_shows_one_found_by_either_name(client, group):
    trust, _limited = group

    for asked in ("", "?q=harbour", "?q=quay"):
        page = " ".join(read(client, f"/organisations/{asked}").split())
        assert "1 organisation " in page
        assert f"/organisations/{trust}/" in page
        assert "£1,200.75" in page


@pytest.mark.parametrize("asked", ["Harbour", "quay advice", "trust", "limited"])
def test_payments_are_found_by_either_name_or_reference(client, group, asked):
    words = {"trust": str(group[0]), "limited": str(group[1])}.get(asked, asked)

    page = read(client, f"/registers/spend/?organisation={words}")

    assert "1,000.50" in page
    assert "200.25" in page


def test_while_all_that_are_one_are_withheld_no_address_of_theirs_leads_anywhere(client, group):
    trust, limited = group
    withholding = WithholdingFactory(organisation=trust)
    with arranging():
        CoveredOrganisation.objects.create(withholding=withholding, organisation=limited)

    for reference in group:
        answer = client.get(f"/organisations/{reference}/")
        assert answer.status_code == 404
        assert "Location" not in answer.headers


@pytest.fixture
def hidden(tmp_path):
    """One of which no row may be read before somebody has judged what was found."""
    held(tmp_path, CLEAN, REFUGE)
    hidden = Organisation.objects.get(name="Tern Repairs")
    with arranging():
        hidden.identifiers.create(scheme="GB-COH", value="07654321", batch=hidden.batch)
    return hidden


@pytest.mark.parametrize("kind", ["/", ".csv", ".json"])
def test_one_that_is_merged_into_what_is_held_does_not_lead_there(client, hidden, kind):
    trust = Organisation.objects.get(name="Harbour Trust")
    merge(trust, hidden)

    answer = client.get(f"/organisations/{trust}{kind}")

    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert "1250.50" in body_of(answer).replace(",", "")


def test_the_list_names_the_first_of_those_whose_survivor_is_held(client, hidden):
    trust = Organisation.objects.get(name="Harbour Trust")
    limited = OrganisationFactory(name="Quay Advice Limited")
    PaymentFactory(organisation=limited, amount=Decimal("200.25"))
    merge(trust, hidden)
    merge(limited, hidden)

    page = " ".join(read(client, "/organisations/").split())

    assert "1 organisation " in page
    assert f"/organisations/{trust}/" in page
    assert "£1,450.75" in page
    assert str(hidden) not in page
    assert client.get(f"/organisations/{limited}/")["Location"] == f"/organisations/{trust}/"


@pytest.mark.parametrize("kind", ["/", ".csv", ".json"])
def test_the_survivor_says_neither_name_nor_number_of_what_is_held(client, hidden, kind):
    trust = Organisation.objects.get(name="Harbour Trust")
    merge(hidden, trust)

    page = body_of(client.get(f"/organisations/{trust}{kind}"))

    for told in (str(hidden), hidden.name, "07654321", "912.25"):
        assert told not in page


def test_the_list_asks_as_many_questions_however_many_are_merged(
    client, group, django_assert_max_num_queries
):
    trust, _limited = group
    with django_assert_max_num_queries(8) as before:
        client.get("/organisations/")
    for _ in range(4):
        merge(OrganisationFactory(), trust)

    with django_assert_max_num_queries(len(before)):
        client.get("/organisations/")


@pytest.fixture
def one_held(tmp_path):
    """Two organisations, of which one is hidden: its name is a private person's."""
    held(tmp_path, CLEAN, PERSON)
    names = ("Harbour Trust", "Ms Jane Pole")
    return [Organisation.objects.get(name=name) for name in names]


def test_who_is_held_is_not_found_by_the_name_of_who_speaks_for_it(client, one_held):
    trust, pole = one_held
    merge(pole, trust)

    for address in ("/organisations/?q=Pole", "/organisations/", f"/organisations/{trust}/"):
        assert "Jane" not in read(client, address), address
    assert not matches("Pole", audiences=[PUBLIC]).exists()
    judge()
    assert matches("Pole", audiences=[PUBLIC]).exists()


def test_while_who_speaks_for_others_is_held_they_speak_for_themselves(client, one_held):
    trust, pole = one_held
    merge(trust, pole)

    assert "Harbour Trust" in read(client, "/organisations/")
    for end in ("/", ".csv", ".json"):
        said = client.get(f"/organisations/{trust}{end}")
        assert said.status_code == 200
        assert "Jane" not in body_of(said)
    judge()
    assert client.get(f"/organisations/{trust}/").status_code == 301
    assert "Ms Jane Pole" in read(client, "/organisations/")

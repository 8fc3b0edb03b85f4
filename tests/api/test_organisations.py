from urllib.parse import quote

import pytest

from almoner.organisations.models import Organisation
from almoner.registers.kinds import Register
from tests.api.asking import V1, get, queries_of
from tests.guard import arranging
from tests.organisations.groups import merge
from tests.registers.agreement_files import bring_in, contracts_file, grants_file
from tests.registers.findings import REFUGE, held
from tests.web.public.published import publish

pytestmark = pytest.mark.django_db
ORGANISATIONS = f"{V1}organisations"


def names(client, asked=""):
    return [one["name"] for one in get(client, f"{ORGANISATIONS}{asked}")["organisations"]]


def test_organisations_are_listed_as_they_became_known(client, world):
    assert names(client) == ["Harbour Trust", "Quay & Sons", "Copper Street Youth"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?q=harbour", ["Harbour Trust"]),
        ("?q=QUAY+and+sons", ["Quay & Sons"]),
        ("?q=nobody", []),
        ("?identifier=GB-CHC-1234567", ["Harbour Trust"]),
        ("?identifier=gb-coh-01234567", ["Quay & Sons"]),
        ("?identifier=GB-CHC-7654321", []),
        ("?identifier=ORG-2345678923", []),
        ("?q=quay&identifier=GB-CHC-1234567", []),
    ],
)
def test_organisations_are_found_by_name_and_by_identifier(client, world, asked, found):
    assert names(client, asked) == found


def test_an_organisation_says_what_it_received_and_where_its_rows_are(client, world):
    listed = get(client, ORGANISATIONS)["organisations"][0]

    one = get(client, listed["address"])

    assert one["identifiers"] == listed["identifiers"] == ["GB-CHC-1234567"]
    assert one["payments"] == {"count": 2, "amount": 1350.49}
    rows = {name: len(get(client, address)["rows"]) for name, address in one["rows"].items()}
    assert rows == {"contracts": 1, "grants": 1, "spend": 2}
    assert get(client, f"{ORGANISATIONS}/ORG-2222222222", status=404)


def test_organisations_that_come_while_somebody_reads_are_neither_skipped_nor_repeated(
    client, world, tmp_path
):
    """Their files are of any register: the ledger says which came first."""
    first = get(client, f"{ORGANISATIONS}?limit=2")
    late = Organisation.objects.get(name="Copper Street Youth")
    bring_in(
        grants_file(tmp_path, ["G-9,Paint,Alder Row,,05/02/2026,1,"], name="b.csv"), Register.GRANTS
    )
    publish(tmp_path, ["Birch Lane,2026-02-20,12.00,Grants,Paint"], name="c.csv")

    second = get(client, f"{first['next']}")
    third = get(client, f"{ORGANISATIONS}?cursor={quote(second['cursor'])}")

    assert second["organisations"][0]["reference"] == str(late)
    assert [one["name"] for one in second["organisations"]] == ["Copper Street Youth", "Alder Row"]
    assert [one["name"] for one in third["organisations"]] == ["Birch Lane"]
    assert third["next"] is None


@pytest.fixture
def hidden(world, tmp_path):
    """One of which no row may be read before somebody has judged what was found."""
    held(tmp_path, REFUGE)
    hidden = Organisation.objects.get(name="Tern Repairs")
    with arranging():
        hidden.identifiers.create(scheme="GB-COH", value="07654321", batch=hidden.batch)
    return hidden


def test_the_survivor_does_not_say_the_number_of_what_is_held(client, hidden):
    trust = Organisation.objects.get(name="Harbour Trust")
    merge(hidden, trust)

    one = get(client, f"{ORGANISATIONS}/{trust}")
    listed = get(client, ORGANISATIONS)["organisations"]

    assert one["identifiers"] == ["GB-CHC-1234567"]
    assert "07654321" not in str(listed)
    assert names(client, "?identifier=GB-COH-07654321") == []


def test_one_that_is_merged_into_what_is_held_is_still_listed_and_found(client, hidden):
    before = names(client)
    merge(Organisation.objects.get(name="Harbour Trust"), hidden)

    assert names(client) == before
    assert names(client, "?identifier=GB-CHC-1234567") == ["Harbour Trust"]


def test_a_cursor_of_another_list_is_refused(client, world):
    cursor = quote(get(client, f"{V1}registers/spend")["cursor"])

    said = get(client, f"{ORGANISATIONS}?cursor={cursor}", status=400)

    assert said["parameters"][0]["name"] == "cursor"


def test_the_list_takes_as_many_queries_however_many_there_are(client, world, tmp_path):
    before = queries_of(client, ORGANISATIONS)
    publish(tmp_path, [f"Firm {n},2026-02-20,{n}.00,Grants," for n in range(60)], name="b.csv")

    assert queries_of(client, ORGANISATIONS) == before


def test_the_number_of_a_member_that_is_held_is_not_told_by_who_speaks_for_it(client, tmp_path):
    header = "Supplier,Date,Amount,Description,Charity Number"
    rows = [
        "Harbour Trust,2026-02-03,1.50,Grants,1234567",
        "Ms Jane Pole,2026-02-04,2.50,Care,7654321",
    ]
    path = contracts_file(tmp_path, rows, name="spend.csv", header=header)
    bring_in(path, Register.SPEND)
    trust, pole = (Organisation.objects.get(name=one) for one in ("Harbour Trust", "Ms Jane Pole"))

    merge(pole, trust)

    address = get(client, ORGANISATIONS)["organisations"][0]["address"]
    assert get(client, address)["identifiers"] == ["GB-CHC-1234567"]
    assert "7654321" not in str(get(client, ORGANISATIONS))

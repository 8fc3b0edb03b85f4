import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from almoner.organisations.models import Organisation
from almoner.registers.models import Edition
from almoner.registers.operations.withholding import take_down
from almoner.registers.tasks import replace_what_was_taken_down
from tests.factories import NOON, WithholdingFactory
from tests.registers.agreement_files import bring_in, contracts_file
from tests.web.public.published import bytes_of, issue, publish, read

pytestmark = pytest.mark.django_db


def catalogue(client):
    said = json.loads(bytes_of(client.get("/catalogue.jsonld")))
    return {one["@id"]: one for one in said["dcat:dataset"]}


def questions(client, address):
    """How many questions it takes to read all of what an address streams."""
    with CaptureQueriesContext(connection) as asked:
        assert bytes_of(client.get(address))
    return len(asked)


def test_a_register_is_listed_once_there_is_anything_in_it(client, tmp_path):
    assert catalogue(client) == {}
    publish(tmp_path)

    (spend,) = catalogue(client).values()

    assert spend["@id"] == "https://wexmoor.test/registers/spend/"
    assert spend["dct:temporal"]["dcat:startDate"]["@value"] == "2025-03-31"
    files = [file["dcat:downloadURL"]["@id"] for file in spend["dcat:distribution"]]
    assert files[0] == "https://wexmoor.test/registers/spend.csv"
    for file in files:
        assert client.head(file.removeprefix("https://wexmoor.test")).status_code == 200


def test_every_file_of_an_edition_is_listed_with_its_digest(client, spend):
    edition = issue()

    found = catalogue(client)["https://wexmoor.test/editions/spend/2026-02/1/"]

    digests = {
        file["dct:title"]["@value"]: file["spdx:checksum"]["spdx:checksumValue"]["@value"]
        for file in found["dcat:distribution"]
    }
    assert found["dct:title"]["@value"] == "Payments to suppliers, February 2026, edition 1"
    assert digests == dict(edition.files.values_list("name", "digest"))
    assert found["dcat:inSeries"]["@id"] in catalogue(client)


def test_a_correction_names_the_edition_that_it_puts_right(client, spend, tmp_path):
    issue()
    publish(tmp_path, ["Late Trust,2026-02-20,5.00,Grants,Late"], name="late.csv")
    issue()

    found = catalogue(client)

    first = "https://wexmoor.test/editions/spend/2026-02/1/"
    assert found["https://wexmoor.test/editions/spend/2026-02/2/"]["dcat:previousVersion"] == {
        "@id": first
    }
    assert "dcat:previousVersion" not in found[first]


def test_data_json_stands_where_harvesters_look(client, spend):
    issue()

    said = json.loads(bytes_of(client.get("/data.json")))

    assert [one["landingPage"] for one in said["dataset"]] == [
        "https://wexmoor.test/registers/spend/",
        "https://wexmoor.test/editions/spend/2026-02/1/",
    ]


def test_an_edition_that_is_being_made_again_is_listed_once_it_is(client, spend):
    edition = issue()
    address = f"https://wexmoor.test/editions/spend/2026-02/{edition.number}/"
    trust = Organisation.objects.get(name="Harbour Trust")
    nobody_yet = {"proposed_by": None, "decided_by": None, "decided_at": None}
    wanted = WithholdingFactory.build(organisation=trust, **nobody_yet)
    take_down(wanted, by=edition.issued_by, at=NOON)
    assert address not in catalogue(client)

    replace_what_was_taken_down(NOON)

    files = catalogue(client)[address]["dcat:distribution"]
    replaced = edition.tombstones.get().replacement.files.values_list("digest", flat=True)
    assert {f["spdx:checksum"]["spdx:checksumValue"]["@value"] for f in files} == {*replaced}


def test_people_find_the_registers_and_the_latest_of_each_series(client, spend, tmp_path):
    issue()
    bring_in(contracts_file(tmp_path))

    page = read(client, "/catalogue/")

    assert "Payments to suppliers, February 2026, edition 1" in page
    assert "Register of contracts" in page
    assert 'href="/data.json"' in page


def test_the_catalogue_is_honest_when_there_is_nothing(client):
    assert "No edition has been issued yet" in read(client, "/catalogue/")


@pytest.mark.parametrize("address", ["/catalogue/", "/catalogue.jsonld", "/data.json"])
def test_more_editions_ask_no_more_questions(client, spend, address):
    issue()
    few = questions(client, address)

    issue(2025, 3)
    issue(2026, 1)

    assert Edition.objects.count() == 3
    assert questions(client, address) <= few

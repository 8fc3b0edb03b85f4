import json
from datetime import UTC, date, datetime

import pytest

from almoner.opendata.standards.catalogue import (
    Catalogue,
    Distribution,
    Entry,
    Rhythm,
    Series,
    data_json,
    dcat,
)

CATALOGUE = Catalogue(
    address="https://wexmoor.test/catalogue/",
    title="What Wexmoor Council publishes",
    about="Registers and editions.",
    publisher="Wexmoor Council",
    website="https://wexmoor.test/",
    identifier="GB-LAE-WEX",
    licence="https://creativecommons.org/licenses/by/4.0/",
    contact_page="https://wexmoor.test/about/contact/",
    contact_email="data@wexmoor.test",
    api="https://wexmoor.test/api/v1/",
    api_description="https://wexmoor.test/api/v1/openapi.json",
)
SERIES = Series(
    address="https://wexmoor.test/editions/?series=spend",
    title="Payments",
    about="The Code",
    rhythm=Rhythm.MONTHLY,
)
FILE = Distribution(
    title="spend.csv",
    address="https://wexmoor.test/editions/spend/2026-02/2/spend.csv",
    media_type="text/csv",
    format="CSV",
    size=120,
    digest="ab" * 32,
)
EDITION = Entry(
    address="https://wexmoor.test/editions/spend/2026-02/2/",
    identifier="EDN-2026-002",
    title="Payments, February 2026",
    about="What was public of February.",
    keywords=["spending"],
    issued=datetime(2026, 3, 2, 9, tzinfo=UTC),
    modified=datetime(2026, 3, 2, 9, tzinfo=UTC),
    first_day=date(2026, 2, 1),
    last_day=date(2026, 2, 28),
    rhythm=Rhythm.MONTHLY,
    version="2",
    series=SERIES.address,
    earlier="https://wexmoor.test/editions/spend/2026-02/1/",
    note="A payee was misspelt.",
    distributions=[FILE],
)


def bare(entry):
    return Entry(
        address=entry.address,
        identifier=entry.identifier,
        title=entry.title,
        about=entry.about,
        keywords=entry.keywords,
        modified=entry.modified,
        distributions=[],
    )


def as_dcat(*entries):
    return json.loads(b"".join(dcat(CATALOGUE, series=[SERIES], entries=entries)))


def as_data_json(*entries):
    return json.loads(b"".join(data_json(CATALOGUE, entries=entries)))


def test_a_catalogue_says_whose_it_is_and_under_which_licence():
    said = as_dcat()

    assert said["@type"] == "dcat:Catalog"
    assert said["dct:publisher"]["foaf:name"]["@value"] == "Wexmoor Council"
    assert said["dct:publisher"]["dct:identifier"] == "GB-LAE-WEX"
    assert said["dct:license"] == {"@id": CATALOGUE.licence}
    assert said["dcat:service"]["dcat:endpointURL"] == {"@id": CATALOGUE.api}


def test_an_edition_stands_in_its_series_with_its_files_and_their_digests():
    series, edition = as_dcat(EDITION)["dcat:dataset"]

    assert (series["@id"], series["@type"]) == (SERIES.address, "dcat:DatasetSeries")
    assert edition["dcat:inSeries"] == {"@id": SERIES.address}
    assert edition["dcat:previousVersion"] == {"@id": EDITION.earlier}
    assert edition["adms:versionNotes"]["@value"] == "A payee was misspelt."
    assert edition["dct:temporal"]["dcat:endDate"] == {"@type": "xsd:date", "@value": "2026-02-28"}
    (file,) = edition["dcat:distribution"]
    assert file["dcat:downloadURL"] == {"@id": FILE.address}
    assert file["spdx:checksum"]["spdx:checksumValue"]["@value"] == FILE.digest
    assert file["dcat:byteSize"]["@value"] == "120"


def test_what_is_not_known_is_left_out_rather_than_empty():
    _series, edition = as_dcat(bare(EDITION))["dcat:dataset"]

    assert not {"dct:temporal", "dct:issued", "dcat:inSeries", "dcat:version"} & edition.keys()


@pytest.mark.parametrize("mail", ["data@wexmoor.test", ""])
def test_data_json_gives_what_project_open_data_requires(mail):
    import msgspec

    catalogue = msgspec.structs.replace(CATALOGUE, contact_email=mail)
    said = json.loads(b"".join(data_json(catalogue, entries=[EDITION])))

    (edition,) = said["dataset"]
    required = {"title", "description", "keyword", "modified", "publisher", "contactPoint"}
    assert {*required, "identifier", "accessLevel"} <= edition.keys()
    assert edition["contactPoint"].get("hasEmail") == (f"mailto:{mail}" if mail else None)
    assert edition["temporal"] == "2026-02-01/2026-02-28"
    assert edition["accrualPeriodicity"] == "R/P1M"


def test_both_are_whole_without_anything_in_them():
    assert as_data_json()["dataset"] == []
    assert [one["@type"] for one in as_dcat()["dcat:dataset"]] == ["dcat:DatasetSeries"]

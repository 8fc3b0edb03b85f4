import json
import os
from pathlib import Path

import pytest

from almoner.opendata.sources import open_source

REAL_DATA = Path(os.environ.get("ALMONER_REAL_DATA", "../shared/data"))
OCID = "ocds-abc123-1"


def release(**stages):
    return {"ocid": OCID, "id": "1", "date": "2024-01-01", "tag": ["award"], **stages}


def rows(folder, document):
    """Each row's cells that say something, by heading, with its change and its place."""
    path = folder / "notices.json"
    path.write_text(json.dumps(document))
    with open_source(path) as source:
        (sheet,) = source.sheets
        return [
            (
                {name: cell for name, cell in zip(sheet.header, record.cells, strict=True) if cell},
                record.change,
                sheet.place(record.number, 0)["cell"],
            )
            for record in sheet.records
        ]


def only(folder, document):
    ((cells, change, place),) = rows(folder, document)
    assert cells.pop("open_contracting_id") == OCID
    return cells, change, place


TENDER = {
    "id": "WX-7",
    "title": "Victim support",
    "description": "Support for victims",
    "status": "complete",
    "procurementMethod": "open",
    "procurementMethodDetails": "Open procedure",
    "mainProcurementCategory": "services",
    "classification": {"scheme": "CPV", "id": "85000000"},
    "items": [{"id": "1", "deliveryAddresses": [{"region": "North"}, {"postalCode": "WX1 1AA"}]}],
    "value": {"amount": 250000, "currency": "GBP"},
    "contractPeriod": {"startDate": "2024-04-01", "endDate": "2027-03-31"},
    "documents": [
        {"id": "1", "documentType": "tenderNotice", "url": "https://notices.example/7"},
        {"id": "2", "documentType": "biddingDocuments", "url": "https://notices.example/itt"},
    ],
}
SAID_OF_TENDER = {
    "reference": "WX-7",
    "title": "Victim support",
    "description": "Support for victims",
    "procedure": "open",
    "process": "Open procedure",
    "category": "services",
    "cpv_code": "85000000",
    "area": "North; WX1 1AA",
    "value_total": "250000",
    "currency": "GBP",
    "start_date": "2024-04-01",
    "end_date": "2027-03-31",
    "notice_url": "https://notices.example/7",
    "document_url": "https://notices.example/itt",
    "buyer": "Wexmoor PCC",
}
BUYER = {"id": "b", "name": "Wexmoor PCC"}


def test_a_tender_without_an_award_is_one_row(tmp_path):
    document = {"releases": [release(tender=TENDER, buyer=BUYER)]}

    found = only(tmp_path, document)

    status = {"status": "tender complete"}
    assert found == (SAID_OF_TENDER | status, "", "/releases/0/tender")


AWARD = {
    "id": "a",
    "title": "Lot 1",
    "status": "active",
    "date": "2024-03-01T00:00:00Z",
    "relatedLots": ["1", "2"],
    "value": {"amount": 199999.5, "currency": "EUR"},
    "contractPeriod": {"startDate": "2024-05-01", "maxExtentDate": "2029-04-30"},
    "suppliers": [{"id": "s", "name": "Aldbrook Trust"}],
}
SUPPLIER = {
    "id": "s",
    "name": "Aldbrook Trust",
    "identifier": {"scheme": "GB-COH", "id": "01234567"},
    "additionalIdentifiers": [
        {"scheme": "GB-CHC", "id": "1049226"},
        {"scheme": "GB-PPON", "id": "PABC-1234"},
        {"scheme": "GB-XXX"},
    ],
    "address": {"postalCode": "WX2 2BB"},
    "details": {"scale": "sme", "vcse": True},
    "roles": ["supplier"],
}


def test_an_award_says_what_it_knows_better_than_its_tender(tmp_path):
    document = {
        "releases": [release(tender=TENDER, buyer=BUYER, awards=[AWARD], parties=[SUPPLIER])]
    }

    cells, change, place = only(tmp_path, document)

    assert cells == SAID_OF_TENDER | {
        "lot": "1; 2",
        "title": "Lot 1",
        "status": "active",
        "award_date": "2024-03-01T00:00:00Z",
        "start_date": "2024-05-01",
        "latest_end_date": "2029-04-30",
        "value_total": "199999.5",
        "currency": "EUR",
        "supplier_name": "Aldbrook Trust",
        "supplier_company_number": "01234567",
        "supplier_charity_number": "1049226",
        "supplier_other_id": "GB-PPON-PABC-1234",
        "supplier_postcode": "WX2 2BB",
        "supplier_sme": "TRUE",
        "supplier_vcse": "TRUE",
    }
    assert (change, place) == ("", "/releases/0/awards/0")


def test_the_contract_is_joined_to_its_own_award(tmp_path):
    awards = [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}, {"title": "C"}]
    contract = {
        "id": "C-9",
        "awardID": "b",
        "dateSigned": "2024-03-09",
        "value": {"amount": 1e21},
        "period": {"startDate": "2024-04-09", "endDate": "2025-04-08"},
    }
    document = {"releases": [release(awards=awards, contracts=[contract])]}

    found = [cells for cells, _, _ in rows(tmp_path, document)]

    shared = {"reference": "1", "open_contracting_id": OCID}
    assert found == [
        shared | {"title": "A"},
        {
            "reference": "C-9",
            "open_contracting_id": OCID,
            "title": "B",
            "award_date": "2024-03-09",
            "start_date": "2024-04-09",
            "end_date": "2025-04-08",
            "value_total": "1000000000000000000000",
        },
        shared | {"title": "C"},
    ]


def test_several_suppliers_of_one_award_are_joined_without_their_identifiers(tmp_path):
    suppliers = [
        {"id": "s", "name": "Aldbrook", "identifier": {"scheme": "GB-COH", "id": "01234567"}},
        {"id": "t", "name": "Brindle"},
    ]
    document = {"releases": [release(awards=[{"id": "a", "suppliers": suppliers}])]}

    found = only(tmp_path, document)

    assert found == (
        {"reference": "1", "supplier_name": "Aldbrook; Brindle"},
        "suppliers-joined",
        "/releases/0/awards/0",
    )


@pytest.mark.parametrize(
    ("awards", "names"),
    [([{"id": "a"}], ["Aldbrook"]), ([{"id": "a"}, {"id": "b"}], [None, None])],
)
def test_a_supplier_among_the_parties_is_taken_where_there_is_no_doubt(tmp_path, awards, names):
    parties = [
        {"id": "s", "identifier": {"legalName": "Aldbrook"}, "roles": ["supplier"]},
        {"id": "b", "name": "Wexmoor PCC", "roles": ["buyer"]},
    ]

    found = rows(tmp_path, {"releases": [release(awards=awards, parties=parties)]})

    assert [cells.get("supplier_name") for cells, _, _ in found] == names
    assert {cells["buyer"] for cells, _, _ in found} == {"Wexmoor PCC"}


@pytest.mark.parametrize(("scale", "said"), [("large", "FALSE"), ("micro", "TRUE"), ("?", None)])
def test_the_size_of_a_supplier_says_whether_it_is_small(tmp_path, scale, said):
    award = {"id": "a", "suppliers": [{"id": "s", "name": "A", "details": {"scale": scale}}]}

    cells, _, _ = only(tmp_path, {"releases": [release(awards=[award])]})

    assert cells.get("supplier_sme") == said


def test_codes_of_items_stand_in_for_those_of_the_whole(tmp_path):
    items = [
        {"classification": {"scheme": "CPV", "id": "1"}, "deliveryAddress": {"locality": "Wex"}},
        {"additionalClassifications": [{"scheme": "CPV", "id": "2"}, {"scheme": "X", "id": "3"}]},
    ]

    cells, _, _ = only(tmp_path, {"releases": [release(tender={"id": "WX-7", "items": items})]})

    assert cells == {
        "reference": "WX-7",
        "cpv_code": "1; 2",
        "area": "Wex",
        "status": "tender",
    }


EARLY = release(tender={"id": "T"}, awards=[{"id": "a", "title": "early"}]) | {"date": "2023"}
LATE = release(tender={"id": "T"}) | {"date": "2025"}


@pytest.mark.parametrize(
    ("document", "title", "place"),
    [
        (EARLY, "early", "/awards/0"),
        ([EARLY], "early", "/0/awards/0"),
        ({"records": [{"ocid": OCID, "releases": [EARLY, LATE]}]}, "early", None),
        ({"ocid": OCID, "releases": [EARLY, LATE]}, "early", "/releases/0/awards/0"),
        (
            {"records": [{"ocid": OCID, "compiledRelease": EARLY, "releases": [LATE]}]},
            "early",
            "/records/0/compiledRelease/awards/0",
        ),
        ({"releases": [None, EARLY]}, "early", "/releases/1/awards/0"),
    ],
)
def test_releases_and_records_are_found_in_every_wrapping(tmp_path, document, title, place):
    cells, _, where = only(tmp_path, document)

    assert cells["title"] == title
    assert where == (place or "/records/0/releases/0/awards/0")


@pytest.mark.real_data
@pytest.mark.skipif(not REAL_DATA.exists(), reason="the real data is not here")
def test_published_releases_give_a_row_an_award_and_a_row_a_tender():
    with open_source(
        REAL_DATA / "05-ocds" / "contracts-finder-release-package-2025-01-23.json"
    ) as source:
        (sheet,) = source.sheets
        records = list(sheet.records)

    supplier = sheet.header.index("supplier_name")
    assert len(records) == 100
    assert sum(bool(record.cells[supplier]) for record in records) == 59
    assert sum(record.change == "suppliers-joined" for record in records) == 2

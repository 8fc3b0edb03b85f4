import json
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given

from almoner.opendata.standards import CONTRACTING, PackageFile, pieces
from almoner.opendata.standards.codelists import method_of
from tests.opendata.standards.rows import ISSUE, PUBLISHER, rows_of

BARE = {"public_reference": "CON-2026-007", "supplier_name": "Wexmoor Advice CIC"}
BUYER = {"id": "GB-GOR-XX0000", "name": "Wexmoor Office for Policing and Crime"}
FULL = {
    "reference": "WX/7",
    "open_contracting_id": "ocds-b5fd17-77",
    "lot": "Lot 2",
    "title": "Advice",
    "description": "Advice for victims",
    "department": "Victims",
    "process": "Published invitation to tender",
    "procedure": "Restricted procedure (above threshold)",
    "category": "Services",
    "cpv_code": "85312310-5; 85312300",
    "award_date": date(2026, 3, 1),
    "start_date": date(2026, 4, 1),
    "end_date": date(2028, 3, 31),
    "current_end_date": date(2028, 9, 30),
    "latest_end_date": date(2029, 3, 31),
    "review_date": date(2027, 4, 1),
    "duration_months": Decimal(24),
    "value_total": Decimal("180000.00"),
    "status": "Live",
    "notice_url": "https://wexmoor.example/notices/7",
    "document_url": "https://wexmoor.example/contracts/7.pdf",
    "area": "Wexmoor",
}
AWARD = {
    "id": "CON-2026-007",
    "title": "Advice",
    "date": "2026-03-01T00:00:00Z",
    "mainProcurementCategory": "services",
    "contractPeriod": {
        "startDate": "2026-04-01T00:00:00Z",
        "endDate": "2028-03-31T23:59:59Z",
        "maxExtentDate": "2029-03-31T23:59:59Z",
        "durationInMonths": 24,
    },
    "items": [
        {
            "id": "1",
            "classification": {"scheme": "CPV", "id": "85312310"},
            "additionalClassifications": [{"scheme": "CPV", "id": "85312300"}],
            "deliveryAddresses": [{"region": "Wexmoor"}],
        }
    ],
    "relatedLots": ["Lot 2"],
    "documents": [{"id": "notice", "title": "Notice", "url": "https://wexmoor.example/notices/7"}],
}
CONTRACTS = [
    {
        "id": "CON-2026-007",
        "awardID": "CON-2026-007",
        "title": "Advice",
        "description": "Advice for victims",
        "status": "active",
        "period": {
            "startDate": "2026-04-01T00:00:00Z",
            "endDate": "2028-09-30T23:59:59Z",
            "maxExtentDate": "2029-03-31T23:59:59Z",
        },
        "value": {"amount": Decimal("180000.00"), "currency": "GBP"},
        "documents": [
            {
                "id": "documents",
                "title": "Contract documents",
                "url": "https://wexmoor.example/contracts/7.pdf",
            }
        ],
        "milestones": [{"id": "review", "title": "Review", "dueDate": "2027-04-01T00:00:00Z"}],
    }
]


def packed(*rows, publisher=PUBLISHER):
    package = PackageFile(CONTRACTING, publisher, ISSUE)
    return json.loads(b"".join(pieces(rows, package)), parse_float=Decimal), package


def release(**more):
    return packed(BARE | more)[0]["releases"][0]


def supplier(**more):
    return release(**more)["parties"][1]


def test_a_package_says_who_publishes_it_and_what_extends_it():
    content, _ = packed(BARE)

    extensions = content.pop("extensions")
    del content["releases"]
    assert content == {
        "uri": "https://wexmoor.example/editions/grants/2026-03/1/",
        "version": "1.1",
        "publishedDate": "2026-04-30T09:00:00Z",
        "publisher": {
            "name": "Wexmoor Office for Policing and Crime",
            "scheme": "GB-GOR",
            "uid": "XX0000",
            "uri": "https://wexmoor.example",
        },
        "license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    }
    assert [address.split("/")[4] for address in extensions] == [
        "ocds_uk_extension",
        "ocds_location_extension",
        "ocds_lots_extension",
        "ocds_partyDetails_scale_extension",
    ]


def test_a_contract_of_which_little_is_recorded_says_no_more():
    content, package = packed(BARE)

    party = {"id": "ocds-abc123-org-of-CON-2026-007", "name": "Wexmoor Advice CIC"}
    assert content["releases"] == [
        {
            "ocid": "ocds-abc123-CON-2026-007",
            "id": "CON-2026-007-2026-04-30T09:00:00+00:00",
            "date": "2026-04-30T09:00:00Z",
            "tag": ["award", "contract"],
            "initiationType": "tender",
            "language": "en",
            "parties": [
                {
                    **BUYER,
                    "roles": ["buyer"],
                    "identifier": {"scheme": "GB-GOR", "id": "XX0000"},
                },
                {**party, "roles": ["supplier"]},
            ],
            "buyer": BUYER,
            "tender": {"id": "CON-2026-007", "status": "complete"},
            "awards": [{"id": "CON-2026-007", "suppliers": [party]}],
            "contracts": [{"id": "CON-2026-007", "awardID": "CON-2026-007"}],
        }
    ]
    assert dict(package.lacking) == {"title": 1}


def test_all_that_is_recorded_of_a_contract_is_said():
    said = release(**FULL)

    assert said["ocid"] == "ocds-b5fd17-77"
    assert said["parties"][0]["contactPoint"] == {"name": "Victims"}
    assert said["tender"] == {
        "id": "WX/7",
        "status": "complete",
        "procurementMethod": "selective",
        "procurementMethodDetails": (
            "Restricted procedure (above threshold); Published invitation to tender"
        ),
        "mainProcurementCategory": "services",
        "lots": [{"id": "Lot 2"}],
    }
    (award,) = said["awards"]
    assert {key: award[key] for key in award if key != "suppliers"} == AWARD
    assert said["contracts"] == CONTRACTS


def test_a_supplier_is_known_by_its_numbers_and_by_what_it_is():
    said = supplier(
        supplier_company_number="09506232",
        supplier_charity_number="1164883",
        supplier_other_id="GB-COH-09506232",
        supplier_postcode="WX1 1AA",
        supplier_sme="No",
        supplier_vcse=True,
    )

    assert said == {
        "id": "GB-COH-09506232",
        "name": "Wexmoor Advice CIC",
        "roles": ["supplier"],
        "identifier": {"scheme": "GB-COH", "id": "09506232"},
        "additionalIdentifiers": [{"scheme": "GB-CHC", "id": "1164883"}],
        "address": {"postalCode": "WX1 1AA"},
        "details": {"scale": "large", "vcse": True},
    }


@pytest.mark.parametrize(
    ("status", "tag", "said"),
    [
        ("planned", "planning", "planned"),
        ("Tender active", "tender", "active"),
        ("withdrawn", "tender", "withdrawn"),
        ("something else", "tender", None),
        (None, "tender", None),
    ],
)
def test_a_tender_that_led_to_no_contract_is_no_contract(status, tag, said):
    row = {"public_reference": "CON-1", "title": "Advice", "status": status, "category": "Advice"}

    (release,) = packed(row)[0]["releases"]

    assert (release["tag"], release["tender"].get("status")) == ([tag], said)
    assert release["tender"]["additionalProcurementCategories"] == ["Advice"]
    assert [key for key in ("awards", "contracts") if key in release] == []


def test_a_contract_with_nobody_named_lacks_a_supplier():
    row = {"public_reference": "CON-1", "title": "Refuge", "award_date": date(2026, 3, 1)}

    content, package = packed(row)

    assert content["releases"][0]["awards"] == [
        {"id": "CON-1", "title": "Refuge", "date": "2026-03-01T00:00:00Z"}
    ]
    assert dict(package.lacking) == {"supplier_name": 1}


def test_a_process_without_a_registered_prefix_is_labelled_so():
    bare = msgspec.structs.replace(PUBLISHER, process_prefix="", identifier="Wexmoor OPC")

    content, _ = packed(BARE | {"open_contracting_id": "none"}, publisher=bare)

    assert content["releases"][0]["ocid"] == "unregistered-Wexmoor%20OPC-CON-2026-007"
    assert content["publisher"] == {
        "name": "Wexmoor Office for Policing and Crime",
        "uri": "https://wexmoor.example",
    }


def test_part_of_a_month_has_no_field():
    said = release(duration_months=Decimal("0.3"), cpv_code="see notice")

    assert [key for key in said["awards"][0] if key not in {"id", "suppliers"}] == []


def test_a_method_is_never_guessed():
    assert [
        method_of("Open Procedure"),
        method_of(None, "RFQ"),
        method_of("Direct award"),
        method_of("Direct"),
        method_of("CSO Exception", None),
    ] == ["open", "limited", "limited", "direct", None]


@given(rows_of("contracts"))
def test_any_contract_that_the_reader_gives_is_said(row):
    content, package = packed(row)

    assert (len(content["releases"]), package.left_out) == (1, 0)

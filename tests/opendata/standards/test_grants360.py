import json
from datetime import date
from decimal import Decimal

import msgspec
from hypothesis import given

from almoner.opendata.standards import GRANTS, PackageFile, pieces
from tests.opendata.standards.rows import ISSUE, PUBLISHER, rows_of

BARE = {
    "public_reference": "GRT-2026-014",
    "recipient_name": "Wexmoor Women's Aid",
    "award_date": date(2026, 3, 4),
    "amount_awarded": Decimal("1200.50"),
}
FULL = {
    "title": "Refuge",
    "purpose": "A refuge",
    "programme": "Victims fund",
    "recipient_charity_number": "1164883",
    "recipient_company_number": "09506232",
    "recipient_type": "Charity",
    "recipient_postcode": "WX1 1AA",
    "start_date": date(2026, 4, 1),
    "end_date": date(2028, 3, 31),
    "duration_months": 24,
    "amount_applied_for": Decimal("1500.00"),
    "amount_paid": Decimal("0.00"),
    "department": "Victims",
    "legal_power": "PRSRA s.9",
    "from_open_call": "Yes",
    "area": "Southwark",
    "area_code": "E09000028",
    "url": "https://wexmoor.example/grants/14",
    "conditions": "Quarterly returns",
}
SAID = {
    "id": "360G-wexmoor-GRT-2026-014",
    "title": "Refuge",
    "description": "A refuge",
    "currency": "GBP",
    "amountAwarded": Decimal("1200.50"),
    "awardDate": "2026-03-04",
    "fundingOrganization": [
        {
            "id": "GB-GOR-XX0000",
            "name": "Wexmoor Office for Policing and Crime",
            "department": "Victims",
        }
    ],
    "recipientOrganization": [
        {
            "id": "GB-CHC-1164883",
            "name": "Wexmoor Women's Aid",
            "charityNumber": "1164883",
            "companyNumber": "09506232",
            "postalCode": "WX1 1AA",
            "organisationType": "Charity",
        }
    ],
    "amountAppliedFor": Decimal("1500.00"),
    "amountDisbursed": Decimal("0.00"),
    "plannedDates": [{"startDate": "2026-04-01", "endDate": "2028-03-31", "duration": 24}],
    "beneficiaryLocation": [{"name": "Southwark", "geoCode": "E09000028", "geoCodeType": "LONB"}],
    "grantProgramme": [{"title": "Victims fund"}],
    "classifications": [{"vocabulary": "Legal power", "title": "PRSRA s.9"}],
    "fromOpenCall": "Yes",
    "url": "https://wexmoor.example/grants/14",
}


def packed(*rows, publisher=PUBLISHER):
    package = PackageFile(GRANTS, publisher, ISSUE)
    return json.loads(b"".join(pieces(rows, package)), parse_float=Decimal), package


def grant(**more):
    return packed(BARE | more)[0]["grants"][0]


def recipient(**more):
    return grant(**more)["recipientOrganization"][0]


def test_a_package_says_who_publishes_it_and_when():
    content, _ = packed(BARE)

    assert {key: value for key, value in content.items() if key != "grants"} == {
        "version": "1.4",
        "title": "Grants, 2026-03",
        "issued": "2026-04-30",
        "modified": "2026-04-30T09:00:00Z",
        "identifier": "360G-wexmoor-grants-2026-03",
        "publisher": {
            "identifier": "GB-GOR-XX0000",
            "name": "Wexmoor Office for Policing and Crime",
            "website": "https://wexmoor.example",
        },
        "accessURL": "https://wexmoor.example/editions/grants/2026-03/1/",
        "license": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    }


def test_a_grant_of_which_little_is_recorded_says_so_and_no_more():
    content, package = packed(BARE)

    assert content["grants"] == [
        {
            "id": "360G-wexmoor-GRT-2026-014",
            "title": "Not recorded",
            "description": "Not recorded",
            "currency": "GBP",
            "amountAwarded": Decimal("1200.50"),
            "awardDate": "2026-03-04",
            "fundingOrganization": [
                {"id": "GB-GOR-XX0000", "name": "Wexmoor Office for Policing and Crime"}
            ],
            "recipientOrganization": [
                {"id": "360G-wexmoor-org-of-GRT-2026-014", "name": "Wexmoor Women's Aid"}
            ],
        }
    ]
    assert dict(package.lacking) == {"title": 1, "purpose": 1}


def test_all_that_is_recorded_is_said_where_the_standard_has_a_field():
    said = grant(**FULL)

    assert said == SAID


def test_a_grant_that_the_standard_cannot_say_is_left_out_and_counted():
    content, package = packed(BARE | {"award_date": None}, BARE, {"public_reference": "GRT-1"})

    assert [one["id"] for one in content["grants"]] == ["360G-wexmoor-GRT-2026-014"]
    assert (package.written, package.left_out) == (1, 2)
    assert dict(package.lacking) == {
        "title": 3,
        "purpose": 3,
        "award_date": 2,
        "amount_awarded": 1,
        "recipient_name": 1,
    }


def test_a_recipient_is_known_by_the_best_identifier_there_is():
    assert [
        recipient(recipient_other_id="360G-abc-org:1", recipient_charity_number="1164883")["id"],
        recipient(recipient_other_id="GB-EDU-123456")["id"],
        recipient(recipient_charity_number="SC012345")["id"],
        recipient(recipient_charity_number="NIC101234")["id"],
        recipient(recipient_company_number="09506232")["id"],
        recipient(recipient_other_id="000123", organisation_reference="ORG-7")["id"],
    ] == [
        "360G-abc-org:1",
        "GB-EDU-123456",
        "GB-SC-SC012345",
        "GB-NIC-101234",
        "GB-COH-09506232",
        "360G-wexmoor-org-ORG-7",
    ]


def test_what_has_no_prefix_is_labelled_so():
    bare = msgspec.structs.replace(PUBLISHER, grant_prefix="")

    content, _ = packed(BARE, publisher=bare)

    assert content["grants"][0]["id"] == "unregistered-GB-GOR-XX0000-GRT-2026-014"


def test_a_long_title_is_cut_to_what_the_standard_asks_for():
    title = grant(title=f"{'word ' * 40}\nend")["title"]

    assert (len(title), title[-1]) == (140, "…")


def test_what_is_no_web_address_or_no_duration_is_left_out():
    said = grant(url="see our website", duration_months=Decimal(-3), from_open_call=False)

    assert (said.get("url"), said.get("plannedDates"), said["fromOpenCall"]) == (None, None, "No")


@given(rows_of("grants"))
def test_any_grant_that_the_reader_gives_is_said_or_counted(row):
    content, package = packed(row)

    assert len(content["grants"]) == package.written
    assert package.written + package.left_out == 1

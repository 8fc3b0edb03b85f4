import json

import pytest
from hypothesis import given, settings

from almoner.opendata import read
from almoner.opendata.standards import CONTRACTING, GRANTS, PackageFile, pieces
from tests.opendata.standards.rows import ISSUE, PUBLISHER, rows_of
from tests.opendata.standards.schemas import REAL, faults, grants_schema, releases_schema

pytestmark = pytest.mark.real_data


def packed(standard, rows, publisher=PUBLISHER):
    package = PackageFile(standard, publisher, ISSUE)
    return json.loads(b"".join(pieces(rows, package))), package


def real_rows(*paths):
    if not paths or not all(path.exists() for path in paths):
        pytest.skip("the real files are not here: see ../shared/data")
    number = 0
    for path in paths:
        with read(path) as reading:
            for table in reading.tables():
                for row in table.rows():
                    if row.is_kept:
                        number += 1
                        yield row.values | {"public_reference": f"ROW-{number}"}


@settings(max_examples=200, deadline=None)
@given(rows_of("grants"))
def test_any_grant_the_reader_gives_is_valid_or_names_what_the_standard_cannot_do_without(row):
    content, package = packed(GRANTS, [row])

    if package.written:
        assert faults(grants_schema(), content) == []
    else:
        named = set(package.lacking)
        assert named & {"award_date", "amount_awarded", "recipient_name"} == named - {
            "title",
            "purpose",
        }


@settings(max_examples=200, deadline=None)
@given(rows_of("contracts"))
def test_any_contract_the_reader_gives_is_valid(row):
    content, _ = packed(CONTRACTING, [row])

    assert faults(releases_schema(), content) == []


def test_the_schema_is_one_that_refuses():
    content, _ = packed(GRANTS, [])
    releases, _ = packed(CONTRACTING, [])

    assert len(faults(grants_schema(), content)) == 1
    assert len(faults(releases_schema(), releases)) == 1


def test_every_real_grant_is_valid():
    content, package = packed(
        GRANTS, real_rows(REAL / "04-grants-360giving/ab-charitable-trust.xlsx")
    )

    assert faults(grants_schema(), content) == []
    assert (package.written, package.left_out) == (783, 0)


def test_every_contract_of_a_real_register_is_valid():
    content, package = packed(
        CONTRACTING,
        real_rows(REAL / "02-contracts-registers/council-contracts-register-first-90.csv"),
    )

    assert faults(releases_schema(), content) == []
    assert package.written == 90


def test_every_real_notice_is_valid():
    folder = REAL / "02-contracts-registers/lancashire-contracts-finder"
    content, package = packed(CONTRACTING, real_rows(*sorted(folder.glob("*.json"))))

    assert faults(releases_schema(), content) == []
    assert package.written == 683


def test_every_real_release_is_valid_when_it_is_said_again():
    path = REAL / "05-ocds/contracts-finder-release-package-2025-01-23.json"
    content, package = packed(CONTRACTING, real_rows(path))

    assert faults(releases_schema(), content) == []
    assert package.written == 100

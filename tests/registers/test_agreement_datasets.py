import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from almoner.accounts.roles import Role
from almoner.agreements.fields import FIELDS
from almoner.agreements.models import AgreementVersion
from almoner.agreements.states import AgreementKind
from almoner.core.ledger import checkpoint
from almoner.core.periods import Month, Quarter
from almoner.publication.datasets import Access, registry
from almoner.publication.full_packages import write_full_package
from almoner.publication.writers import csv_lines, json_lines
from almoner.registers.datasets import Contracts, Grants
from almoner.registers.kinds import Register
from almoner.registers.operations import folder_of, undo_import, write_edition
from tests.factories import (
    DAY,
    NOON,
    AgreementFactory,
    BatchFactory,
    OrganisationFactory,
    VersionFactory,
    official,
)
from tests.publication.registers import ISSUED
from tests.registers.agreement_files import (
    BEDS,
    MENTORS,
    ROOF,
    SHELTER,
    bring_in,
    contracts_file,
    grants_file,
)
from tests.registers.publishing import issue

GOLDEN = Path(__file__).parent / "golden"
pytestmark = pytest.mark.django_db
MARCH = Month(2026, 3)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


def said_of(name):
    return {"duration_months": "24", "extension_months": "0.25"}.get(name, f"{name} – said")


def invented(kind, party, **said):
    """Two agreements, of which one is told in full and the other not at all."""
    batch = BatchFactory(
        reference="BAT-2222222222",
        known_from=date(2026, 3, 31),
        recorded_at=datetime(2026, 4, 1, tzinfo=UTC),
    )
    full = AgreementFactory(reference="AGR-222222222222", kind=kind, batch=batch)
    bare = AgreementFactory(reference="AGR-333333333333", kind=kind, batch=batch)
    VersionFactory(
        agreement=full,
        sheet="Spring",
        row_number=2,
        organisation=OrganisationFactory(reference="ORG-2222222222", name='Quay "North", Sons'),
        amount=Decimal("1250.50"),
        awarded_on=date(2026, 3, 1),
        starts_on=date(2026, 3, 4),
        first_end_on=date(2027, 3, 31),
        said={
            field.name: said.get(field.name, said_of(field.name))
            for field in FIELDS[kind]
            if not field.column
        },
    )
    VersionFactory(
        agreement=bare,
        row_number=3,
        organisation=None,
        organisation_name=party,
        amount=None,
        said={},
    )
    return AgreementVersion.objects.select_related("agreement", "organisation", "batch")


@pytest.mark.parametrize(("write", "suffix"), [(csv_lines, "csv"), (json_lines, "json")])
def test_contracts_are_the_golden_file_byte_for_byte(write, suffix):
    said = {"supplier_sme": True, "supplier_vcse": False, "description": "Care – home\nand away"}
    contracts = Contracts(invented(AgreementKind.CONTRACT, "Various", **said))

    assert b"".join(write(contracts)) == (GOLDEN / f"contracts.{suffix}").read_bytes()


@pytest.mark.parametrize(("write", "suffix"), [(csv_lines, "csv"), (json_lines, "json")])
def test_grants_are_the_golden_file_byte_for_byte(write, suffix):
    grants = Grants(invented(AgreementKind.GRANT, "Various", from_open_call=True))

    assert b"".join(write(grants)) == (GOLDEN / f"grants.{suffix}").read_bytes()


@pytest.mark.parametrize("dataset", [Contracts, Grants])
def test_a_dataset_shows_every_public_field_of_its_register_and_no_other(dataset):
    public = {field.name for field in FIELDS[dataset.kind] if field.access == Access.PUBLIC}
    ours = {"public_reference", "organisation_reference"}

    assert registry[dataset.slug] is dataset
    assert set(dataset.fields.values()) == public | ours
    assert set(dataset.fields) < {column.name for column in dataset.columns}
    assert {column.access for column in dataset.columns} == {Access.PUBLIC}


def test_a_dataset_is_read_in_one_question(django_assert_num_queries):
    contracts = Contracts(invented(AgreementKind.CONTRACT, "Various"))

    with django_assert_num_queries(1):
        assert len(list(contracts.rows())) == 2


def package_of(dataset, folder):
    folder.mkdir()
    write_full_package(dataset, folder, issued=replace(ISSUED, series=dataset.slug))
    return {path.name: path for path in folder.iterdir()}


def test_contracts_are_said_in_open_contracting_data_too(tmp_path):
    bring_in(contracts_file(tmp_path))
    shown = Contracts.frozen(MARCH, line=checkpoint().count, on=DAY)

    files = package_of(shown, tmp_path / "contracts")

    (name,) = [name for name in files if name.endswith("-ocds.json")]
    first, second = json.loads(files[name].read_text())["releases"]
    titles = [release["awards"][0]["title"] for release in (first, second)]
    assert titles == ["Night shelter", "A roof"]
    assert first["awards"][0]["suppliers"][0]["name"] == "Harbour Trust"


def test_grants_are_said_in_360giving_too(tmp_path):
    bring_in(grants_file(tmp_path), Register.GRANTS)
    shown = Grants.frozen(Month(2026, 2), line=checkpoint().count, on=DAY)

    files = package_of(shown, tmp_path / "grants")

    said = json.loads(files["grants-2026-03-360giving.json"].read_text())["grants"]
    assert [grant["title"] for grant in said] == ["Beds in winter", "Mentoring"]
    assert said[0]["recipientOrganization"][0]["id"] == "GB-CHC-1234567"
    assert [grant["amountAwarded"] for grant in said] == [5000, 750.25]


def frozen(dataset, period, *, on=DAY):
    rows = dataset.frozen(period, line=checkpoint().count, on=on).rows()
    names = [column.name for column in dataset.columns]
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_contracts_of_a_period_are_those_in_force_at_its_end(tmp_path):
    bring_in(
        contracts_file(
            tmp_path,
            [
                SHELTER,
                ROOF,
                "C-3,Ended the day before,Quay,,,01/04/2025,30/12/2025,5,",
                "C-4,Begun the day after,Quay,,,01/01/2026,,5,",
                "C-5,No day,Quay,,,,,5,",
            ],
        )
    )

    found = [
        row["ContractReference"] for row in frozen(Contracts, Quarter.containing(date(2025, 12, 1)))
    ]

    assert found == ["C-1", "C-2", "C-5"]


def test_what_names_no_supplier_is_no_contract_yet(tmp_path):
    header = "Contract Reference,Contract Title,Supplier,Status,Contract Value,Start Date"
    rows = ["C-1,A roof,Quay,Live,5,01/04/2025", "C-2,A gate,,Planned,6,"]
    bring_in(contracts_file(tmp_path, rows, header=header))

    assert [row["ContractReference"] for row in frozen(Contracts, MARCH)] == ["C-1"]


def test_grants_of_a_period_are_those_made_in_it(tmp_path):
    rows = [
        "G-1,Beds,Harbour Trust,,01/02/2026,5,",
        "G-2,Beds,Harbour Trust,,28/02/2026,5,",
        "G-3,Beds,Harbour Trust,,31/01/2026,5,",
        "G-4,Beds,Harbour Trust,,01/03/2026,5,",
        "G-5,Beds,Harbour Trust,,,5,",
    ]
    bring_in(grants_file(tmp_path, rows), Register.GRANTS)

    assert [row["publisher_reference"] for row in frozen(Grants, Month(2026, 2))] == ["G-1", "G-2"]
    # The last has no day, so it counts from when it came.
    assert [row["publisher_reference"] for row in frozen(Grants, MARCH)] == ["G-4", "G-5"]


def test_a_contact_is_in_no_file_of_an_edition(tmp_path):
    bring_in(contracts_file(tmp_path))

    edition = issue("contracts")

    written = [path.read_bytes() for path in folder_of(edition).iterdir()]
    assert len(written) == 9
    assert not [content for content in written if b"lena@wexmoor.test" in content]


@pytest.mark.parametrize(
    ("register", "file", "rows"),
    [
        (Register.CONTRACTS, contracts_file, [SHELTER, ROOF]),
        (Register.GRANTS, grants_file, [BEDS, MENTORS]),
    ],
)
def test_an_edition_is_written_again_byte_for_byte_whatever_came_since(
    tmp_path, register, file, rows
):
    bring_in(file(tmp_path, rows), register)
    edition = issue(register)
    changed = bring_in(file(tmp_path, [rows[0].replace("Harbour", "harbour")]), register)

    again = tmp_path / "again"
    write_edition(edition, again)

    def bytes_in(folder):
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    assert changed.figures.changed == 1
    assert edition.row_count == 2
    assert bytes_in(again) == bytes_in(folder_of(edition))


def test_what_was_undone_is_in_no_later_edition(tmp_path):
    publisher = official(Role.PUBLISHER)
    done = bring_in(contracts_file(tmp_path, [SHELTER]))
    bring_in(contracts_file(tmp_path, [ROOF], name="b.csv"))

    undo_import(done.imported.batch, reason="Wrong", by=publisher, at=NOON)

    assert [row["ContractReference"] for row in frozen(Contracts, MARCH)] == ["C-2"]

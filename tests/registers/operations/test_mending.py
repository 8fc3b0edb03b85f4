"""What the register holds, downloaded, mended in a spreadsheet and sent back as a difference."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import agreements_known
from almoner.agreements.states import AgreementKind
from almoner.payments.models import Payment
from almoner.payments.queries import live_payments
from almoner.registers.kinds import Register
from almoner.registers.mending import as_csv, as_workbook, to_mend
from almoner.registers.models import ImportedFile, RejectedRow
from almoner.registers.operations import (
    ImportFailed,
    StoodUpon,
    folder_of,
    preview_import,
    undo_import,
)
from almoner.registers.publicity import latest_spend_files
from tests.factories import DAY, NOON, VersionFactory, official
from tests.opendata.standards.schemas import REAL
from tests.registers.agreement_files import (
    CONTRACT_HEADER,
    GRANT_HEADER,
    ROOF,
    SHELTER,
    bring_in,
    contracts_file,
    figures,
    grants_file,
)
from tests.registers.drafts import begun, carried_on
from tests.registers.files import spend_file
from tests.registers.publishing import issue

pytestmark = pytest.mark.django_db
CONTRACT = AgreementKind.CONTRACT
ALL_SORTS = (
    "Contract Reference,Contract Title,Description,Supplier,Supplier Postcode,SME,VCSE,"
    "Start Date,End Date,Duration months,Contract Value,Annual Value,Contact,Status"
)
HOSTILE = [
    'C-1,=SUM(A1),"Two\nlines, ""said""",Harbour,WX1 1AA,Yes,No,01/04/2025,,12.333,100.5,,a@b,',
    "C-2,+44 (0) 1792,-,Quay & Sons,,No,,01/04/2025,31/03/2026,6,0,99.99,,",
    "007,@cmd(1),’quoted’,Ōtara – Niño,,,,01/04/2025,,,1e3,,,",
    ",'A title without a reference,,Copper Street,,,,02/04/2025,,,5,,,",
    ",'A title without a reference,,Copper Street,,,,02/04/2025,,,5,,,",
]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER)


def download(imported, *, kind="csv", on=DAY):
    rows = to_mend(imported, on=on)
    if kind == "csv":
        return b"".join(as_csv(rows))
    with as_workbook(rows) as book:
        return book.read()


def mended(content, change=lambda rows: rows):
    """The rows of a download as a person changed them, as CSV."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    rows = change(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def look(tmp_path, content, register=Register.CONTRACTS, *, by, name="mended.csv", **said):
    path = tmp_path / name
    path.write_bytes(content)
    publisher = said.get("publisher", "Wexmoor")
    return preview_import(
        path, register=register, publisher=publisher, known_from=DAY, by=by, at=NOON
    )


def send(tmp_path, content, register=Register.CONTRACTS, *, by, name="mended.csv", at=NOON):
    path = tmp_path / name
    path.write_bytes(content)
    return bring_in(path, register, by=by, at=at)


def set_in_first(**said):
    def change(rows):
        rows[0] |= said
        return rows

    return change


def contracts(tmp_path, by, rows=(SHELTER, ROOF), header=CONTRACT_HEADER):
    return bring_in(contracts_file(tmp_path, rows, header=header), by=by).imported


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("header", "rows"), [(CONTRACT_HEADER, [SHELTER, ROOF]), (ALL_SORTS, HOSTILE)]
)
def test_contracts_that_come_back_unchanged_are_all_the_same(
    tmp_path, publisher, kind, header, rows
):
    imported = contracts(tmp_path, publisher, rows, header)

    done = look(tmp_path, download(imported, kind=kind), by=publisher, name=f"back.{kind}")

    assert figures(done) == (0, 0, len(rows), 0)
    assert (done.file.tally.rejected, done.file.columns_not_read) == (0, [])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_grants_and_payments_that_come_back_unchanged_are_all_the_same(tmp_path, publisher, kind):
    grants = bring_in(grants_file(tmp_path), Register.GRANTS, by=publisher).imported
    spend = bring_in(spend_file(tmp_path), Register.SPEND, by=publisher).imported

    for imported, count in ((grants, 2), (spend, 4)):
        register = Register(imported.batch.kind)
        content = download(imported, kind=kind)
        done = look(tmp_path, content, register, by=publisher, name=f"back.{kind}")
        assert figures(done) == (0, 0, count, 0), register


@pytest.mark.parametrize("end", [".csv", ".xlsx", ".json"])
def test_an_editions_own_rows_come_back_unchanged_in_every_format(tmp_path, publisher, end):
    bring_in(spend_file(tmp_path), Register.SPEND, by=publisher)
    path = folder_of(issue()) / f"spend-2026-02{end}"

    done = look(tmp_path, path.read_bytes(), Register.SPEND, by=publisher, name=f"x{end}")

    assert figures(done) == (0, 0, 4, 0)


def test_an_editions_grants_come_back_without_what_it_does_not_hold(tmp_path, publisher):
    header = f"{GRANT_HEADER},Recipient Postcode"
    grant = "G-1,Beds,Harbour Trust,1234567,04/02/2026,5000,A night shelter,WX1 1AA"
    bring_in(grants_file(tmp_path, [grant], header=header), Register.GRANTS, by=publisher)
    content = (folder_of(issue("grants")) / "grants-2026-02.csv").read_bytes()
    assert b"WX1 1AA" not in content

    assert figures(look(tmp_path, content, Register.GRANTS, by=publisher)) == (0, 0, 1, 0)
    changed = mended(content, set_in_first(purpose="Beds, all winter"))
    send(tmp_path, changed, Register.GRANTS, by=publisher)

    said = agreements_known(AgreementKind.GRANT, DAY).get().said
    assert (said["purpose"], said["recipient_postcode"]) == ("Beds, all winter", "WX1 1AA")


def test_one_cell_that_was_mended_is_one_change_and_nothing_else(tmp_path, publisher):
    imported = contracts(tmp_path, publisher, HOSTILE, ALL_SORTS)
    before = list(AgreementVersion.objects.order_by("pk").values("agreement", "said"))
    content = mended(download(imported), set_in_first(ContractValue="101.50"))

    assert figures(look(tmp_path, content, by=publisher)) == (0, 1, 4, 0)
    done = send(tmp_path, content, by=publisher)

    assert figures(done) == (0, 1, 4, 0)
    new = AgreementVersion.objects.get(batch=done.imported.batch)
    assert (new.agreement_id, new.said) == (before[0]["agreement"], before[0]["said"])
    assert new.amount == Decimal("101.50")
    assert new.said["title"] == "=SUM(A1)"
    assert Agreement.objects.count() == 5


def test_whatever_is_mended_it_stays_the_agreement_of_its_reference(tmp_path, publisher):
    imported = contracts(tmp_path, publisher)
    content = mended(
        download(imported),
        set_in_first(ContractReference="C-1/A", SupplierName="Harbour Trust Ltd", Lot="2"),
    )

    done = send(tmp_path, content, by=publisher)

    assert figures(done) == (0, 1, 1, 0)
    assert Agreement.objects.count() == 2
    assert agreements_known(CONTRACT, DAY).get(agreement=Agreement.objects.first()).said == {
        "reference": "C-1/A",
        "lot": "2",
        "title": "Night shelter",
        "supplier_charity_number": "1234567",
        "contact": "lena@wexmoor.test",
    }


def test_a_file_says_only_what_it_has_columns_for(tmp_path, publisher):
    imported = contracts(tmp_path, publisher)

    def keep_three(rows):
        names = ("AgreementReference", "ContractTitle", "ReviewDate")
        rows[0]["ReviewDate"] = "2026-09-01"
        return [{name: row[name] for name in names} for row in rows]

    done = send(tmp_path, mended(download(imported), keep_three), by=publisher)

    assert figures(done) == (0, 1, 1, 0)
    first = agreements_known(CONTRACT, DAY).get(agreement=Agreement.objects.first())
    assert (first.review_on, first.organisation_name, first.amount) == (
        date(2026, 9, 1),
        "Harbour Trust",
        Decimal("100000.50"),
    )
    assert first.organisation is not None


def test_a_row_that_is_new_needs_all_that_every_row_needs(tmp_path, publisher):
    imported = contracts(tmp_path, publisher)

    def change(rows):
        names = ("AgreementReference", "ContractTitle")
        new = {"AgreementReference": "", "ContractTitle": "Of nobody"}
        return [*({name: row[name] for name in names} for row in rows), new]

    done = look(tmp_path, mended(download(imported), change), by=publisher)

    assert (figures(done), done.file.tally.rejected) == ((0, 0, 2, 0), 1)


def test_a_cell_that_was_emptied_says_nothing_any_more(tmp_path, publisher):
    imported = contracts(tmp_path, publisher)

    send(tmp_path, mended(download(imported), set_in_first(Contact="", EndDate="")), by=publisher)

    first = agreements_known(CONTRACT, DAY).get(agreement=Agreement.objects.first())
    assert (first.first_end_on, "contact" in first.said) == (None, False)


def test_rows_that_were_added_are_new_and_those_that_were_deleted_are_missing(tmp_path, publisher):
    imported = contracts(tmp_path, publisher)

    def change(rows):
        return [rows[0], rows[0] | {"AgreementReference": "", "ContractReference": "C-9"}]

    done = look(tmp_path, mended(download(imported), change), by=publisher)

    assert figures(done) == (1, 0, 1, 1)


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("AGR-222222222222", "our-reference-unknown"),
        ("AGR-2222222", "our-reference-unknown"),
        (None, "our-reference-twice"),
    ],
)
def test_a_reference_that_names_nothing_or_one_row_too_many_is_left_out_with_the_reason(
    tmp_path, publisher, reference, code
):
    imported = contracts(tmp_path, publisher)

    def change(rows):
        rows[1]["AgreementReference"] = reference or rows[0]["AgreementReference"]
        rows[0]["ReviewDate"] = "2026-09-01"
        return rows

    done = send(tmp_path, mended(download(imported), change), by=publisher)

    assert figures(done) == (0, 1, 0, 1)
    tally = done.file.tally
    assert (tally.accepted, tally.rejected, tally.total) == (1, 1, Decimal("100000.50"))
    row = RejectedRow.objects.get()
    assert (row.code, row.row_number) == (code, 3)
    assert row.cells["ContractTitle"] == "A roof"


def test_an_agreement_of_another_publishers_register_is_not_theirs_to_mend(tmp_path, publisher):
    content = download(contracts(tmp_path, publisher))

    done = look(tmp_path, content, by=publisher, publisher="Tarnside")

    assert (done.file.tally.accepted, done.file.tally.rejected) == (0, 2)


def test_another_bodys_column_that_is_called_like_ours_is_not_taken_for_it(tmp_path, publisher):
    rows = ["C-1,AGR-2023-01,Night shelter,Harbour Trust,01/04/2025,5"]
    header = "Contract Reference,AgreementReference,Contract Title,Supplier,Start Date,Value"

    done = bring_in(contracts_file(tmp_path, rows, header=header), by=publisher)

    assert figures(done) == (1, 0, 0, 0)


def test_an_agreement_of_an_import_that_was_undone_comes_back_under_its_reference(
    tmp_path, publisher
):
    imported = contracts(tmp_path, publisher)
    content = download(imported)
    undo_import(imported.batch, reason="Wrong year", by=publisher, at=NOON)

    assert figures(send(tmp_path, content, by=publisher)) == (2, 0, 0, 0)
    assert Agreement.objects.count() == 2


def test_what_was_mended_stands_on_what_it_was_compared_with(tmp_path, publisher):
    imported = contracts(tmp_path, publisher)
    send(tmp_path, mended(download(imported), set_in_first(ReviewDate="2026-09-01")), by=publisher)

    with pytest.raises(StoodUpon, match="was compared with it"):
        undo_import(imported.batch, reason="Wrong", by=publisher, at=NOON)


def test_a_text_that_a_workbook_cuts_short_is_the_same_and_stays_whole(tmp_path, publisher):
    long = "word " * 8_000
    rows = [f"C-1,Night shelter,{long},Harbour Trust,01/04/2025,5", "C-2,A,B,Quay,01/04/2025,6"]
    header = "Contract Reference,Contract Title,Description,Supplier,Start Date,Contract Value"
    imported = contracts(tmp_path, publisher, rows, header)

    content = download(imported, kind="xlsx")

    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert max(len(str(cell)) for cell in cells[1]) == 32_767
    assert figures(look(tmp_path, content, by=publisher, name="a.xlsx")) == (0, 0, 2, 0)


def test_a_download_begins_with_our_reference_and_has_what_came_with_the_file(tmp_path, publisher):
    imported = contracts(tmp_path, publisher)

    (first, second) = csv.DictReader(io.StringIO(download(imported).decode("utf-8-sig")))

    assert next(iter(first)) == "AgreementReference"
    assert {*first} >= {"ContractReference", "Contact", "SupplierPostcode"}
    assert not {*first} & {"Source", "SourceRow", "KnownFrom", "SupplierReference"}
    assert (first["AgreementReference"], second["AgreementReference"]) == tuple(
        Agreement.objects.order_by("pk").values_list("reference", flat=True)
    )


def test_a_download_asks_the_database_once(tmp_path, publisher, django_assert_num_queries):
    imported = contracts(tmp_path, publisher)

    with django_assert_num_queries(1):
        download(imported)
    VersionFactory.create_batch(20, agreement__publisher="Wexmoor", agreement__kind=CONTRACT)
    with django_assert_num_queries(1):
        assert download(imported).count(b"\n") > 20


# Payments are evidence, so a row that says otherwise is counted, shown, and left out.


def test_a_payment_that_was_mended_is_shown_and_left_out_and_none_comes_twice(tmp_path, publisher):
    imported = bring_in(spend_file(tmp_path), Register.SPEND, by=publisher).imported
    before = list(live_payments().order_by("pk").values())
    content = mended(download(imported), set_in_first(purpose="Another shelter"))

    assert figures(look(tmp_path, content, Register.SPEND, by=publisher)) == (0, 1, 3, 0)
    done = send(tmp_path, content, Register.SPEND, by=publisher)

    assert figures(done) == (0, 1, 3, 0)
    assert list(live_payments().order_by("pk").values()) == before
    row = RejectedRow.objects.get()
    assert row.code == "payment-stands"
    assert "Undo the import" in row.remedy


def test_payments_without_a_reference_are_added_and_those_left_out_are_missing(tmp_path, publisher):
    imported = bring_in(spend_file(tmp_path), Register.SPEND, by=publisher).imported

    def change(rows):
        return [*rows[1:], rows[0] | {"reference": "", "supplier": "Lantern Co"}]

    done = send(tmp_path, mended(download(imported), change), Register.SPEND, by=publisher)

    assert figures(done) == (1, 0, 3, 1)
    assert Payment.objects.count() == 5
    assert Payment.objects.get(batch=done.imported.batch).supplier_name == "Lantern Co"
    assert done.imported.batch.row_count == 1


def test_a_file_of_payments_without_references_is_compared_with_nothing(tmp_path, publisher):
    done = bring_in(spend_file(tmp_path), Register.SPEND, by=publisher)

    assert figures(done) == (0, 0, 0, 0)


def test_the_preview_of_mended_payments_shows_old_and_new(tmp_path, publisher):
    imported = bring_in(spend_file(tmp_path), Register.SPEND, by=publisher).imported
    content = mended(download(imported), set_in_first(amount="1.00", purpose=""))

    draft = carried_on(begun(text=content.decode(), register=Register.SPEND, by=publisher))

    assert draft.preview["figures"] == {"new": 0, "changed": 1, "same": 3, "missing": 0}
    (changed,) = draft.preview["changed"]
    assert [(one["field"], one["old"], one["new"]) for one in changed["fields"]] == [
        ("amount", "1250.50", "1.00"),
        ("purpose", "A night shelter", ""),
    ]
    assert draft.preview["rejected"] == 1
    assert draft.preview["meets_count"] == 0


def test_the_preview_of_mended_contracts_shows_what_changed_and_what_names_nothing(
    tmp_path, publisher
):
    imported = contracts(tmp_path, publisher)

    def change(rows):
        rows[0]["ContractValue"] = "7"
        return [*rows, rows[1] | {"AgreementReference": "AGR-222222222222"}]

    content = mended(download(imported), change)
    draft = carried_on(begun(text=content.decode(), by=publisher))

    assert draft.preview["figures"] == {"new": 0, "changed": 1, "same": 1, "missing": 0}
    (changed,) = draft.preview["changed"]
    assert [one["field"] for one in changed["fields"]] == ["value_total"]
    (left_out,) = draft.rows.all()
    assert (left_out.code, left_out.row_number) == ("our-reference-unknown", 4)
    (key,) = [one for one in draft.report["headings"] if one["key"] == "AgreementReference"]
    assert key["reason"] == "Our reference: each row is known by it."


REAL_FILES = [
    (Register.CONTRACTS, "02-contracts-registers/council-contracts-register-first-90.csv"),
    (Register.CONTRACTS, "02-contracts-registers/lancashire-contracts-finder/lancashire_cc.json"),
    (Register.GRANTS, "04-grants-360giving/ab-charitable-trust.xlsx"),
    (Register.SPEND, "01-policing-spend/lancashire-pcc/pcc-2022-23.xlsx"),
]


@pytest.mark.real_data
@pytest.mark.parametrize(("register", "name"), REAL_FILES, ids=lambda one: str(one)[-20:])
def test_real_registers_come_back_unchanged_and_one_cell_is_one_change(
    tmp_path, publisher, register, name
):
    if not REAL.is_dir():
        pytest.skip("the real files are not here: see ../shared/data")
    imported = bring_in(REAL / name, register, by=publisher).imported
    count = ImportedFile.objects.get().accepted

    for kind in ("csv", "xlsx"):
        content = download(imported, kind=kind)
        done = look(tmp_path, content, register, by=publisher, name=f"a.{kind}")
        assert (figures(done), done.file.tally.rejected) == ((0, 0, count, 0), 0)

    column = "purpose" if register != Register.CONTRACTS else "ContractTitle"
    content = mended(download(imported), set_in_first(**{column: "Mended by hand"}))
    done = look(tmp_path, content, register, by=publisher)
    assert figures(done) == (0, 1, count - 1, 0)


def test_a_row_of_which_nothing_is_known_on_the_day_needs_all_that_every_row_needs(
    tmp_path, publisher
):
    imported = contracts(tmp_path, publisher)

    def change(rows):
        names = ("AgreementReference", "ContractTitle")
        return [{name: row[name] for name in names} for row in rows]

    path = tmp_path / "mended.csv"
    path.write_bytes(mended(download(imported), change))
    with pytest.raises(ImportFailed):
        bring_in(path, by=publisher, known_from=DAY - timedelta(days=9))

    assert AgreementVersion.objects.count() == 2


def test_the_public_is_told_of_no_payment_twice_when_a_download_comes_back(tmp_path, publisher):
    imported = bring_in(spend_file(tmp_path), Register.SPEND, by=publisher).imported
    (before,) = latest_spend_files(2)

    def change(rows):
        return [*rows, rows[0] | {"reference": "", "amount": "12.00"}]

    send(tmp_path, mended(download(imported), change), Register.SPEND, by=publisher)

    (back, first) = latest_spend_files(2)
    assert (back.accepted, f"{back.total:.2f}") == (1, "12.00")
    assert first == before

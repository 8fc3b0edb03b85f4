import csv
import io
import os
import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.spend import Accepted, Rejected, SpendRow, UnreadableFile, read_spend

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("ALMONER_REAL_DATA", ROOT / "../shared/data"))
GLA = REAL / "03-council-spend/gla/2013-P01.csv"

HEADER = "Supplier Name,Payment Date,Amount"


def file(folder, text, encoding="utf-8", name="spend.csv"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def rows_of(spend):
    return list(spend.rows)


def test_a_row_is_read_under_whatever_words_head_its_columns(tmp_path):
    spend = read_spend(
        file(
            tmp_path,
            "Vendor ID,VENDOR  NAME,Cost Element,Expenditure Account Code Description,"
            "Document No.,Amount (£),Clearing_Date,Directorate,Narrative,Body Name\n"
            '77,"Quay, Sons & Co",544,Grants,D-1,"1,250.00",02/04/2013,Housing,A bridge,Wexmoor\n',
        )
    )

    assert rows_of(spend) == [
        Accepted(
            2,
            SpendRow(
                supplier_name="Quay, Sons & Co",
                paid_on=date(2013, 4, 2),
                amount=Decimal("1250.00"),
                document_reference="D-1",
                supplier_number="77",
                category="Grants",
                account="544",
                department="Housing",
                purpose="A bridge",
                payer="Wexmoor",
            ),
        )
    ]
    assert spend.ignored == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_name_is_read_in_each_encoding_that_exports_have(tmp_path, encoding):
    path = file(
        tmp_path, f"{HEADER}\nCafé Łódź\u2019s,2013-04-02,5\n".replace("Łódź", "Ø"), encoding
    )

    (outcome,) = rows_of(read_spend(path))

    assert outcome.row.supplier_name == "Café Ø\u2019s"


def test_blank_rows_are_counted_and_rows_numbered_as_a_spreadsheet_shows_them(tmp_path):
    text = f'\n{HEADER},,Region\n\n"Two\nlines",2013-04-02,5\n,,\nThird,2013-04-02,6,,\n'

    spend = read_spend(file(tmp_path, text))
    outcomes = rows_of(spend)

    assert [outcome.number for outcome in outcomes] == [4, 6]
    assert (spend.tally.accepted, spend.tally.blank, spend.tally.read) == (2, 2, 4)
    assert spend.ignored == ["Region"]


@pytest.mark.parametrize(
    ("row", "code", "amount"),
    [
        (",2013-04-02,5", "supplier-missing", Decimal(5)),
        ("Quay,soon,5", "date-unreadable", Decimal(5)),
        ("Quay,2013-04-02,much", "amount-unreadable", None),
        ("Quay", "date-unreadable", None),
        ("Quay,2013-04-02,1,250.00", "cells-beyond-header", Decimal(1)),
        (f"{'Q' * 501},2013-04-02,5", "cell-too-long", Decimal(5)),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_whole_with_the_reason(tmp_path, row, code, amount):
    (outcome,) = rows_of(read_spend(file(tmp_path, f"{HEADER}\n{row}\n")))

    assert isinstance(outcome, Rejected)
    assert (outcome.number, outcome.code, outcome.amount) == (2, code, amount)
    assert outcome.explanation.endswith(".")
    assert outcome.remedy.endswith(".")
    assert list(outcome.cells.values()) == row.split(",")


@pytest.mark.parametrize(
    ("name", "is_withheld"),
    [
        ("REDACTED PERSONAL DATA", True),
        ("Redacted - personal  data", True),
        ("Redacted Personal Data t/a Funtime", False),
        ("Quay", False),
    ],
)
def test_a_supplier_is_withheld_when_the_name_is_only_a_word_for_that(name, is_withheld):
    row = SpendRow(supplier_name=name, paid_on=date(2013, 4, 2), amount=Decimal(5))

    assert row.is_withheld is is_withheld


def test_a_file_without_a_needed_column_says_what_it_has_and_what_to_do(tmp_path):
    path = file(tmp_path, "Who,When,Payment Date\nQuay,now,5\n")

    with pytest.raises(UnreadableFile) as refused:
        read_spend(path)

    assert str(refused.value) == (
        "spend.csv has no column that says who was paid (such as “supplier name”) and how much"
        " (such as “net amount”). Its headings are “Who”, “When”, “Payment Date”."
        " Head the columns so, or take away what stands above the row of headings."
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n ,\n", "is empty"),
        (b"PK\x03\x04\x81\x8d\x8f", "is not text"),
        (HEADER.encode("utf-16"), "is not text"),
        (f"{HEADER}\nQuay\0,2013-04-02,5\n".encode(), "is not text"),
    ],
)
def test_a_file_that_is_no_text_says_so(tmp_path, content, says):
    path = tmp_path / "spend.csv"
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=says):
        read_spend(path)


CELLS = st.sampled_from(
    ["", "Quay", "2013-04-02", "5", "1,000.00", "(3.20)", "much", "0.001", 'O"Hara', "a\nb"]
)


@given(st.lists(st.lists(CELLS, min_size=0, max_size=4), max_size=30))
def test_counts_and_money_add_up_whatever_the_rows_say(rows):
    text = io.StringIO()
    csv.writer(text).writerows([HEADER.split(","), *rows])
    with TemporaryDirectory() as folder:
        spend = read_spend(file(Path(folder), text.getvalue()))
        outcomes = rows_of(spend)

    accepted = [o.row.amount for o in outcomes if isinstance(o, Accepted)]
    rejected = [o.amount or 0 for o in outcomes if isinstance(o, Rejected)]
    tally = spend.tally
    assert tally.read == tally.accepted + tally.rejected + tally.blank == len(rows)
    assert (tally.accepted, tally.total) == (len(accepted), sum(accepted))
    assert (tally.rejected, tally.rejected_total) == (len(rejected), sum(rejected))


def test_a_long_file_needs_no_more_memory_than_a_short_one(tmp_path):
    def peak(count):
        row = "Quay,2013-04-02,5\n"
        spend = read_spend(file(tmp_path, f"{HEADER}\n{row * count}", name=f"{count}.csv"))
        tracemalloc.start()
        total = sum(outcome.row.amount for outcome in spend.rows)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert total == 5 * count
        return used

    peak(10)

    assert peak(20_000) < peak(1_000) + 100_000


@pytest.mark.real_data
@pytest.mark.skipif(not GLA.exists(), reason="the real files are not here")
def test_every_row_of_a_real_file_is_accounted_for():
    with GLA.open(encoding="utf-8", newline="") as lines:
        amounts = [row["Amount"].strip("()") for row in csv.DictReader(lines)]
    with GLA.open(encoding="utf-8", newline="") as lines:
        returned = [row["Amount"].startswith("(") for row in csv.DictReader(lines)]
    pounds = [Decimal(text.replace(",", "")) for text in amounts]
    total = sum(-p if is_back else p for p, is_back in zip(pounds, returned, strict=True))

    spend = read_spend(GLA)
    outcomes = rows_of(spend)

    assert len(outcomes) == spend.tally.accepted == len(amounts) == 1202
    assert spend.tally.total == total == Decimal("224678915.00")

"""Whatever dress a table comes in, the same rows are read, and their money adds up."""

import csv
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata import read
from tests.opendata import dresses

HEADINGS = st.tuples(
    st.sampled_from(["Payment Date", "Date Paid", "Date", "* Date", "PAYMENT DATE", "PaymentDate"]),
    st.sampled_from(["Supplier Name", "Vendor", "Beneficiary Name", "SUPPLIER", "Payee"]),
    st.sampled_from(["Net Amount", "Amount (£)", "Total Invoice Amount", "Amount Paid"]),
)
# Names that no dress loses, and that mean nothing else, as “none” and “total” do.
NAMES = st.builds(
    "{}{} Trust".format,
    st.sampled_from("ABKMQRS"),
    st.text("abcdefghijklmnop ,.'-£é", max_size=12).filter(lambda name: "é££" not in name),
)
PENCE = st.integers(-10_000_000, 10_000_000)
DAYS = st.dates(date(2005, 1, 1), date(2049, 12, 31))
PAYMENTS = st.lists(st.tuples(DAYS, NAMES, PENCE), min_size=3, max_size=12)
TITLES = st.lists(
    st.sampled_from([[], ["Wexmoor Council"], ["Payments made"], ["", ""]]), max_size=3
)


@st.composite
def tables(draw):
    """Payments, and a table of text that says them: columns in any order, titles above."""
    payments = draw(PAYMENTS)
    order = draw(st.permutations(range(3)))
    say_day = dresses.DAYS[draw(st.sampled_from(sorted(dresses.DAYS)))]
    say_plus = dresses.PLUS[draw(st.sampled_from(sorted(dresses.PLUS)))]
    say_minus = dresses.MINUS[draw(st.sampled_from(sorted(dresses.MINUS)))]
    rows = [draw(HEADINGS)]
    for day, name, pence in payments:
        said = say_minus(-pence) if pence < 0 else say_plus(pence)
        rows.append((say_day(day), name, said))
    return payments, [[row[place] for place in order] for row in rows]


def assert_says(content, payments, name="spend.csv"):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with read(path) as reading:
            (table,) = reading.tables()
            rows = [row.values for row in table.rows()]
    assert [(row["date"], row["supplier_name"], row["amount"]) for row in rows] == [
        (day, name, Decimal(pence) / 100) for day, name, pence in payments
    ]
    assert table.tally.money.accepted == sum(Decimal(pence) for _, _, pence in payments) / 100
    assert table.tally.seen == len(payments)


@given(
    tables(),
    TITLES,
    st.sampled_from(dresses.ENCODINGS),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
    st.booleans(),
)
def test_a_table_of_text_reads_back_in_any_dress(
    table, titles, encoding, delimiter, end, quoting, is_marked_twice, is_packed
):
    payments, rows = table
    content = dresses.delimited(
        [*titles, *rows],
        encoding=encoding,
        delimiter=delimiter,
        end=end,
        quoting=quoting,
        is_marked_twice=is_marked_twice and encoding == "utf-8",
        is_packed=is_packed,
    )

    assert_says(content, payments)


@given(tables(), TITLES)
def test_a_table_reads_back_from_every_make_of_workbook(table, titles):
    payments, rows = table

    for name, write in (("a.xlsx", dresses.xlsx), ("a.xls", dresses.xls), ("a.ods", dresses.ods)):
        assert_says(write([*titles, *rows]), payments, name)


@given(tables(), st.booleans())
def test_a_table_reads_back_from_json(table, is_wrapped):
    payments, rows = table

    assert_says(dresses.objects(rows, is_wrapped=is_wrapped).encode(), payments, "a.json")

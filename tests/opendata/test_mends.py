"""What a person typed in place of a cell is judged as if it stood in the file."""

import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata import read

HEADER = ["Payment Date", "Supplier Name", "Net Amount"]
FIELDS = ["date", "supplier_name", "amount"]
GOOD = ["02/04/2026", "Harbour Trust", "100.50"]


def rows_of(rows, mends=None):
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spend.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        with read(path, mends=mends) as reading:
            (table,) = reading.tables()
            return [(row.number, row.outcome, row.values, row.cells) for row in table.rows()]


def test_a_mended_row_is_accepted_and_the_others_stay_as_they_are():
    bad = ["03/04/2026", "Quay & Sons", "about nine"]

    found = rows_of([GOOD, bad, bad], {"": {3: {"amount": "9"}}})

    outcomes = [outcome for _number, outcome, _values, _cells in found]
    assert outcomes == [None, None, "rejected"]
    assert found[1][2]["amount"] == Decimal(9)


def test_a_cell_that_the_row_was_too_short_for_is_added():
    [row] = rows_of([GOOD[:2]], {"": {2: {"amount": "7"}}})

    assert row[3] == ["02/04/2026", "Harbour Trust", "7"]


def test_what_names_no_column_or_another_sheet_changes_nothing():
    mends = {"": {2: {"purpose": "x"}, 9: {"amount": "1"}}, "Other": {2: {"amount": "1"}}}

    assert rows_of([GOOD], mends) == rows_of([GOOD])


@given(st.sampled_from(range(3)), st.sampled_from(["", "7", "TBC", "05/05/2026", "=1+1", "£ 8"]))
def test_a_mend_is_judged_as_if_it_stood_in_the_file(place, typed):
    # A row of good ones stays, so that the columns are told apart alike in both files.
    good = [GOOD] * 5
    changed = [typed if n == place else cell for n, cell in enumerate(GOOD)]

    mended = rows_of([*good, GOOD], {"": {7: {FIELDS[place]: typed}}})

    assert mended == rows_of([*good, changed])

from datetime import date
from decimal import Decimal

import pytest

from almoner.opendata import UnreadableFile, read
from almoner.opendata.tables import is_total

SPEND = "Payment Date,Supplier Name,Net Amount,Expense Type\n"
CONTRACTS = (
    "Contract Reference,Contract Title,Supplier,Start Date,End Date,Contract Value,Status,"
    "Company Number\n"
)


@pytest.fixture
def reading_of(tmp_path):
    """What becomes of the rows of a text: the table read to its end, and the rows."""

    def read_to_the_end(text, name="spend.csv", **options):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with read(path, **options) as reading:
            (table,) = reading.tables()
            return table, list(table.rows())

    return read_to_the_end


def said(rows):
    return [(row.number, row.outcome or "accepted", [p.code for p in row.problems]) for row in rows]


def counted(table):
    tally = table.tally
    return (tally.seen, tally.accepted, tally.repaired, tally.rejected, tally.blank)


def test_a_row_that_is_read_as_it_stands_is_accepted(reading_of):
    table, (row,) = reading_of(SPEND + "02/04/2026,Harbour Trust,100.50,Grants\n")

    assert row.values == {
        "date": date(2026, 4, 2),
        "supplier_name": "Harbour Trust",
        "amount": Decimal("100.50"),
        "category": "Grants",
    }
    assert (row.number, row.outcome, row.problems) == (2, None, ())
    assert counted(table) == (1, 1, 0, 0, 0)


def test_a_change_that_was_needed_makes_a_row_repaired_and_is_told(reading_of):
    _, (row,) = reading_of(SPEND + "46114,Tern &amp; Sons,100,\n")

    assert row.outcome == "repaired"
    assert [(p.code, p.field, p.value, p.became) for p in row.problems] == [
        ("excel-serial-date", "date", "46114", "2026-04-02"),
        ("html-entities", "supplier_name", "Tern &amp; Sons", "Tern & Sons"),
    ]


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        (",Harbour Trust,5.00,", "missing-value", "date"),
        ("02/04/2026,,5.00,x", "missing-value", "supplier_name"),
        ("02/04/2026,Harbour Trust,,x", "missing-value", "amount"),
        ("soon,Harbour Trust,5.00,", "date-unreadable", "date"),
        ("TBC,Harbour Trust,5.00,", "date-not-stated", "date"),
        ("02/04/2026,Harbour Trust,five,", "money-unreadable", "amount"),
        ("02/04/2026,Harbour Trust,€5,", "other-currency", "amount"),
    ],
)
def test_a_row_without_what_it_needs_is_rejected_and_told_why(reading_of, line, code, field):
    good = "02/04/2026,Harbour Trust,1.00,Grants\n" * 3
    _, rows = reading_of(f"{SPEND}{good}{line}\n")

    row = rows[-1]
    assert (row.outcome, row.is_kept) == ("rejected", False)
    assert [(p.code, p.field) for p in row.problems] == [(code, field)]


def test_an_unreadable_cell_that_no_row_needs_is_left_out(reading_of):
    good = "C0,Roofs,Tern Ltd,2026-04-01,2027-03-31,100,,\n"
    line = "C1,Grounds,Tern Ltd,2026-04-01,whenever,100,,\n"
    _, (_, row) = reading_of(CONTRACTS + good + line, "contracts.csv")

    assert row.outcome == "repaired"
    assert [(p.code, p.field, p.value) for p in row.problems] == [
        ("date-unreadable", "end_date", "whenever")
    ]
    assert "end_date" not in row.values


def test_blank_rows_and_bare_row_numbers_are_counted_as_blank(reading_of):
    text = "Line,Date,Supplier,Amount\n1,02/04/2026,Tern,5\n2,,,\n,,,\n\n   ,,,\n3.,,,\n"

    table, rows = reading_of(text)

    assert said(rows) == [(2, "accepted", [])]
    assert counted(table) == (6, 1, 0, 0, 5)


@pytest.mark.parametrize(
    "line",
    [
        ",Total,30.00,",
        "Grand total,,30.00,",
        ",,30.00,",
        ",Acme Sub-Total:,1.00,",
        ",Year to date,30.00,",
    ],
)
def test_totals_are_rejected_as_such_and_their_money_with_them(reading_of, line):
    text = SPEND + "02/04/2026,Tern,10.00,\n02/04/2026,Tern,20.00,\n" + line + "\n"

    table, rows = reading_of(text)

    assert [p.code for p in rows[-1].problems] == ["total-row"]
    assert table.tally.money.accepted == Decimal("30.00")
    assert table.tally.money.rejected > 0


def test_a_supplier_whose_name_begins_with_total_is_paid_like_any_other(reading_of):
    _, (row,) = reading_of(SPEND + "02/04/2026,Total Gas and Power Ltd,10.00,\n")

    assert row.outcome is None


def test_an_amount_alone_that_is_no_sum_lacks_a_supplier(reading_of):
    text = SPEND + "02/04/2026,Tern,10.00,\n02/04/2026,Tern,20.00,\n,,31.00,\n"

    _, rows = reading_of(text)

    assert {p.code for p in rows[-1].problems} == {"missing-value"}


def test_sums_of_months_and_of_all_are_both_known(reading_of):
    text = SPEND + "02/04/2026,Tern,10.00,\n02/04/2026,Tern,20.00,\n,,30.00,\n"
    text += "02/05/2026,Tern,1.00,\n02/05/2026,Tern,2.00,\n,,3.00,\n,,33.00,\n"

    _, rows = reading_of(text)

    assert [row.number for row in rows if row.problems] == [4, 7, 8]
    assert {p.code for row in rows for p in row.problems} == {"total-row"}


def test_a_sum_is_known_where_it_adds_up_rows_that_are_rejected_too(reading_of):
    text = SPEND + "02/04/2026,Tern,10.00,\nsoon,Gull,20.00,\n02/04/2026,Knot,5.00,\n,,35.00,\n"

    table, rows = reading_of(text)

    assert [p.code for p in rows[-1].problems] == ["total-row"]
    assert table.tally.money.accepted == Decimal("15.00")


def test_headings_that_stand_again_are_rejected_and_obeyed(reading_of):
    text = SPEND + "02/04/2026,Tern,10.00,Roads\nDate,Supplier,Expense Type,Amount\n"
    text += "03/04/2026,Harbour Trust,Grants,20.00\n"

    table, rows = reading_of(text)

    assert said(rows) == [
        (2, "accepted", []),
        (3, "rejected", ["repeated-header"]),
        (4, "accepted", []),
    ]
    assert (rows[-1].values["category"], rows[-1].values["amount"]) == ("Grants", Decimal("20.00"))
    assert (table.tally.money.accepted, table.tally.money.unreadable) == (Decimal("30.00"), 0)


def test_money_adds_up_to_the_files_and_what_cannot_is_counted(reading_of):
    text = SPEND + "02/04/2026,Tern,10.00,\n02/04/2026,Tern,(4.00),\n,Tern,7.00,x\n"
    text += "02/04/2026,Tern,five,\n02/04/2026,Tern,$6,\n"

    table, _ = reading_of(text)

    money = table.tally.money
    assert (money.accepted, money.rejected) == (Decimal("6.00"), Decimal("7.00"))
    assert (money.unreadable, money.other_currency) == (1, 1)


def test_another_currency_in_a_column_of_its_own_is_counted_and_not_added(reading_of):
    text = "Recipient Name,Amount Awarded,Currency,Award Date\n"
    text += "Tern Trust,100,GBP,2026-04-02\nTern Trust,200,EUR,2026-04-02\n"

    table, rows = reading_of(text, "grants.csv")

    assert said(rows) == [(2, "accepted", []), (3, "rejected", ["other-currency"])]
    assert (table.tally.money.accepted, table.tally.money.other_currency) == (Decimal("100.00"), 1)


def test_a_dash_for_the_amount_paid_is_nil(reading_of):
    _, (row,) = reading_of(SPEND + "02/04/2026,Tern, £-   ,\n")

    assert (row.values["amount"], [p.code for p in row.problems]) == (
        Decimal("0.00"),
        ["dash-is-nil"],
    )


def test_a_notice_not_yet_awarded_needs_no_supplier(reading_of):
    text = (
        CONTRACTS
        + "C1,Grounds,,,,,Open,\nC2,Roofs,,,,,Awarded,\nC3,Bins,Tern,2026-04-01,,,Awarded,\n"
    )

    _, rows = reading_of(text, "contracts.csv")

    assert [(row.number, row.is_kept) for row in rows] == [(2, True), (3, False), (4, True)]


def test_a_charitys_number_in_the_companies_column_is_kept_as_what_it_is(reading_of):
    line = "C1,Grounds,Tern Trust,2026-04-01,,100,,CHA1049226\n"
    _, (row,) = reading_of(CONTRACTS + line, "contracts.csv")

    assert row.values["supplier_charity_number"] == "1049226"
    assert [p.code for p in row.problems] == ["identifier-moved"]


def test_lost_zeros_are_put_back_and_said_so(reading_of):
    line = "C1,Grounds,Tern Ltd,2026-04-01,,100,,172081\n"
    _, (row,) = reading_of(CONTRACTS + line, "contracts.csv")

    assert row.values["supplier_company_number"] == "00172081"
    assert [(p.code, p.value, p.became) for p in row.problems] == [
        ("company-number-padded", "172081", "00172081")
    ]


def test_what_wants_a_look_is_noted_and_the_row_accepted(reading_of):
    line = "C1,Grounds,Various Providers,2026-04-02,2026-04-01,100,,\n"
    table, (row,) = reading_of(CONTRACTS + line, "contracts.csv")

    assert [p.code for p in row.problems] == ["days-out-of-order", "not-one-organisation"]
    assert (row.outcome, table.tally.accepted) == (None, 1)


def test_a_name_kept_back_is_noted(reading_of):
    _, (row,) = reading_of(SPEND + "02/04/2026,REDACTED PERSONAL DATA,10.00,\n")

    assert [p.code for p in row.problems] == ["name-withheld"]


def test_a_name_that_a_comma_parted_is_put_together(reading_of):
    text = SPEND + "02/04/2026,Tern,10.00,Roads\n02/04/2026,Tern, Gull and Knot,20.00,Roads\n"

    _, rows = reading_of(text)

    assert rows[-1].values["supplier_name"] == "Tern, Gull and Knot"
    assert [p.code for p in rows[-1].problems] == ["cells-joined"]


def test_a_column_in_which_the_month_stands_first_is_read_so(reading_of):
    text = SPEND + "04/02/2026,Tern,1.00,\n04/28/2026,Tern,1.00,\n"

    _, rows = reading_of(text)

    assert [row.values["date"] for row in rows] == [date(2026, 4, 2), date(2026, 4, 28)]


def test_examples_are_few_and_short_and_say_where(reading_of):
    text = SPEND + "soon,Tern,1.00,\n" * 9 + f"{'x' * 999},Tern,1.00,\n02/04/2026,Tern,1.00,\n"

    table, _ = reading_of(text)

    (found,) = [o for o in table.tally.occurrences.values() if o.problem.code == "date-unreadable"]
    assert (found.count, len(found.examples)) == (10, 5)
    assert found.examples[0] == {
        "sheet": None,
        "line": 2,
        "column": 1,
        "cell": "A2",
        "field": "date",
        "value": "soon",
        "became": "",
    }


@pytest.mark.parametrize("text", ["Total", "GRAND TOTAL:", "sub-total for May", "Acme Total"])
def test_totals_are_known_by_their_words(text):
    assert is_total(text)


@pytest.mark.parametrize("text", ["Totally Tern Ltd", "Tottenham", "", "Total Gas Ltd"])
def test_other_words_are_no_totals(text):
    assert not is_total(text)


def test_a_file_without_such_a_table_says_what_it_is(reading_of):
    with pytest.raises(UnreadableFile, match="codes.csv holds no table of"):
        reading_of("Code,Title,Description\nA,First,The first\nB,Second,The second\n", "codes.csv")


GRANTS = "Organisation,Purpose,Funding awarded,Amount paid\n"
TWO_GRANTS = "Harbour Trust,Beds,10.00,5.00\nTern,Boats,20.00,20.00\n"


@pytest.mark.parametrize(
    "line",
    [
        "TOTAL,,30.00,25.00",
        "Total grants,,31.00,",
        "Total,See the report,30.00,",
        "Total handed out,,30.00,",
    ],
)
def test_a_total_that_lacks_nothing_is_known_by_its_name(reading_of, line):
    table, rows = reading_of(GRANTS + TWO_GRANTS + line + "\n", name="grants.csv")

    assert [p.code for p in rows[-1].problems] == ["total-row"]
    assert table.tally.money.accepted == Decimal("30.00")


def test_a_recipient_called_total_who_was_given_a_grant_is_kept(reading_of):
    text = GRANTS + TWO_GRANTS + "Sport For Total,Boxing,40.00,\nTotal,Heating,50.00,\n"

    table, _ = reading_of(text, name="grants.csv")

    assert counted(table) == (4, 4, 0, 0, 0)


@pytest.mark.parametrize(
    "line", ["* redacted under s.40,,,", ",,,Source: the ledger", ",,Figures exclude VAT,"]
)
def test_a_row_of_one_cell_of_words_is_a_note(reading_of, line):
    table, rows = reading_of(SPEND + "02/04/2026,Tern,10.00,Roads\n" + line + "\n")

    assert said(rows)[1:] == [(3, "rejected", ["note-row"])]
    assert table.tally.money.unreadable == 0


def test_half_a_record_of_a_narrow_table_is_no_note(reading_of):
    text = "Organisation,Amount awarded\nHarbour Trust,10.00\nTern,\n"

    _, rows = reading_of(text, name="grants.csv")

    assert said(rows)[1:] == [(3, "rejected", ["missing-value"])]


def test_headings_under_groups_are_known_when_they_stand_again(reading_of):
    heads = "Supplier,,Payment,\nName,Number,Date,Amount\n"
    text = heads + "Tern,77,02/04/2026,5.00\nName,Number,Date,Amount\nOak,78,03/04/2026,7.00\n"

    table, rows = reading_of(text)

    assert said(rows)[1] == (4, "rejected", ["repeated-header"])
    assert rows[2].values["supplier_other_id"] == "78"
    assert table.tally.money.accepted == Decimal("12.00")


def test_other_headings_are_looked_for_in_so_many_rows_only(reading_of, monkeypatch):
    monkeypatch.setattr("almoner.opendata.tables.MOST_LACKING", 2)
    again = "Supplier,Date,Amount,Expense Type\n"
    same = "Payment Date,Supplier Name,Net Amount,Expense Type\n"

    _, rows = reading_of(SPEND + "02/04/2026,Tern,5,\n" + "soon,Tern,five,x\n" * 2 + again + same)

    assert [row.problems[0].code for row in rows[3:]] == ["date-unreadable", "repeated-header"]


def test_headings_below_more_blank_rows_than_a_spreadsheet_has_are_not_sought(
    reading_of, monkeypatch
):
    monkeypatch.setattr("almoner.opendata.reading.LONGEST_HEAD", 10)

    with pytest.raises(UnreadableFile):
        reading_of("\n" * 10 + SPEND + "02/04/2026,Tern,5,\n")

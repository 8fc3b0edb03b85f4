from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, toml

from almoner.opendata.dictionaries import Dictionary, shipped
from almoner.opendata.headings import (
    Found,
    Layout,
    find_table,
    heads_again,
    layout_of,
    plain_heading,
    why_none,
)


class Table(Struct, forbid_unknown_fields=True):
    """A table as somebody publishes it, and what its headings mean."""

    name: str
    file: str
    kind: str
    rows: str
    fields: dict[str, str] = {}
    fixed: dict[str, str] = {}

    @property
    def cells(self) -> list[list[str]]:
        lines = self.rows.strip("\n").splitlines()
        return [[cell.strip().replace("\\n", "\n") for cell in line.split("|")] for line in lines]


class Tables(Struct, forbid_unknown_fields=True):
    tables: list[Table]


TABLES = toml.decode(Path(__file__).with_name("headings.toml").read_bytes(), type=Tables).tables
CONTRACTS, GRANTS, SPEND = shipped()


def find(*rows: str, dictionaries=None, **more) -> Found | None:
    """What is found in rows whose cells stand between bars."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return find_table(cells, dictionaries=dictionaries or shipped(), **more)


def spend(*rows: str, **more) -> Layout:
    found = find(*rows, dictionaries=[SPEND], **more)
    assert found
    return found.layout


def said(layout: Layout) -> dict[str, str]:
    """The heading of each field; its number where the heading does not tell it from another."""
    headers = [column.header for column in layout.columns]
    return {
        column.field: column.header
        if headers.count(column.header) == 1
        else f"column {column.index + 1}"
        for column in layout.columns
        if column.field
    }


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_tables_as_publishers_write_them_are_understood(table):
    found = find_table(table.cells, dictionaries=shipped(), names=[table.file], fixed=table.fixed)

    assert (found.layout.dictionary.kind if found else "") == table.kind
    assert (said(found.layout) if found else {}) == table.fields


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*  Total\nInvoice Amount", "total invoice amount"),
        ("recipientOrganization/0/name", "recipient organization name"),
        ("Beneficiary Location:1:Name", "beneficiary location name"),
        ("OpenContractingID", "open contracting id"),
        ("CPVCode", "cpv code"),
        ("awarded_to_sme", "awarded to sme"),
        ("Fees &amp; charges", "fees and charges"),
        ("Supplier’s Name", "suppliers name"),
        ("Amount (£)", "amount"),
        ("Amount Â£", "amount"),
        ("Net Amount(\ufffd)", "net amount"),
        ("Amount (ú)", "amount"),
        ("Amount £'s", "amount"),
        ("Value £p", "value"),
        ("Invoice Amount GBP", "invoice amount"),
        ("ÔªøDepartment", "department"),
        ("Amount.1", "amount"),
        ("Amount (2)", "amount"),
        ("Extension 1 Taken?", "extension 1 taken"),
        ("Start Date (dd/mm/yyyy)", "start date"),
        ("Value (£000s)", "value thousands"),
        ("Value £M", "value millions"),
        ("Payments over £1,000", "payments over 1 000"),
        ("£", ""),
    ],
)
def test_headings_are_compared_by_their_plain_words(written, read):
    assert plain_heading(written) == read


@given(st.text(max_size=60))
def test_any_heading_has_plain_words_in_small_letters_with_single_spaces(heading):
    words = plain_heading(heading)

    assert words == " ".join(words.split())
    assert plain_heading(words) == plain_heading(plain_heading(words))


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_no_rows_whatever_make_it_stumble(rows):
    found = find_table(rows, dictionaries=shipped(), names=["contracts"])

    assert found is None or found.layout.lacks in {(), ("supplier_name",)}
    assert why_none(rows)


def test_a_cell_as_long_as_a_book_is_looked_at_briefly():
    book = "1" + " " * 200_000 + "x" + "-" * 200_000

    found = find("Date | Supplier | Amount", f"{book} | {book} | {book}", f"{book} | A")

    assert found is None


def test_the_row_of_headings_is_found_below_titles_and_blank_rows():
    found = find("Spend in May", "", "Supplier | Date | Net Amount", "A | 01/05/2024 | 5.00")

    assert found
    assert found.place == 2


def test_the_title_of_a_table_speaks_for_its_kind():
    found = find("Grants made in 2024", "Name | Total", "A | 5.00")

    assert found
    assert found.layout.dictionary.kind == "grants"


def test_of_two_rows_of_headings_the_first_heads_the_table():
    found = find(
        "Supplier | Date | Amount",
        "A | 01/05/2024 | 5.00",
        "Supplier | Date | Amount | Department | Purpose",
        "B | 01/05/2024 | 5.00 | Parks | Seeds",
    )

    assert found
    assert found.place == 0


def test_amounts_in_thousands_are_left_unread_and_that_is_said():
    layout = spend("Date | Supplier | Amount | Net (£000s)", "01/05/2024 | A | 5.00 | 0.005")

    column = layout.columns[3]

    assert (column.field, column.confidence) == (None, 0.0)
    assert column.reason == "The amounts are in thousands of pounds."


def test_a_table_whose_only_amounts_are_in_thousands_is_not_read():
    assert find("Date | Supplier | Amount (£k)", "01/05/2024 | A | 5", dictionaries=[SPEND]) is None


def test_a_column_that_somebody_fixed_is_certain_and_nobody_else_takes_its_field():
    layout = spend(
        "Date | Supplier | Net Amount | Sum of it",
        "01/05/2024 | A | 5.00 | 6.00",
        fixed={"sum of it": "amount"},
    )

    assert layout.by_field == {"date": 0, "supplier_name": 1, "amount": 3}
    assert layout.columns[3].confidence == 1.0


def test_a_blank_heading_is_fixed_by_its_number():
    layout = spend(
        "Date | Amount | | Supplier", "01/05/2024 | 5.00 | A | B", fixed={"column 3": "purpose"}
    )

    assert layout.by_field["purpose"] == 2


def test_repeated_headings_are_fixed_by_their_numbers():
    layout = spend(
        "Date | Amount | Amount | Supplier",
        "01/05/2024 | 5.00 | 6.00 | B",
        fixed={"column 3": "amount"},
    )

    assert layout.by_field["amount"] == 2


def test_a_kind_without_the_field_that_somebody_fixed_is_out_of_the_question():
    found = find(
        "Name | Date | Amount | Purpose",
        "A | 01/05/2024 | 5.00 | Tents",
        fixed={"name": "recipient_name"},
    )

    assert found
    assert found.layout.dictionary.kind == "grants"


def test_of_two_blank_columns_that_could_be_it_neither_is_guessed():
    found = find(
        "Supplier | Amount | |", "A | 5.00 | 01/05/2024 | 02/05/2024", dictionaries=[SPEND]
    )

    assert found is None


def test_a_blank_column_of_sums_is_guessed_without_much_confidence():
    layout = spend("Supplier | Date | ", "A | 01/05/2024 | 5.10", "B | 02/05/2024 | 1,000")

    assert layout.by_field["amount"] == 2
    assert layout.columns[2].confidence == 0.5


def test_who_was_paid_is_not_guessed_where_the_kind_is_in_doubt():
    found = find(
        " | Payment Date | Net Amount | Expense Type",
        "A | 01/05/2024 | 5.10 | Rent",
        "B | 02/05/2024 | 6.10 | Seeds",
    )

    assert found is None


def test_nothing_is_guessed_where_most_of_what_is_needed_is_unheaded():
    found = find(" | | Supplier", "01/05/2024 | 5.10 | A", dictionaries=[SPEND])

    assert found is None


def test_the_better_filled_of_two_columns_is_the_one():
    layout = spend(
        "Net Amount | Amount | Date | Supplier",
        " | 5.00 | 01/05/2024 | A",
        " | 6.00 | 01/05/2024 | B",
    )

    assert layout.by_field["amount"] == 1


def test_a_table_of_no_rows_yet_is_known_by_its_headings():
    layout = layout_of(
        ["Grant Reference", "Recipient", "Amount Awarded"], [], dictionaries=shipped()
    )

    assert layout
    assert layout.by_field == {"reference": 0, "recipient_name": 1, "amount_awarded": 2}


def test_a_list_of_tenders_lacks_a_supplier_and_says_so():
    found = find("Tender Title | Start Date | End Date", "Roof | 01/05/2024 | 31/05/2024")

    assert found
    assert found.layout.lacks == ("supplier_name",)


def test_headings_that_stand_again_are_known():
    layout = spend("Date | Supplier | Amount", "01/05/2024 | A | 5.00")

    assert heads_again(["Date", "SUPPLIER", "Amount", ""], layout)


def test_other_headings_that_would_do_are_known():
    layout = spend("Date | Supplier | Amount", "01/05/2024 | A | 5.00")

    assert heads_again(["Supplier Name", "Department", "Payment Date", "Net Amount"], layout)


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["", "", ""],
        ["Date"],
        ["01/05/2024", "A", "5.00"],
        ["Total", "Supplier", ""],
        ["Date", "Supplier", "£5.00"],
        ["Supplier", "Department", "Purpose"],
        ["A", "B", "C", "D"],
    ],
)
def test_rows_of_data_do_not_pass_for_headings(cells):
    layout = spend("Date | Supplier | Amount", "01/05/2024 | A | 5.00")

    assert not heads_again(cells, layout)


@pytest.mark.parametrize(
    ("rows", "phrase"),
    [
        ([], "no rows at all"),
        ([["", " "], []], "no rows at all"),
        ([["1", "2.00"], ["3", "4.00"]], "no row of headings"),
        (
            [["Code", "Title", "Description"], ["A", "Alpha", "First"]],
            "a list of codes with columns Code, Title, Description",
        ),
        (
            [["Your name", "A Person"], ["Your project", "Tents"]],
            "a form or list of two columns, beginning “Your name A Person”",
        ),
        (
            [["A title"], ["Day", "Tide", "Moon"], ["Mon", "High", "Full"]],
            "a table that is none of these kinds, with columns Day, Tide, Moon",
        ),
        (
            [[f"Heading {letter}" for letter in "ABCDEFGH"]],
            (
                "a table that is none of these kinds, with columns"
                " Heading A, Heading B, Heading C, Heading D, Heading E, Heading F and 2 more"
            ),
        ),
        (
            [["Which of these words is the last one of the heading?", "B", "C"]],
            (
                "a table that is none of these kinds, with columns"
                " Which of these words is the last one of…, B, C"
            ),
        ),
    ],
)
def test_what_is_no_register_is_called_by_what_it_is(rows, phrase):
    assert why_none(rows) == phrase


def test_a_dictionary_of_ones_own_is_obeyed_as_ours_are():
    boats = Dictionary(
        kind="boats",
        title="boats",
        needs=(("name",),),
        fields={"name": SPEND.fields["supplier_name"], "use": SPEND.fields["purpose"]},
    )

    found = find("Name | Purpose", "Heron | Patrols", dictionaries=[boats])

    assert found
    assert said(found.layout) == {"name": "Name", "use": "Purpose"}


def test_a_sentence_is_no_heading():
    sentence = (
        "Please give the supplier name as it stands on the invoice that you were sent by post"
    )

    layout = spend(f"Date | Payee | Amount | {sentence}", "01/05/2024 | A | 5.00 | B")

    assert layout.by_field == {"date": 0, "supplier_name": 1, "amount": 2}


def test_headings_are_completed_by_the_groups_that_they_stand_under():
    layout = spend(
        "Supplier |        | Payment    |        |",
        "Name     | Number | Date       | Number | Amount (£)",
        "Tern     | 77     | 02/04/2026 | 51001  | 12.50",
    )

    assert said(layout) == {
        "reference": "Payment Number",
        "date": "Payment Date",
        "supplier_name": "Supplier Name",
        "supplier_other_id": "Supplier Number",
        "amount": "Payment Amount (£)",
    }


def test_groups_that_make_a_heading_no_word_of_ours_leave_it_alone():
    layout = spend(
        "Mere Council  | June 2026",
        "Supplier      | Payment Date | Amount",
        "Harbour Trust | 02/04/2026   | 12.50",
    )

    assert [column.header for column in layout.columns] == ["Supplier", "Payment Date", "Amount"]


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("Contract Value (£000s)", "120", "The amounts are in thousands of pounds."),
        ("Contract Value", "£5,000 to £9,000", "Most of what stands in it is no amount of money."),
        ("Review Date", "When it ends", "Most of what stands in it is no day."),
        ("Pages", "7", ""),
    ],
)
def test_a_column_left_unread_says_why_where_its_heading_does_not(heading, cell, reason):
    found = find(
        f"Contract Title | Supplier | Start Date | {heading}",
        f"Mowing | Tern | 01/04/2026 | {cell}",
    )

    assert found
    assert found.layout.columns[3].field is None
    assert found.layout.columns[3].reason == reason


def test_one_name_throughout_is_whoever_pays_and_no_supplier():
    rows = ["Mere Council | 02/04/2026 | 12.50"] * 5

    assert find("Organisation | Payment Date | Amount", *rows) is None


@pytest.mark.parametrize(
    "title", ["All figures are in £000s", "Contract values in thousands", "Values (£m)"]
)
def test_sums_of_which_a_title_says_that_they_are_no_pounds_are_not_read(title):
    found = find(
        title,
        "Contract Title | Supplier | Start Date | Contract Value",
        "Mowing | Tern | 01/04/2026 | 120",
    )

    assert found
    assert said(found.layout).keys() == {"title", "supplier_name", "start_date"}
    assert found.layout.columns[3].reason.startswith("The amounts are in ")


@pytest.mark.parametrize("title", ["Payments over £25 000", "Spend over £1 million", "Over £25k"])
def test_a_title_that_says_from_which_sum_on_leaves_sums_alone(title):
    found = find(title, "Supplier | Payment Date | Amount", "Tern | 02/04/2026 | 12.50")

    assert found
    assert "amount" in said(found.layout)


def test_amounts_in_thousands_are_told_as_why_a_table_is_none():
    why = why_none([["Supplier", "Payment Date", "Amount £000"], ["Tern", "02/04/2026", "12"]])

    assert why.startswith("a table whose amounts are in thousands of pounds, with columns Supplier")


@pytest.mark.parametrize(
    "parts",
    [
        "Grant awarded 2023/24 | Grant awarded 2024/25",
        "Grant awarded Year 1 | Grant awarded Year 2",
        "April grant awarded | May grant awarded",
    ],
)
def test_of_columns_that_hold_a_part_each_none_is_taken_for_the_whole(parts):
    rows = ["Tern | Boats | £500 | £600", "Harbour Trust | Beds | £700 | £800"]

    found = find(f"Recipient | Purpose | {parts} | Total grant", *(f"{r} | £2000" for r in rows))

    assert found
    assert said(found.layout)["amount_awarded"] == "Total grant"
    assert find(f"Recipient | Purpose | {parts}", *rows) is None


def test_columns_that_hold_a_part_each_are_said_to():
    layout = layout_of(
        ["Title", "Supplier", "Start Date", "Contract value 2024/25", "Contract value 2025/26"],
        [["Mowing", "Tern", "01/04/2026", "5.00", "6.00"]],
        dictionaries=[CONTRACTS],
    )

    assert layout
    assert {c.reason for c in layout.columns[3:]} == {"Several such columns hold a part each."}


def test_a_title_may_speak_against_a_kind_as_headings_do():
    rows = "Date | Recipient | From | Value", "01/04/2026 | A. Marsh | Tern Ltd | 12.50"

    assert find("Register of gifts", *rows) is None
    assert find("Payments", *rows, dictionaries=[GRANTS])


def test_a_row_wider_than_any_spreadsheet_heads_nothing():
    wide = ["Date", "Supplier", "Amount", *["x"] * 16_384]
    layout = spend("Date | Supplier | Amount", "01/05/2024 | A | 5.00")

    assert find_table([wide], dictionaries=shipped()) is None
    assert not heads_again(wide, layout)

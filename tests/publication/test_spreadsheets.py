import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from almoner.publication.spreadsheets import Spreadsheet
from tests.publication.registers import ADVICE, REFUGE, Grants, changed

HEADINGS = [
    "reference",
    "recipient",
    "purpose",
    "award_date",
    "start_date",
    "end_date",
    "amount_awarded",
    "duration_months",
]


def write(path, *rows, **options):
    dataset = Grants(*rows)
    with Spreadsheet.at(path, dataset, **options) as sheet:
        for row in dataset.public_rows():
            sheet.add(row)
        sheet.explain([("Title", "Grants"), ("Period", "2026-03")])
    return path


def opened(path, sheet="Rows"):
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


def part(path, name):
    with zipfile.ZipFile(path) as book:
        return book.read(name).decode()


def test_days_are_days_money_is_a_number_and_text_is_text(tmp_path):
    rows = opened(write(tmp_path / "a.xlsx", REFUGE, ADVICE))

    assert rows == [
        HEADINGS,
        [
            "GRT-1",
            "Wexmoor Refuge",
            "A refuge",
            date(2026, 3, 4),
            date(2026, 4, 1),
            date(2027, 3, 31),
            1200.5,
            12,
        ],
        ["GRT-2", "0117 Advice", "=1+1", date(2026, 3, 9), "", "", -5, ""],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(1)",
        "https://wexmoor.example",
        "mailto:a@wexmoor.example",
        "01234567",
        "12345678901234567890",
        "1.5E3",
        "{=1}",
        " kept ",
        "two\nlines",
    ],
)
def test_text_is_never_a_formula_a_link_or_a_number(tmp_path, text):
    path = write(tmp_path / "a.xlsx", changed(REFUGE, purpose=text))

    assert opened(path)[1][2] == text
    assert re.findall(r"<f>|<hyperlink", part(path, "xl/worksheets/sheet1.xml")) == []


def test_headings_are_frozen_and_filtered_and_days_are_british(tmp_path):
    path = write(tmp_path / "a.xlsx", REFUGE, ADVICE)

    sheet, styles = part(path, "xl/worksheets/sheet1.xml"), part(path, "xl/styles.xml")
    assert re.findall(r'<pane [^>]*state="frozen"|<autoFilter ref="[^"]*"', sheet) == [
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"',
        '<autoFilter ref="A1:H3"',
    ]
    assert re.findall(r'formatCode="([^"]*)"', styles) == ["@", "[$-809]dd/mm/yyyy", "#,##0.00"]


def test_a_sheet_says_what_the_rows_are_and_what_each_column_means(tmp_path):
    about = opened(write(tmp_path / "a.xlsx"), "About")

    assert about[:5] == [
        ["Title", "Grants"],
        ["Period", "2026-03"],
        ["", ""],
        ["Column", "What it means"],
        ["reference", "Our reference"],
    ]
    assert about[-2:] == [["amount_awarded", "How much (GBP)"], ["duration_months", "How long"]]


def test_nothing_personal_reaches_a_workbook(tmp_path):
    path = write(tmp_path / "a.xlsx", REFUGE)

    with zipfile.ZipFile(path) as book:
        said = b"".join(book.read(name) for name in book.namelist())
    assert [word for word in (b"Ada", b"contact", b"Whom") if word in said] == []


def test_the_same_rows_give_the_same_bytes_at_any_time(tmp_path):
    with time_machine.travel("2026-03-04"):
        first = write(tmp_path / "a.xlsx", REFUGE, ADVICE).read_bytes()
    with time_machine.travel("2031-11-05"):
        second = write(tmp_path / "b.xlsx", REFUGE, ADVICE).read_bytes()

    assert first == second
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_rows_beyond_a_sheet_go_on_in_another(tmp_path):
    path = write(tmp_path / "a.xlsx", REFUGE, ADVICE, REFUGE, last_row=2)

    assert CalamineWorkbook.from_path(path).sheet_names == ["Rows", "Rows 2", "About"]
    assert [row[0] for row in opened(path)] == ["reference", "GRT-1", "GRT-2"]
    assert [row[0] for row in opened(path, "Rows 2")] == ["reference", "GRT-1"]


def test_what_a_cell_cannot_hold_is_cut_and_seen_to_be(tmp_path):
    path = write(
        tmp_path / "a.xlsx",
        changed(REFUGE, purpose="é" * 32_768),
        changed(REFUGE, purpose="😀" * 16_384),
        changed(REFUGE, purpose="é" * 32_767),
    )

    assert [row[2] for row in opened(path)[1:]] == [
        "é" * 32_766 + "…",
        "😀" * 16_383 + "…",
        "é" * 32_767,
    ]


def test_what_a_spreadsheet_would_round_or_not_know_is_text(tmp_path):
    row = changed(
        REFUGE,
        start_date=date(1899, 1, 2),
        amount_awarded=Decimal("12345678901234567.89"),
        duration_months=10**17,
    )

    said = opened(write(tmp_path / "a.xlsx", row))[1]

    assert said[4:] == [
        "1899-01-02",
        date(2027, 3, 31),
        "12345678901234567.89",
        "100000000000000000",
    ]


def test_a_workbook_that_is_there_is_not_written_over(tmp_path):
    path = write(tmp_path / "a.xlsx", REFUGE)

    with pytest.raises(FileExistsError):
        write(path, REFUGE)

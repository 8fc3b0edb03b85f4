"""Whatever may be said of a row that was read: the closed list of codes, with what each means."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much it matters: the row was not kept, was kept with a repair, or wants a look."""

    REJECTED = "rejected"
    REPAIRED = "repaired"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Code:
    """One thing that may be said of a row or a cell: what it means, and what to do about it."""

    code: str
    meaning: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is said of one row: where, what stood there, and what it was taken for.

    `column` is the cell's place from 0, None where the whole row is meant; `field` the canonical
    field, if any. `became` is empty where the cell was left out.
    """

    code: str
    level: Level
    column: int | None = None
    field: str = ""
    value: str = ""
    became: str = ""


_REJECTIONS = (
    Code(
        "total-row",
        "The row adds up others.",
        "Nothing: it was only left out, so that nothing counts twice.",
    ),
    Code(
        "repeated-header",
        "The headings stand again inside the table.",
        "Nothing: the rows below are read by them.",
    ),
    Code(
        "note-row",
        "One cell is all that stands in the row, as in a note or the title of a section.",
        "Nothing, unless it is a record: then fill the rest in.",
    ),
    Code(
        "missing-value",
        "Nothing stands where every row needs something.",
        "Fill the cell in, or leave the row out if it is no record.",
    ),
    Code(
        "cells-beyond-header",
        "The row has cells beyond the last heading.",
        "Look for a comma inside a name, and put quotation marks around that cell.",
    ),
)
_LEFT_OUT = (
    Code(
        "date-unreadable",
        "This is not a day.",
        "Write days as 2026-04-01, or as 01/04/2026 with the day first.",
    ),
    Code(
        "date-impossible",
        "This is no day in the calendar, or not between 1950 and 2199.",
        "Check the day and the year.",
    ),
    Code(
        "money-unreadable",
        "This is not an amount of money.",
        "Write pounds and pence in figures, such as 1234.56, or -1234.56 for money returned.",
    ),
    Code(
        "money-too-large",
        "This is more than any public body pays.",
        "Check whether another number stands in the column of amounts.",
    ),
    Code(
        "other-currency",
        "This amount is not in pounds. It is counted and not added up.",
        "Give the amount in pounds, in a column of its own if need be.",
    ),
    Code("number-unreadable", "This is not a number.", "Write it in figures, such as 24."),
    Code("yes-no-unreadable", "This is neither yes nor no.", "Write Yes or No."),
    Code(
        "company-number-unreadable",
        "This does not have the shape of a Companies House number.",
        "Look the company up: the number has eight characters, such as 01234567 or SC123456.",
    ),
    Code(
        "charity-number-unreadable",
        "This does not have the shape of a registered charity's number.",
        "Look the charity up: the number has six or seven digits, or begins with SC or NIC.",
    ),
    Code(
        "postcode-unreadable",
        "This does not have the shape of a British postcode.",
        "Write it as SW1A 1AA.",
    ),
)
_REPAIRS = (
    Code("excel-serial-date", "A day stood as a number, as Excel keeps it.", "Nothing."),
    Code(
        "date-other-way-round",
        "The day stood the other way round from the rest of its column.",
        "Check that it is the day meant.",
    ),
    Code(
        "month-only-date",
        "A month stood for a day: the first of the month was taken.",
        "Give the day, if it is known.",
    ),
    Code(
        "date-not-stated",
        "The day is still to come, or open: it was left out.",
        "Fill it in when it is known.",
    ),
    Code("money-rounded", "The amount was rounded to the penny.", "Nothing."),
    Code("money-spelt-out", "The amount was written in short, such as £1.2m.", "Nothing."),
    Code(
        "money-qualified",
        "Words such as “c.” or “+ VAT” stood beside the amount, and were left out.",
        "Check that it is the amount without VAT.",
    ),
    Code("money-not-stated", "The amount is still to come: it was left out.", "Fill it in."),
    Code("dash-is-nil", "A dash stood for nil, as accounting formats print it.", "Nothing."),
    Code("number-spelt-out", "Years were turned into months.", "Nothing."),
    Code("number-not-stated", "The number is open: it was left out.", "Nothing."),
    Code("yes-no-misspelt", "Yes or no was misspelt.", "Nothing."),
    Code(
        "company-number-padded",
        "Zeros that a spreadsheet had lost were put back before the company number.",
        "Format the column as text.",
    ),
    Code(
        "charity-number-padded",
        "Zeros that a spreadsheet had lost were put back into the charity number.",
        "Format the column as text.",
    ),
    Code(
        "identifier-moved",
        "The number is of another register than its column, and was kept as that.",
        "Put it into the column where it belongs.",
    ),
    Code("html-entities", "Characters were written as on web pages, such as &amp;.", "Nothing."),
    Code(
        "double-encoded-text",
        "The text had been saved in a wrong encoding, such as â€™, and was mended.",
        "Export as “CSV UTF-8”.",
    ),
    Code("control-characters", "Characters that nobody can see were taken away.", "Nothing."),
    Code(
        "quote-unclosed",
        "A quotation mark was never closed: the line was read as it stands.",
        "Close the quotation mark, or double those inside a cell.",
    ),
    Code(
        "cells-joined",
        "A comma inside a name had parted it, and it was put together again.",
        "Put quotation marks around the cell.",
    ),
    Code(
        "suppliers-joined",
        "One award has several suppliers: their names stand together, their numbers are left out.",
        "Nothing.",
    ),
)
_NOTES = (
    Code(
        "days-out-of-order",
        "It ends before it starts.",
        "Check both days.",
    ),
    Code(
        "not-one-organisation",
        "This names several organisations at once, or none in particular.",
        "Name them, a row each, if they are known.",
    ),
    Code(
        "name-withheld",
        "The publisher kept back who this is.",
        "Nothing.",
    ),
)
CODES = {code.code: code for code in (*_REJECTIONS, *_LEFT_OUT, *_REPAIRS, *_NOTES)}
GROUPS = {
    "Why a row is rejected": _REJECTIONS,
    "What could not be read": _LEFT_OUT,
    "What was repaired": _REPAIRS,
    "What to look at": _NOTES,
}

"""The list of attendance as a file: who has a place, and whether they came."""

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils.translation import gettext as _

from almoner.academy.models import Booking
from almoner.publication.writers import CsvWriter

MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def headings() -> list[str]:
    return [_("Booking"), _("Name"), _("Attendance")]


def list_written(bookings: Iterable[Booking], *, kind: str) -> bytes:
    """The list, as CSV or as a workbook."""
    rows = [(one.reference, one.person.name, one.get_outcome_display()) for one in bookings]
    if kind == "csv":
        writer = CsvWriter(headings())
        return writer.begin() + b"".join(map(writer.row, rows))
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, 2, 24)
        for number, row in enumerate([tuple(headings()), *rows]):
            for column, said in enumerate(row):
                sheet.write_string(number, column, said)
    return made.getvalue()

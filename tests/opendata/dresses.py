"""One table in every dress that it may come in: text of any make, workbooks and JSON."""

import csv
import gzip
import io
import json

import xlsxwriter
import xlwt

from tests.opendata.sources.books import ods_cell, ods_row, open_document, zipped

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]
DOUBLE_MARK = "ï»¿"
MINUS = {
    "-1,234.50": lambda pence: f"-{pence / 100:,.2f}",
    "(1,234.50)": lambda pence: f"({pence / 100:,.2f})",
    "1234.50-": lambda pence: f"{pence / 100:.2f}-",
    "-£1234.50": lambda pence: f"-£{pence / 100:.2f}",
    "£(1,234.50)": lambda pence: f"£({pence / 100:,.2f})",
}
PLUS = {
    "1234.50": lambda pence: f"{pence / 100:.2f}",
    "£1,234.50": lambda pence: f"£{pence / 100:,.2f}",
    " 1,234.50 ": lambda pence: f" {pence / 100:,.2f} ",
    "GBP 1234.50": lambda pence: f"GBP {pence / 100:.2f}",
}
DAYS = {
    "2026-04-02": lambda day: f"{day:%Y-%m-%d}",
    "02/04/2026": lambda day: f"{day:%d/%m/%Y}",
    "2.4.26": lambda day: f"{day.day}.{day.month}.{day:%y}",
    "02-Apr-26": lambda day: f"{day:%d-%b-%y}",
    "2 April 2026": lambda day: f"{day.day} {day:%B %Y}",
    "2026-04-02T00:00:00Z": lambda day: f"{day:%Y-%m-%dT00:00:00Z}",
    "02/04/2026 13:30": lambda day: f"{day:%d/%m/%Y 13:30}",
}


def delimited(rows, *, encoding, delimiter, end, quoting, is_marked_twice, is_packed):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    content = (DOUBLE_MARK * is_marked_twice + text.getvalue()).encode(encoding)
    return gzip.compress(content, mtime=0) if is_packed else content


def xlsx(rows):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return content.getvalue()


def xls(rows):
    content, book = io.BytesIO(), xlwt.Workbook()
    sheet = book.add_sheet("Sheet 1")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.save(content)
    return content.getvalue()


def ods(rows):
    table = "".join(ods_row(*map(ods_cell, row)) for row in rows)
    return zipped(open_document(f'<table:table table:name="One">{table}</table:table>'))


def objects(rows, *, is_wrapped):
    header, *below = rows
    listed = [dict(zip(header, row, strict=True)) for row in below]
    return json.dumps({"meta": {"count": len(listed)}, "rows": listed} if is_wrapped else listed)

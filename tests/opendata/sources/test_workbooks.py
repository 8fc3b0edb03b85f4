import datetime as dt
import gzip
import io
import sys
import zipfile

import pytest
import xlwt

from almoner.opendata.sources import UnreadableFile, open_source, workbook_rows
from almoner.opendata.sources.limits import LARGEST_BLOWN_UP, MIB
from almoner.opendata.sources.workbook_rows import text_of
from almoner.opendata.sources.workbooks import _Told

from .books import compound, excel, ods_cell, ods_row, open_document, raw_excel, zipped
from .reading import cells, detail, read


def written(folder, content, name="spend.xlsx"):
    path = folder / name
    path.write_bytes(content)
    return path


def test_cells_are_text_as_a_person_would_type_them(tmp_path):
    def fill(book):
        sheet = book.add_worksheet("Spend")
        sheet.write_row(0, 0, ["Supplier", 12.0, 1.5, -250, 1e20])
        sheet.write_row(1, 0, [True, False])
        day, moment = (
            book.add_format({"num_format": shape}) for shape in ("dd/mm/yyyy", "dd/mm/yy hh:mm")
        )
        sheet.write_datetime(1, 2, dt.date(2024, 1, 2), day)
        sheet.write_datetime(1, 3, dt.datetime.fromisoformat("2024-01-02T13:30"), moment)
        sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 2, '="x"', None, "x")

    path = excel(tmp_path / "spend.xlsx", fill)

    rows = cells(path)

    assert rows == [
        ["Supplier", "12", "1.5", "-250", "100000000000000000000"],
        ["TRUE", "FALSE", "2024-01-02", "2024-01-02T13:30:00", ""],
        ["#DIV/0!", "", "x", "", ""],
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e300, "1e+300"),
        (0.1, "0.1"),
        (dt.time(13, 30), "13:30:00"),
        (dt.timedelta(hours=42, minutes=5), "42:05:00"),
        (dt.timedelta(hours=-1), "-1:00:00"),
        (3, "3"),
        (dt.datetime.fromisoformat("2024-01-02"), "2024-01-02"),
    ],
)
def test_values_of_every_kind_have_their_text(value, text):
    said = text_of(value)

    assert said == text


def test_rows_and_columns_are_those_of_the_sheet(tmp_path):
    def fill(book):
        sheet = book.add_worksheet("Spend")
        sheet.write(2, 2, "here")
        sheet.write(4, 3, "there")

    path = excel(tmp_path / "spend.xlsx", fill)

    records = read(path)

    assert records == [
        (1, [], ""),
        (2, [], ""),
        (3, ["", "", "here", ""], ""),
        (4, [], ""),
        (5, ["", "", "", "there"], ""),
    ]


def test_a_cell_of_a_sheet_is_found_by_its_name(tmp_path):
    path = excel(tmp_path / "spend.xlsx", lambda book: book.add_worksheet("Spend"))

    with open_source(path) as source:
        place = next(source.sheets).place(5, 2)

    assert place == {"cell": "C5"}


def test_every_worksheet_is_read_hidden_ones_too_and_charts_are_not(tmp_path):
    def fill(book):
        book.add_worksheet("April").write(0, 0, "a")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=April!$A$1"})
        book.add_chartsheet("Chart").set_chart(chart)
        hidden = book.add_worksheet("May")
        hidden.write(0, 0, "b")
        hidden.hide()
        book.add_worksheet("Empty")

    path = excel(tmp_path / "spend.xlsx", fill)

    with open_source(path) as source:
        sheets = [(sheet.name, [r.cells for r in sheet.records]) for sheet in source.sheets]

    assert sheets == [("April", [["a"]]), ("May", [["b"]]), ("Empty", [])]


FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("rows", "settings", "expected"),
    [
        ('<row><c t="inlineStr"><is><t>a</t></is></c><c><v>2</v></c></row>', "", [["a", "2"]]),
        ('<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><v>3</v></c></row>', "", [["", "3"]]),
        ('<row r="1"><c r="A1" s="1"><v>41366</v></c></row>', "", [["2013-04-02"]]),
        (
            '<row r="1"><c r="A1" s="1"><v>41366</v></c></row>',
            'date1904="1"',
            [["2017-04-03"]],
        ),
        (
            f'{FIRST}<row r="1048576"><c r="XFD1048576" s="1"/></row>',
            "",
            [["1"]],
        ),
        (
            '<row r="1"><c r="A1" t="e"><f>A9</f><v>#REF!</v></c><c r="B1"><v>1</v></c></row>',
            "",
            [["#REF!", "1"]],
        ),
    ],
)
def test_workbooks_of_other_programs_are_read(tmp_path, rows, settings, expected):
    path = written(tmp_path, zipped(raw_excel(rows, settings=settings)))

    found = cells(path)

    assert found == expected


def test_what_a_sheet_says_of_its_own_size_is_not_believed(tmp_path):
    parts = raw_excel(
        '<row r="1"><c r="A1"><v>1</v></c></row>', before='<dimension ref="A1:XFD1048576"/>'
    )
    path = written(tmp_path, zipped(parts))

    rows = cells(path)

    assert rows == [["1"]]


@pytest.mark.parametrize(
    "rows",
    [
        f'{FIRST}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        f'{FIRST}<x:row><x:c s="1" r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="9999999999"><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZ1"><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='2'><c r='B99999999999'><v>1</v></c></row>",
    ],
)
def test_a_sheet_that_reaches_too_far_is_refused_with_a_remedy(tmp_path, rows):
    path = written(tmp_path, zipped(raw_excel(rows)))

    with pytest.raises(
        UnreadableFile, match="Sheet “Spend” of spend.xlsx reaches to cell .* Delete"
    ):
        read(path)


def test_cells_without_names_are_counted_too(tmp_path):
    wide = f"<row>{'<c><v>1</v></c>' * 16_000}</row>"
    path = written(tmp_path, zipped(raw_excel(wide + "<row><c><v>1</v></c></row>" * 2_000)))

    with pytest.raises(UnreadableFile, match="reaches to cell WQJ1876"):
        read(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path):
    parts = raw_excel("") | {"xl/media/a.bin": b"\0" * (LARGEST_BLOWN_UP + MIB)}
    path = written(tmp_path, zipped(parts))

    with pytest.raises(UnreadableFile, match="spend.xlsx unpacks to more than .* Save its table"):
        read(path)


def test_an_old_workbook_is_read(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Spend")
    sheet.write(1, 1, "x")
    sheet.write(2, 1, dt.date(2024, 1, 2), xlwt.easyxf(num_format_str="DD/MM/YYYY"))
    book.save(tmp_path / "spend.xls")

    records = read(tmp_path / "spend.xls")

    assert records == [(1, [], ""), (2, ["", "x"], ""), (3, ["", "2024-01-02"], "")]


def test_workbooks_are_known_by_content_whatever_they_are_called(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("Spend").write(0, 0, "old")
    book.save(tmp_path / "spend.xlsx")
    excel(tmp_path / "spend.xls", lambda new: new.add_worksheet("Spend").write(0, 0, "new"))

    details = detail(tmp_path / "spend.xlsx"), detail(tmp_path / "spend.xls")

    assert details == ("Excel workbook of 1997–2003", "Excel workbook")
    assert cells(tmp_path / "spend.xlsx") + cells(tmp_path / "spend.xls") == [["old"], ["new"]]


def test_a_workbook_packed_again_is_read(tmp_path):
    excel(tmp_path / "spend.xlsx", lambda book: book.add_worksheet("Spend").write(0, 0, "x"))
    path = written(tmp_path, gzip.compress((tmp_path / "spend.xlsx").read_bytes()), "spend.xlsx.gz")

    rows = cells(path)

    assert rows == [["x"]]


def test_an_open_document_is_read_with_its_repetitions(tmp_path):
    first = ods_row(
        ods_cell("x", 'table:number-columns-repeated="2"'),
        '<table:table-cell table:number-columns-repeated="1022"/>',
    )
    second = ods_row(
        '<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p>'
        "</table:table-cell>",
        '<table:table-cell office:value-type="date" office:date-value="2024-01-02"/>',
    )
    rest = ods_row(
        '<table:table-cell table:number-columns-repeated="1024"/>',
        attributes='table:number-rows-repeated="1048574"',
    )
    table = f'<table:table table:name="Spend">{first}{second}{rest}</table:table>'
    path = written(tmp_path, zipped(open_document(table)), "spend.ods")

    rows = cells(path)

    assert rows == [["x", "x"], ["12", "2024-01-02"]]
    assert detail(path) == "OpenDocument spreadsheet"


def test_an_open_document_that_repeats_its_cells_too_often_is_refused(tmp_path):
    row = ods_row(
        ods_cell("x", 'table:number-columns-repeated="1024"'),
        attributes='table:number-rows-repeated="1048576"',
    )
    path = written(
        tmp_path, zipped(open_document(f'<table:table table:name="A">{row}</table:table>'))
    )

    with pytest.raises(UnreadableFile, match="A sheet of spend.xlsx reaches to cell AMJ1048576"):
        read(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</table:table>", ""),
        ("<office:document", '<!DOCTYPE x [<!ENTITY a "b">]><office:document'),
    ],
)
def test_an_open_document_that_is_no_xml_is_refused(tmp_path, old, new):
    parts = open_document(f'<table:table table:name="A">{ods_row(ods_cell("x"))}</table:table>')
    content = parts["content.xml"].replace(old, new, 1)
    path = written(tmp_path, zipped(parts | {"content.xml": content}), "spend.ods")

    with pytest.raises(UnreadableFile, match="spend.ods is damaged or cut off"):
        read(path)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/document.xml": "x"}, "is a Word document"),
        ({"ppt/presentation.xml": "x"}, "is a PowerPoint presentation"),
        ({"Index/Document.iwa": "x"}, "is an Apple Numbers or Pages document"),
        (open_document("", kind="text"), "is an OpenDocument file, but no spreadsheet"),
        ({"in/a.csv": "x", "b.csv": "x"}, "is a zip of a.csv, b.csv. Unpack it"),
        (dict.fromkeys("abcde", "x"), "is a zip of a, b, c and 2 more. Unpack it"),
        ({}, "is a zip of nothing"),
        (
            open_document("", manifest="<manifest:encryption-data/>"),
            "is protected by a password",
        ),
    ],
)
def test_a_zip_that_is_no_workbook_says_what_it_is(tmp_path, parts, said):
    path = written(tmp_path, zipped(parts))

    with pytest.raises(UnreadableFile, match=said):
        read(path)


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        ("EncryptedPackage", "is protected by a password"),
        ("WordDocument", "is a Word document"),
        ("PowerPoint Document", "is a PowerPoint presentation"),
        ("Other", "is a file of an old Office program, not a table"),
        ("Workbook", "is damaged, or protected by a password"),
    ],
)
def test_an_old_office_file_that_is_no_workbook_says_what_it_is(tmp_path, stream, said):
    path = written(tmp_path, compound(stream, b""), "spend.xls")

    with pytest.raises(UnreadableFile, match=said):
        read(path)


def test_an_encrypted_zip_wants_its_password_removed(tmp_path):
    content = bytearray(zipped({"a.csv": "x"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path = written(tmp_path, bytes(content))

    with pytest.raises(UnreadableFile, match="is protected by a password"):
        read(path)


@pytest.mark.parametrize("kept", [100, 600, 0.5, 0.9])
def test_a_workbook_cut_off_is_refused(tmp_path, kept):
    excel(tmp_path / "spend.xlsx", lambda book: book.add_worksheet("Spend").write(0, 0, "x"))
    whole = (tmp_path / "spend.xlsx").read_bytes()
    path = written(tmp_path, whole[: kept if kept > 1 else int(len(whole) * kept)])

    with pytest.raises(UnreadableFile, match="spend.xlsx is damaged"):
        read(path)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
    ],
)
def test_a_sheet_that_is_damaged_is_refused(tmp_path, rows):
    path = written(tmp_path, zipped(raw_excel(rows)))

    with pytest.raises(UnreadableFile, match="spend.xlsx is damaged"):
        read(path)


def test_a_part_that_does_not_unpack_is_refused(tmp_path):
    content = zipped({"xl/workbook.xml": "x" * 1000, "xl/a.xml": "y" * 1000})
    with zipfile.ZipFile(written(tmp_path, content)) as package:
        place = package.getinfo("xl/a.xml").header_offset + 30 + len("xl/a.xml")
    path = written(tmp_path, content[:place] + b"\xff\xff" + content[place + 2 :])

    with pytest.raises(UnreadableFile, match="spend.xlsx is damaged"):
        read(path)


def repeated_text(path):
    """A text of 32,000 letters once in the file, and in 400,000 cells."""

    def fill(book):
        sheet = book.add_worksheet()
        for row in range(20_000):
            for column in range(20):
                sheet.write_string(row, column, TEXT)

    return excel(path, fill)


TEXT = "x" * 32_000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
def test_a_text_repeated_until_no_memory_holds_it_is_refused_and_we_live(tmp_path):
    path = repeated_text(tmp_path / "spend.xlsx")

    with pytest.raises(UnreadableFile, match="needs more memory or time than we allow"):
        read(path)


def test_a_row_longer_than_any_is_refused(tmp_path):
    def fill(book):
        sheet = book.add_worksheet()
        for column in range(3_000):
            sheet.write_string(0, column, TEXT)

    with pytest.raises(UnreadableFile, match="needs more memory or time than we allow"):
        read(excel(tmp_path / "spend.xlsx", fill))


def test_a_sheet_may_be_left_for_the_next_before_its_end(tmp_path):
    def fill(book):
        for name in ("April", "May"):
            sheet = book.add_worksheet(name)
            for row in range(2_000):
                sheet.write_row(row, 0, [name, row])

    with open_source(excel(tmp_path / "spend.xlsx", fill)) as source:
        firsts = [next(sheet.records) for sheet in source.sheets]

    assert [record.cells for record in firsts] == [["April", "0"], ["May", "0"]]


@pytest.mark.parametrize("said", [(workbook_rows.DAMAGED,), (workbook_rows.TOO_LONG,), None])
def test_whatever_ends_the_other_process_is_a_refusal(said):
    stream = io.BytesIO()
    if said:
        workbook_rows._say(stream, said)
        stream.seek(0)

    with pytest.raises(UnreadableFile, match="is damaged|needs more memory"):
        _Told(stream, "spend.xlsx").take()


CORNERS = [("A", 1), ("XFD", 1_048_576)]


def refusal(path):
    with pytest.raises(UnreadableFile) as why:
        read(path)
    return str(why.value)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.dat", "xl/worksheets/SHEET1.XML"])
def test_a_sheet_that_reaches_too_far_is_found_under_any_name(tmp_path, part):
    near, far = (f'<row r="{row}"><c r="{cell}{row}"><v>1</v></c></row>' for cell, row in CORNERS)
    parts = raw_excel(near + far)
    parts[part] = parts.pop("xl/worksheets/sheet1.xml")

    said = refusal(written(tmp_path, zipped(parts)))

    assert "reaches to cell XFD1048576, more than we can hold" in said


@pytest.mark.parametrize("other", ["xl/workbook.bin", "XL/Workbook.BIN", "content.xml"])
def test_a_package_that_is_two_workbooks_at_once_is_refused(tmp_path, other):
    said = refusal(written(tmp_path, zipped({**raw_excel(""), other: ""})))

    assert "is damaged or cut off" in said

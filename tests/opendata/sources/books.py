"""Small workbooks, made for the tests as other programs would make them."""

import io
import struct
import zipfile

import xlsxwriter

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    "</styleSheet>"
)


def zipped(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def excel(path, fill, **options):
    """A workbook that XlsxWriter writes; `fill` is given the open workbook."""
    with xlsxwriter.Workbook(path, options) as book:
        fill(book)
    return path


def raw_excel(rows, *, settings="", before="", sheet="Spend"):
    """An Excel workbook of one sheet whose rows are given as XML."""
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr {settings}/><sheets>'
        f'<sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/styles.xml": STYLES,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{before}'
        f"<sheetData>{rows}</sheetData></worksheet>",
    }


def open_document(tables, *, manifest="", kind="spreadsheet"):
    """An OpenDocument spreadsheet whose tables are given as XML."""
    namespaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"<office:document-content {namespaces}>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>",
        "META-INF/manifest.xml": "<manifest:manifest "
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f"{manifest}</manifest:manifest>",
    }


def ods_cell(text, attributes=""):
    return (
        f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def ods_row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


SECTOR = 512
NO_SECTOR, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(name, content, *, smallest=0):
    """A file of the old Office: a table, a directory, and one stream from its third sector on."""
    content = content.ljust(SECTOR, b"\0")
    count = -(-len(content) // SECTOR)
    chain = [TABLE, END, *range(3, 2 + count), END]
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[NO_SECTOR] * (SECTOR // 4 - len(chain)))
    header = struct.pack("<8s16xHHHHH6x", OLE, 62, 3, 0xFFFE, 9, 6) + struct.pack(
        "<IIIIIIIII", 0, 1, 1, 0, smallest, END, 0, END, 0
    )
    listed = struct.pack("<109I", 0, *[NO_SECTOR] * 108)
    directory = entry("Root Entry", 5, END, 0) + entry(name, 2, 2, len(content))
    return header + listed + table + directory.ljust(SECTOR, b"\0") + content


def entry(name, kind, start, size):
    letters = name.encode("utf-16-le").ljust(64, b"\0")
    return letters + struct.pack("<HB49xII4x", 2 * len(name) + 2, kind, start, size)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def records(*kinds_and_contents):
    """Records as they stand in an .xls."""
    return b"".join(
        struct.pack("<HH", kind, len(content)) + content for kind, content in kinds_and_contents
    )


def packed_records(*kinds_and_contents):
    """Records as they stand in an .xlsb."""
    return b"".join(
        packed_number(kind) + packed_number(len(content)) + content
        for kind, content in kinds_and_contents
    )


def packed_number(number):
    return bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])

"""Small files of every kind, and PDFs that carry more than they show."""

from io import BytesIO
from zipfile import ZipFile

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from almoner.cli.demonstration.pages import pdf_of

PDF = pdf_of([["CONTRACT", "The supplier provides a night shelter."], ["Schedule 2: prices"]])
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
TYPES = "[Content_Types].xml"


def packed(**parts):
    """An archive with these parts; `__` in a name stands for a slash."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, said in parts.items():
            archive.writestr(TYPES if name == "types" else name.replace("__", "/"), said)
    return file.getvalue()


DOCX = packed(types="<Types/>", **{"word__document.xml": "<w/>"})
XLSX = packed(types="<Types/>", **{"xl__workbook.xml": "<w/>"})
DOCM = packed(types="<Types/>", **{"word__document.xml": "<w/>", "word__vbaProject.bin": "x"})
XLSM = packed(types='<Types ContentType="macroEnabled"/>', **{"xl__workbook.xml": "<w/>"})
ODT = packed(mimetype="application/vnd.oasis.opendocument.text")
ODS = packed(mimetype="application/vnd.oasis.opendocument.spreadsheet")
ODT_WITH_MACROS = packed(
    mimetype="application/vnd.oasis.opendocument.text", **{"Basic__Standard__x.xml": "Sub x"}
)
ZIP = packed(**{"contract.pdf": PDF})


def written(writer):
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def writer_of(content=PDF):
    return PdfWriter(clone_from=PdfReader(BytesIO(content)))


def laden(secret="Marrowbone"):
    """A PDF that says a secret everywhere but on its pages."""
    writer = writer_of()
    writer.add_metadata({"/Author": secret, "/Title": secret})
    writer.add_attachment(f"{secret}.txt", secret.encode())
    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject(secret),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.add_outline_item(title=secret, page_number=0)
    writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url=f"https://{secret}.test/"))
    writer.root_object[NameObject("/StructTreeRoot")] = DictionaryObject(
        {NameObject("/ActualText"): TextStringObject(secret)}
    )
    page = writer.pages[0]
    page[NameObject("/PieceInfo")] = DictionaryObject(
        {NameObject("/Ours"): TextStringObject(secret)}
    )
    font = page["/Resources"]["/Font"]["/F1"]
    font.get_object()[NameObject("/Metadata")] = TextStringObject(secret)
    return written(writer)


def revised(secret="Marrowbone"):
    """A PDF whose earlier version, still in the file, said a secret."""
    old = pdf_of([[f"The rate is {secret}"]])
    drawn_now = b"BT /F1 11 Tf 72 700 Td (The rate is not said) Tj ET"
    newer = b"5 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n"
    thing = newer % (len(drawn_now), drawn_now)
    table = b"xref\n5 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n"
    before = old.rindex(b"xref\n0")
    end = b"startxref\n%d\n%%%%EOF\n" % (len(old) + len(thing))
    return old + thing + table % (len(old), before) + end


def commented():
    writer = writer_of()
    box = FreeText(text="", rect=(50, 750, 300, 800), background_color="000000")
    writer.add_annotation(1, box)
    return written(writer)


def layered():
    writer = writer_of()
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject()}
    )
    return written(writer)


def locked():
    writer = writer_of()
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def drawn(content):
    """A PDF of one page on which this is drawn, as the format says it."""
    writer = writer_of(pdf_of([[""]]))
    page = writer.pages[0]
    stream = page.get_contents()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream)
    return written(writer)

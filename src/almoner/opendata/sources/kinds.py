"""What a file is, told from its first bytes; and what to say of one that is no table."""

import re

from .records import UnreadableFile

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
GZIP = b"\x1f\x8b"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ASK = "is {what}, not a table. Ask for the spreadsheet it was made from, or for CSV."
UNPACK = "is {what}. Unpack it, and give the files inside."
NO_TABLES = (
    (b"%PDF", "a PDF", ASK),
    (b"\x89PNG\r\n", "a picture (PNG)", ASK),
    (b"\xff\xd8\xff", "a picture (JPEG)", ASK),
    (b"GIF8", "a picture (GIF)", ASK),
    (b"II*\0", "a picture (TIFF)", ASK),
    (b"MM\0*", "a picture (TIFF)", ASK),
    (b"{\\rtf", "a document (RTF)", ASK),
    (b"PAR1", "a Parquet file", "is {what}. Save its table as CSV."),
    (b"SQLite format 3\0", "a SQLite database", "is {what}. Save the table you mean as CSV."),
    (b"\0\1\0\0Standard ", "an Access database", "is {what}. Save the table you mean as CSV."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"BZh", "packed with bzip2", UNPACK),
    (b"\xfd7zXZ\0", "packed with xz", UNPACK),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", UNPACK),
    (b"\x7fELF", "a program", ASK),
    (b"MZ\x90\0", "a program", ASK),
    (
        b"\x09\x04\x06\0",
        "a workbook of a very old Excel",
        "is {what}. Open it, and save it as .xlsx.",
    ),
    (
        b"\x09\x02\x06\0",
        "a workbook of a very old Excel",
        "is {what}. Open it, and save it as .xlsx.",
    ),
)
WEB_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype html|html|head|body|table|meta|script"
    r"|style|div|title)\b",
    re.IGNORECASE | re.DOTALL,
)
MAIL_PAGE = re.compile(r"\s*MIME-Version:", re.IGNORECASE)
XML_WORKBOOK = re.compile(r"schemas-microsoft-com:office:spreadsheet")
XML = re.compile(r"\s*(?:<\?xml\b|<!--|<!DOCTYPE\b|<[\w:]+(?:\s+[\w:.-]+\s*=|[^<>,;\t]*>\s*<))")
JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*(?:[{\["\]]|-?\d+\s*[,\]]|(?:true|false|null)\s*[,\]]))')
JSON_ENDINGS = (".json", ".jsonl", ".ndjson", ".geojson")


def refuse_what_is_no_table(head: bytes, name: str) -> None:
    """Raise UnreadableFile for a kind of file that is known by its first bytes and is no table."""
    for magic, what, sentence in NO_TABLES:
        if head.startswith(magic):
            raise UnreadableFile(f"{name} {sentence.format(what=what)}")


def refuse_markup(text: str, name: str) -> None:
    """Raise UnreadableFile for a web page or other XML, whatever its name says."""
    beginning = text[:4096]
    if WEB_PAGE.match(beginning) or MAIL_PAGE.match(beginning):
        raise UnreadableFile(
            f"{name} is a web page. If it shows the table, open it in a spreadsheet program and "
            "save it as .xlsx or CSV; if it is an error page, fetch the file again."
        )
    if XML.match(beginning):
        if XML_WORKBOOK.search(beginning):
            raise UnreadableFile(
                f"{name} is a workbook in the XML of Excel 2003. Open it, and save it as .xlsx."
            )
        raise UnreadableFile(f"{name} {ASK.format(what='an XML file')}")


def looks_like_json(text: str, name: str) -> bool:
    """Whether a text is to be read as JSON: by how it begins, else by how its name ends."""
    # A list of texts and the cells of a CSV may begin alike: `["a"` decides, `[a]` does not.
    return bool(JSON.match(text)) or name.lower().removesuffix(".gz").endswith(JSON_ENDINGS)

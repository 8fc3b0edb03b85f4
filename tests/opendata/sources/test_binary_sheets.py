import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.sources import UnreadableFile
from almoner.opendata.sources.binary_sheets import look_at_xls, look_at_xlsb
from almoner.opendata.sources.compound import CompoundFile, Damaged
from almoner.opendata.sources.extents import TooFar

from .books import OLE, compound, packed_records, records, zipped
from .reading import read

BEGINNING, SIZE, NUMBER, NUMBERS, FORMULA, ERROR, NAME = 0x809, 0x200, 0x203, 0xBD, 6, 0x205, 0x85


def at(row, column, rest=b"\0" * 10):
    return struct.pack("<HH", row, column) + rest


def test_the_errors_of_an_old_workbook_are_known_by_sheet_and_cell():
    formula = at(2, 3, b"\0\0" + b"\2\0\x07\0\0\0\xff\xff" + b"\0" * 8)
    book = records((BEGINNING, b"\0" * 16))
    name = b"\0\0" + bytes([5, 0]) + b"Spend"
    begins = len(book) + 4 + 4 + len(name)
    book += records((NAME, struct.pack("<I", begins) + name))
    sheet = records(
        (BEGINNING, b"\0" * 16),
        (NUMBER, at(0, 0)),
        (ERROR, at(1, 2, b"\0\0\x17\1")),
        (ERROR, at(1, 3, b"\0\0\1\0")),
        (FORMULA, formula),
    )

    errors = look_at_xls(book + sheet)

    assert errors == {"": {}, "Spend": {(2, 3): "#REF!", (3, 4): "#DIV/0!"}}


def test_the_name_of_a_sheet_may_be_in_any_script():
    name = b"\0\0" + bytes([2, 1]) + "Ŵy".encode("utf-16-le")
    begins = 4 + 4 + len(name)
    book = records((NAME, struct.pack("<I", begins) + name), (BEGINNING, b"\0" * 16))

    errors = look_at_xls(book)

    assert errors == {"Ŵy": {}}


@pytest.mark.parametrize(
    "sheet",
    [
        [(SIZE, struct.pack("<IIHHH", 0, 65536, 0, 65535, 0))],
        [(SIZE, struct.pack("<IIHHH", 0xA8000000, 20, 0, 5, 0))],
        [(SIZE, struct.pack("<HHHHH", 0, 65535, 0, 65535, 0))],
        [(NUMBER, at(0, 0)), (NUMBER, at(65535, 5000))],
        [(NUMBERS, at(0, 0, struct.pack("<H", 20000)))],
    ],
)
def test_an_old_workbook_that_reaches_too_far_is_refused(tmp_path, sheet):
    path = tmp_path / "spend.xls"
    path.write_bytes(compound("Workbook", records((BEGINNING, b"\0" * 16), *sheet)))

    with pytest.raises(UnreadableFile, match="A sheet of spend.xls reaches to cell .* Delete"):
        read(path)


def test_an_old_workbook_with_a_password_wants_it_removed(tmp_path):
    path = tmp_path / "spend.xls"
    path.write_bytes(compound("Workbook", records((BEGINNING, b"\0" * 16), (0x2F, b"\0" * 6))))

    with pytest.raises(UnreadableFile, match="spend.xls is protected by a password"):
        read(path)


def test_the_errors_of_a_binary_sheet_are_known_by_cell():
    sheet = packed_records(
        (148, struct.pack("<IIII", 0, 2, 0, 2)),
        (0, struct.pack("<I", 1)),
        (5, struct.pack("<IId", 0, 0, 1.5)),
        (3, struct.pack("<IIB", 2, 0, 42)),
    )

    errors = look_at_xlsb(sheet)

    assert errors == {(2, 3): "#N/A"}


@pytest.mark.parametrize(
    "sheet",
    [
        [(148, struct.pack("<IIII", 0, 1_048_575, 0, 16_383))],
        [(5, struct.pack("<I", 0)), (0, struct.pack("<I", 10**6)), (5, struct.pack("<I", 10**4))],
    ],
)
def test_a_binary_workbook_that_reaches_too_far_is_refused(tmp_path, sheet):
    path = tmp_path / "spend.xlsb"
    parts = {"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": packed_records(*sheet)}
    path.write_bytes(zipped(parts))

    with pytest.raises(UnreadableFile, match="A sheet of spend.xlsb reaches to cell .* Delete"):
        read(path)


@given(st.binary(max_size=200), st.sampled_from([look_at_xls, look_at_xlsb]))
def test_records_of_any_bytes_are_looked_through_to_their_end(content, look):
    try:
        said = look(content)
    except TooFar as cell:
        said = {str(cell): {}}

    assert isinstance(said, dict)


def test_a_small_stream_is_read_from_the_sectors_of_small_ones():
    book = compound("Workbook", b"x" * 512, smallest=4096)

    content = CompoundFile(book)

    assert content.read(content.streams["Workbook"]) == b""


@pytest.mark.parametrize(
    "content",
    [
        OLE,
        OLE + b"\xff" * 600,
        OLE + b"\0" * 600,
        # The directory is a chain that leads back to itself.
        compound("Workbook", b"")[:516] + b"\1\0\0\0" + compound("Workbook", b"")[520:],
    ],
)
def test_a_compound_file_that_leads_nowhere_is_damaged(tmp_path, content):
    path = tmp_path / "spend.xls"
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match="spend.xls is damaged or cut off"):
        read(path)
    with pytest.raises(Damaged):
        CompoundFile(content)

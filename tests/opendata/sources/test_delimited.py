import csv
import gzip
import io
import os
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almoner.opendata.sources import UnreadableFile, open_source
from almoner.opendata.sources.limits import LONGEST_LINE, LONGEST_QUOTE_LINES, MANY_SLIPS

from .reading import cells, detail, read

REAL_DATA = Path(os.environ.get("ALMONER_REAL_DATA", "../shared/data"))


def written(folder, content, name="spend.csv"):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_records_carry_the_line_on_which_they_begin(tmp_path):
    path = written(tmp_path, 'a,b\n"two\nlines",c\n\nd,e\n')

    records = read(path)

    assert records == [
        (1, ["a", "b"], ""),
        (2, ["two\nlines", "c"], ""),
        (4, [], ""),
        (5, ["d", "e"], ""),
    ]


def test_a_cell_of_text_is_found_by_line_column_and_name(tmp_path):
    path = written(tmp_path, "a,b\n")

    with open_source(path) as source:
        place = next(source.sheets).place(5, 27)

    assert place == {"line": 5, "column": 28, "cell": "AB5"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "CSV, separated by commas"),
        ("a;b\n1,50;2\n", "CSV, separated by semicolons"),
        ("a|b\n1|2\n", "CSV, separated by bars"),
        ("a\tb\n1,2\t3\n", "TSV, separated by tabs"),
        ("£a,b\n", "CSV, UTF-8, separated by commas"),
        ("£a,b\n".encode("cp1252"), "CSV, Windows-1252, separated by commas"),
        ("a,b\n".encode("utf-16"), "CSV, UTF-16, separated by commas"),
        (b"\xa3a,\xc2\xa3b\n", "CSV, UTF-8 with Windows-1252 in places, separated by commas"),
        (b"a,b\n1,\x9c250.00\n", "CSV, DOS code page 850, separated by commas"),
        (b"a,b\rSt John\xd5s,2\r", "CSV, Mac OS Roman, separated by commas"),
        ("sep=~\na~b\n", "CSV, separated by ~"),
    ],
)
def test_the_dress_of_a_text_is_told_in_plain_words(tmp_path, content, said):
    path = written(tmp_path, content)

    words = detail(path)

    assert words == said


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xef\xbb\xbfa,b\n", [["a", "b"]]),
        ("\ufeffï»¿ï»¿a,b\n", [["a", "b"]]),
        ("ï»¿".encode().decode("cp1252") + '"a",b\n', [["a", "b"]]),
        ('"\ufeffa",b\n', [["a", "b"]]),
        ("a,b\n\ufeffc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,£".encode("utf-16-le"), [["a", "£"]]),
        ("ab,£".encode("utf-16-be"), [["ab", "£"]]),
        ("a,£".encode("utf-32"), [["a", "£"]]),
        (b"\xa35,\xe2\x82\xac\n\x93quoted\x94,\x81\n", [["£5", "€"], ["“quoted”", "\x81"]]),
        (b"a,\x9c5\n(\x9c),b\n", [["a", "£5"], ["(£)", "b"]]),
        (b"\x9cuvre,5\n", [["œuvre", "5"]]),
        ("“1”,b\n£,ü".encode() + b"\xa3", [["“1”", "b"], ["£", "ü£"]]),
        (b"Zo\x8e,\xa35\rd,e\r", [["Zoé", "£5"], ["d", "e"]]),
        (b"Zo\xe9,\xa35\rd,e\r", [["Zoé", "£5"], ["d", "e"]]),
    ],
)
def test_each_encoding_is_read_as_it_was_meant(tmp_path, content, expected):
    path = written(tmp_path, content)

    rows = cells(path)

    assert rows == expected


def test_every_kind_of_line_end_ends_a_line(tmp_path):
    path = written(tmp_path, b"a,b\nc,d\r\ne,f\rg,h")

    records = read(path)

    assert [record[:2] for record in records] == [
        (1, ["a", "b"]),
        (2, ["c", "d"]),
        (3, ["e", "f"]),
        (4, ["g", "h"]),
    ]


def test_nuls_are_dropped_and_said_of_their_row_alone(tmp_path):
    path = written(tmp_path, b'a,b\n\0"c\0",d\ne,f\n')

    records = read(path)

    assert records == [
        (1, ["a", "b"], ""),
        (2, ["c", "d"], "control-characters"),
        (3, ["e", "f"], ""),
    ]


def test_the_end_mark_of_dos_is_no_cell(tmp_path):
    path = written(tmp_path, "a,b\n\x1a")

    rows = cells(path)

    assert rows == [["a", "b"], []]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;;"])
def test_a_declared_separator_is_obeyed_and_is_no_row(tmp_path, first):
    path = written(tmp_path, f"{first}\r\na,b;c\r\n")

    records = read(path)

    assert records == [(2, ["a,b", "c"], "")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Names\nOne\nTwo\n", [["Names"], ["One"], ["Two"]]),
        (
            "Spend in May\n\na,b,c\n1,2,3\n",
            [["Spend in May"], [], ["a", "b", "c"], ["1", "2", "3"]],
        ),
        ('"a;b";"c;d"\n"e;f";"g"\n', [["a;b", "c;d"], ["e;f", "g"]]),
        ('"a,b";"c,d"\n"e,f";"g"\n', [["a,b", "c,d"], ["e,f", "g"]]),
        ("a,b,c\n1;2,3,4\n1;2,3,4\n", [["a", "b", "c"], ["1;2", "3", "4"], ["1;2", "3", "4"]]),
    ],
)
def test_what_separates_the_cells_is_what_divides_most_rows_alike(tmp_path, content, expected):
    path = written(tmp_path, content)

    rows = cells(path)

    assert rows == expected


def test_a_quotation_mark_never_closed_costs_its_own_row_alone(tmp_path):
    path = written(tmp_path, 'a,b\n1,"open\n2,y\n3,"z"\n4,w\n')

    records = read(path)

    assert records == [
        (1, ["a", "b"], ""),
        (2, ["1", '"open'], "quote-unclosed"),
        (3, ["2", "y"], ""),
        (4, ["3", "z"], ""),
        (5, ["4", "w"], ""),
    ]


def test_a_quotation_mark_open_at_the_end_costs_its_own_row_alone(tmp_path):
    path = written(tmp_path, 'a,b\n1,"open\n2,\0y')

    records = read(path)

    assert records == [
        (1, ["a", "b"], ""),
        (2, ["1", '"open'], "quote-unclosed"),
        (3, ["2", "y"], "control-characters"),
    ]


def test_a_quotation_mark_open_for_too_many_lines_is_a_slip(tmp_path):
    rows = [f"{number},x" for number in range(LONGEST_QUOTE_LINES + 5)]
    path = written(tmp_path, 'a,"open\n' + "\n".join(rows) + '\nlast,y"\n')

    records = read(path)

    assert records[0] == (1, ["a", '"open'], "quote-unclosed")
    assert [record[1] for record in records[1:]] == [
        *(row.split(",") for row in rows),
        ["last", 'y"'],
    ]


def test_a_cell_may_run_over_many_lines(tmp_path):
    text = "\n".join("x" * 9 for _ in range(LONGEST_QUOTE_LINES - 1))
    path = written(tmp_path, f'a,"{text}"\nb,c\n')

    records = read(path)

    assert records == [(1, ["a", text], ""), (LONGEST_QUOTE_LINES, ["b", "c"], "")]


def test_a_cell_of_too_many_characters_over_several_lines_is_a_slip(tmp_path):
    long = "x" * 600_000
    path = written(tmp_path, f'a,"{long}\n{long}\n{long}"\n')

    rows = cells(path)

    assert rows == [["a", f'"{long}'], [long], [f'{long}"']]


def test_a_file_made_of_slips_is_read_to_its_end(tmp_path):
    count = MANY_SLIPS + 300
    path = written(tmp_path, 'a","b\n' * count)

    records = read(path)

    assert [record[0] for record in records] == list(range(1, count + 1))


def test_a_line_that_no_row_can_be_is_refused_by_its_number(tmp_path):
    path = written(tmp_path, b"a,b\nc,d\n" + b"x" * (LONGEST_LINE + 1))

    with pytest.raises(UnreadableFile, match="Line 3 of spend.csv is longer than 10 MB"):
        read(path)


def test_a_million_blank_lines_are_a_million_blank_records(tmp_path):
    path = written(tmp_path, b"\n" * 1_000_000)

    with open_source(path) as source:
        last = max(record for sheet in source.sheets for record in sheet.records)

    assert last == (1_000_000, [], "")


def test_a_packed_text_is_read_as_if_it_were_not(tmp_path):
    path = written(tmp_path, gzip.compress("a,£\n".encode() * 3), "spend.csv.gz")

    rows = cells(path)

    assert rows == [["a", "£"]] * 3


def test_progress_counts_the_bytes_as_they_are_in_the_file(tmp_path):
    path = written(tmp_path, gzip.compress(b"a,b\n" * 200_000))

    with open_source(path) as source:
        for sheet in source.sheets:
            list(sheet.records)
        read_so_far = source.bytes_read()

    assert read_so_far == source.total_bytes == path.stat().st_size


def incompressible():
    return b"".join(f"{hash(str(number)) % 10**9},b\n".encode() for number in range(60_000))


@pytest.mark.parametrize(
    "damage", [lambda whole: whole[:-9], lambda whole: whole[:-8] + b"12345678"]
)
def test_a_damaged_packed_text_is_refused_once_the_damage_is_met(tmp_path, damage):
    path = written(tmp_path, damage(gzip.compress(incompressible())), "spend.csv.gz")

    with pytest.raises(UnreadableFile, match="spend.csv.gz is damaged or cut off"):
        read(path)


def test_a_packed_text_damaged_at_once_is_refused_on_opening(tmp_path):
    path = written(tmp_path, gzip.compress(b"a,b\n")[:12])

    with pytest.raises(UnreadableFile, match="is damaged or cut off"):
        read(path)


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"]
LETTERS = "abcXYZ 0129 £é“”–.'()"
# In Windows-1252 these are also one letter of UTF-8, and nobody can tell which was meant.
DOUBTFUL = re.compile("é[£“”–]{2}")
CELL = st.text(alphabet=LETTERS + '"\n,;|\t', max_size=8).filter(
    lambda cell: not DOUBTFUL.search(cell)
)
# The first column is a plain word, as a heading is: a table of blanks and marks proves nothing.
TABLE = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.tuples(st.text("abc", min_size=1, max_size=3), *[CELL] * (width - 1)),
        min_size=1,
        max_size=6,
    )
)


@given(
    TABLE,
    st.sampled_from(ENCODINGS),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_any_table_in_any_dress_reads_back_cell_for_cell(
    table, encoding, delimiter, end, is_packed
):
    text = io.StringIO(newline="")
    # Said outright, since a handful of random cells is no evidence of what separates them.
    text.write(f"sep={delimiter}{end}")
    # The writer does not quote a line end other than its own.
    quoting = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows(table)
    content = text.getvalue().encode(encoding)

    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), gzip.compress(content) if is_packed else content)
        rows = cells(path)

    assert rows == [list(row) for row in table]


PLAIN = st.text("abcXYZ 019£é.'-", min_size=1, max_size=8).filter(
    lambda cell: not DOUBTFUL.search(cell)
)


@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(st.lists(PLAIN, min_size=width, max_size=width), min_size=2)
    ),
    st.sampled_from(ENCODINGS),
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
)
def test_what_separates_plain_cells_is_found_without_being_said(
    table, encoding, delimiter, quoting
):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(table)

    with tempfile.TemporaryDirectory() as folder:
        rows = cells(written(Path(folder), text.getvalue().encode(encoding)))

    assert rows == table


@given(st.binary(max_size=400))
def test_no_bytes_whatever_give_anything_but_rows_or_a_plain_refusal(content):
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), content)
        try:
            rows = cells(path)
        except UnreadableFile as why:
            rows = [[str(why)]]

    assert all(isinstance(cell, str) for row in rows for cell in row)


@pytest.mark.real_data
@pytest.mark.skipif(not REAL_DATA.exists(), reason="the real data is not here")
def test_published_files_are_read_as_a_bare_csv_reader_reads_them():
    for path in sorted((REAL_DATA / "03-council-spend").rglob("*.csv")):
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252")

        rows = cells(path)

        assert rows == list(csv.reader(io.StringIO(text, newline="")))

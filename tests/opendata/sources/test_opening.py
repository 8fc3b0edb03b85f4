import gzip
import os
import subprocess
import sys

import pytest

from almoner.opendata.sources import UnreadableFile, open_source

from .reading import read


def written(folder, content, name="spend.csv"):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path):
    with pytest.raises(UnreadableFile) as why:
        read(path)
    return str(why.value)


def test_a_folder_is_no_file(tmp_path):
    said = refusal(tmp_path)

    assert said == f"{tmp_path.name} is a folder. Give one of the files inside."


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    said = refusal(tmp_path / "spend.csv")

    assert said == f"There is no file {tmp_path / 'spend.csv'}. Look for a slip in its name."


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    said = refusal(tmp_path / "pipe")

    assert said == "pipe is a device or a pipe. Give a file."


@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be read by root")
def test_a_file_that_may_not_be_read_names_its_owner(tmp_path):
    path = written(tmp_path, "a,b\n")
    path.chmod(0)

    said = refusal(path)

    assert said == "spend.csv may not be read by you. Ask its owner for permission."


@pytest.mark.parametrize("name", ["a\0b", "x" * 400])
def test_a_name_that_no_file_can_have_is_refused(tmp_path, name):
    said = refusal(tmp_path / name)

    assert said == f"{name} cannot be opened. Check its name and its disk."


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\xff\xfe", gzip.compress(b"", mtime=0), b"\0\0\0"]
)
def test_an_empty_file_is_said_to_be_empty(tmp_path, content):
    path = written(tmp_path, content)

    said = refusal(path)

    assert said == "spend.csv is empty. Fetch it again, or ask for it again."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n", "is a PDF, not a table"),
        (b"\x89PNG\r\n\x1a\n", "is a picture (PNG), not a table"),
        (b"\xff\xd8\xff\xe0", "is a picture (JPEG), not a table"),
        (b"{\\rtf1\\ansi", "is a document (RTF), not a table"),
        (b"PAR1\x15\x04", "is a Parquet file. Save its table as CSV."),
        (b"SQLite format 3\0", "is a SQLite database. Save the table you mean as CSV."),
        (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive. Unpack it, and give the files inside."),
        (b"BZh91AY&SY", "is packed with bzip2. Unpack it, and give the files inside."),
        (b"\x09\x04\x06\0", "is a workbook of a very old Excel. Open it, and save it as .xlsx."),
        (gzip.compress(gzip.compress(b"a,b\n", mtime=0), mtime=0), "is packed twice"),
        (bytes(range(1, 32)) * 9, "is neither text nor a workbook that we know"),
        ("<!DOCTYPE html><html>", "is a web page"),
        ('\ufeff<?xml version="1.0"?>\n<html xmlns="x">', "is a web page"),
        ("<table><tr><td>1</td></tr></table>", "is a web page"),
        ("<!-- x -->\n<html>", "is a web page"),
        ("MIME-Version: 1.0\n", "is a web page"),
        (
            '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "is a workbook in the XML of Excel 2003",
        ),
        ('<?xml version="1.0"?><spend>', "is an XML file, not a table"),
        ("<spend><row>", "is an XML file, not a table"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(tmp_path, content, said):
    path = written(tmp_path, content)

    words = refusal(path)

    assert words[: len(f"spend.csv {said}")] == f"spend.csv {said}"


@pytest.mark.parametrize("content", ["<5,a\n", "{a},b\n", "[Date],[Amount]\n", "[REDACTED],5\n"])
def test_text_that_merely_begins_like_something_else_is_a_table(tmp_path, content):
    path = written(tmp_path, content)

    records = read(path)

    assert records == [(1, content.strip().split(","), "")]


def test_a_packed_workbook_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("almoner.opendata.sources.opening.LARGEST_INNER_WORKBOOK", 2**20)
    path = written(tmp_path, gzip.compress(b"PK\x03\x04" + b"\0" * 2**20))

    said = refusal(path)

    assert said == "spend.csv holds more than 1 MB. Save its table as CSV."


def test_a_packed_workbook_that_is_cut_off_is_refused(tmp_path):
    packed = gzip.compress(b"PK\x03\x04" + os.urandom(400_000))
    path = written(tmp_path, packed[:-9])

    said = refusal(path)

    assert said == (
        "spend.csv is damaged or cut off: its contents cannot be read to the end. Fetch it again."
    )


def test_everything_is_closed_whatever_happens(tmp_path):
    path = written(tmp_path, gzip.compress(b"a,b\n"))

    with pytest.raises(KeyError), open_source(path) as source:
        raise KeyError

    with pytest.raises(ValueError, match="closed file"):
        source.bytes_read()


def test_reading_csv_loads_nothing_that_only_workbooks_need(tmp_path):
    path = written(tmp_path, "a,b\n")
    program = (
        "import sys, pathlib; from almoner.opendata.sources import open_source\n"
        "with open_source(pathlib.Path(sys.argv[1])) as source:\n"
        "    rows = [list(sheet.records) for sheet in source.sheets]\n"
        "print(sorted({'python_calamine', 'orjson', 'zipfile'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"

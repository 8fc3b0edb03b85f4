import json
from hashlib import sha256

import pytest

from almoner.publication.packages import write_package
from tests.publication.test_writers import Loans

CHECKPOINT = f"7:{'a' * 64}"


def write(folder):
    folder.mkdir()
    return write_package(Loans(), folder, period="2026-03", number=2, checkpoint=CHECKPOINT)


def test_a_package_sums_every_file_and_counts_its_rows(tmp_path):
    package = write(tmp_path / "a")

    sums = (tmp_path / "a" / "SHA256SUMS").read_text().splitlines()
    names = [line.split("  ")[1] for line in sums]
    assert names == [
        "checkpoint.txt",
        "datapackage.json",
        "loans-2026-03.csv",
        "loans-2026-03.json",
    ]
    for line in sums:
        digest, name = line.split("  ")
        assert sha256((tmp_path / "a" / name).read_bytes()).hexdigest() == digest
    assert package.row_count == 2
    assert package.digest == sha256((tmp_path / "a" / "SHA256SUMS").read_bytes()).hexdigest()
    assert (tmp_path / "a" / "checkpoint.txt").read_text() == f"{CHECKPOINT}\n"


def test_a_package_says_what_each_public_column_means(tmp_path):
    write(tmp_path / "a")

    said = json.loads((tmp_path / "a" / "datapackage.json").read_text())

    table, twin = said["resources"]
    assert (said["name"], said["version"]) == ("loans-2026-03", "2")
    assert table["schema"]["primaryKey"] == ["title"]
    assert table["schema"]["fields"][1] == {
        "name": "fine",
        "type": "number",
        "description": "What is owed",
        "unit": "GBP",
    }
    assert (table["path"], twin["path"]) == ("loans-2026-03.csv", "loans-2026-03.json")
    assert "schema" not in twin


def test_the_same_rows_give_the_same_bytes(tmp_path):
    write(tmp_path / "a")
    write(tmp_path / "b")

    first, second = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in "ab")
    assert first == second


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    write(tmp_path / "a")

    with pytest.raises(FileExistsError):
        write_package(Loans(), tmp_path / "a", period="2026-03", number=2, checkpoint=CHECKPOINT)

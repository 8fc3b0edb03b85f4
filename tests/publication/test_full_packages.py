import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from almoner.publication.full_packages import write_full_package
from tests.publication.registers import ADVICE, ISSUED, REFUGE, Grants, changed
from tests.publication.test_writers import Loans


def write(folder, *rows, earlier=None):
    folder.mkdir()
    return write_full_package(Grants(*rows), folder, issued=ISSUED, earlier=earlier)


def test_an_edition_is_written_in_every_format(tmp_path):
    package = write(tmp_path / "a", REFUGE, ADVICE, earlier=Grants(REFUGE))

    assert package.row_count == 2
    assert [file.name for file in package.files] == [
        "checkpoint.txt",
        "datapackage.json",
        "grants-2026-03-360giving.json",
        "grants-2026-03-changes.csv",
        "grants-2026-03-quality.json",
        "grants-2026-03-quality.txt",
        "grants-2026-03.csv",
        "grants-2026-03.json",
        "grants-2026-03.xlsx",
        "SHA256SUMS",
    ]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == sorted(
        file.name for file in package.files
    )


def test_every_file_is_summed_and_described(tmp_path):
    package = write(tmp_path / "a", REFUGE)

    real = {
        path.name: (path.stat().st_size, sha256(path.read_bytes()).hexdigest())
        for path in (tmp_path / "a").iterdir()
    }
    said = json.loads((tmp_path / "a/datapackage.json").read_text())
    summed = (tmp_path / "a/SHA256SUMS").read_text().splitlines()
    assert {file.name: (file.size, file.digest) for file in package.files} == real
    assert {one["path"]: (one["bytes"], one["hash"][7:]) for one in said["resources"]} == {
        name: facts
        for name, facts in real.items()
        if name not in {"datapackage.json", "SHA256SUMS"}
    }
    assert summed == [f"{real[name][1]}  {name}" for name in sorted(real) if name != "SHA256SUMS"]


def test_the_description_names_each_file_and_the_columns_of_the_rows(tmp_path):
    write(tmp_path / "a", REFUGE, earlier=Grants())

    said = json.loads((tmp_path / "a/datapackage.json").read_text())

    resources = {one["name"]: one for one in said.pop("resources")}
    assert said == {
        "profile": "data-package",
        "name": "grants-2026-03",
        "title": "Grants, 2026-03",
        "version": "2",
        "created": "2026-04-30T09:00:00+00:00",
        "homepage": "https://wexmoor.example/editions/grants/2026-03/2/",
        "licenses": [{"path": ISSUED.publisher.licence}],
        "contributors": [{"title": "Wexmoor Office for Policing and Crime", "role": "publisher"}],
    }
    assert {name: one["title"] for name, one in resources.items()} == {
        "360giving-json": "360Giving Data Standard 1.4",
        "changes-csv": "What changed since the last edition",
        "checkpoint-txt": "The line of the ledger at which the rows were frozen",
        "csv": "The rows",
        "json": "The rows, exactly as they are on record",
        "quality-json": "What the rows do not say, and what somebody should look at",
        "quality-txt": "What the rows do not say, for people",
        "xlsx": "The rows as a workbook, with a sheet that explains them",
    }
    assert resources["csv"]["schema"]["primaryKey"] == ["reference"]
    assert [name for name, one in resources.items() if "schema" in one] == ["csv"]


def test_the_note_tells_what_became_of_the_rows(tmp_path):
    write(tmp_path / "a", REFUGE, changed(ADVICE, award_date=None), earlier=Grants(ADVICE))

    note = json.loads((tmp_path / "a/grants-2026-03-quality.json").read_text())

    assert note["in_standard"] == {
        "standard": "360Giving Data Standard 1.4",
        "written": 1,
        "left_out": 1,
        "lacking": {"award_date": 1, "title": 2},
    }
    assert note["changes"] == {"added": 1, "changed": 1, "gone": 0}


def test_an_empty_period_has_headings_and_says_that_there_is_nothing_to_report(tmp_path):
    package = write(tmp_path / "a")

    folder = tmp_path / "a"
    assert package.row_count == 0
    assert sorted(path.name for path in folder.glob("grants*")) == [
        "grants-2026-03-quality.json",
        "grants-2026-03-quality.txt",
        "grants-2026-03.csv",
        "grants-2026-03.json",
        "grants-2026-03.xlsx",
    ]
    assert len((folder / "grants-2026-03.csv").read_text().splitlines()) == 1
    assert json.loads((folder / "grants-2026-03.json").read_text())["rows"] == []
    assert (
        json.loads((folder / "datapackage.json").read_text())["description"]
        == "Nothing to report: no row falls in this period."
    )


def test_a_dataset_without_a_standard_is_written_without_one(tmp_path):
    (tmp_path / "a").mkdir()

    package = write_full_package(Loans(), tmp_path / "a", issued=replace(ISSUED, series="loans"))

    assert [file.name for file in package.files if "loans" in file.name] == [
        "loans-2026-03-quality.json",
        "loans-2026-03-quality.txt",
        "loans-2026-03.csv",
        "loans-2026-03.json",
        "loans-2026-03.xlsx",
    ]


def test_the_same_rows_give_the_same_bytes_at_any_time(tmp_path):
    with time_machine.travel("2026-05-01"):
        first = write(tmp_path / "a", REFUGE, ADVICE, earlier=Grants(ADVICE))
    with time_machine.travel("2031-11-05"):
        second = write(tmp_path / "b", REFUGE, ADVICE, earlier=Grants(ADVICE))

    assert first == second


def test_an_edition_is_issued_on_a_london_day(tmp_path):
    late = replace(ISSUED, at=datetime(2026, 4, 30, 23, 30, tzinfo=UTC))
    (tmp_path / "a").mkdir()

    write_full_package(Grants(REFUGE), tmp_path / "a", issued=late)

    package = json.loads((tmp_path / "a/grants-2026-03-360giving.json").read_text())
    about = CalamineWorkbook.from_path(tmp_path / "a/grants-2026-03.xlsx").get_sheet_by_name(
        "About"
    )
    assert (package["issued"], package["modified"]) == ("2026-05-01", "2026-05-01T00:30:00+01:00")
    assert about.to_python()[5] == ["Issued on", "01/05/2026"]


def test_the_rows_are_asked_for_once(tmp_path):
    asked = []

    class Watched(Grants):
        def rows(self):
            asked.append(1)
            yield from super().rows()

    (tmp_path / "a").mkdir()
    write_full_package(Watched(REFUGE), tmp_path / "a", issued=ISSUED)

    assert len(asked) == 1


def test_nothing_personal_reaches_any_file_of_text(tmp_path):
    write(tmp_path / "a", REFUGE, ADVICE, earlier=Grants(ADVICE))

    said = b"".join(
        path.read_bytes() for path in (tmp_path / "a").iterdir() if path.suffix != ".xlsx"
    )
    assert [word for word in (b"Ada", b"Ben", b"contact", b"Whom") if word in said] == []


def test_rows_that_fail_leave_nothing_open_and_nothing_on_the_way(tmp_path):
    odd = changed(REFUGE, purpose={1})

    with pytest.raises(TypeError):
        write(tmp_path / "a", REFUGE, odd)

    assert [path.name for path in (tmp_path / "a").glob("tmp*")] == []


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    write(tmp_path / "a", REFUGE)

    with pytest.raises(FileExistsError):
        write_full_package(Grants(REFUGE), tmp_path / "a", issued=ISSUED)

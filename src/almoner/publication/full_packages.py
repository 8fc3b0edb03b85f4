"""The second form of package: an edition in every format, written in one pass over its rows."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from almoner.core.moments import LONDON, day_of
from almoner.opendata.standards import Issue, PackageFile, Publisher

from .changes import ChangesWriter
from .datasets import Dataset
from .packages import (
    SUMS,
    FileOnItsWay,
    Package,
    WrittenFile,
    sealed_file,
    sums_of,
    table_schema,
    write_file,
)
from .quality import InStandard, Note, Quality, note_json, note_text, nothing_published
from .spreadsheets import Spreadsheet
from .writers import CsvWriter, JsonWriter, StandardWriter, Writer

RECORD = "datapackage.json"
CHECKPOINT = "checkpoint.txt"
ROWS = ".csv"
TITLES = {
    ROWS: "The rows",
    ".xlsx": "The rows as a workbook, with a sheet that explains them",
    ".json": "The rows, exactly as they are on record",
    "-changes.csv": "What changed since the last edition",
    "-quality.json": "What the rows do not say, and what somebody should look at",
    "-quality.txt": "What the rows do not say, for people",
    CHECKPOINT: "The line of the ledger at which the rows were frozen",
}
CHECK = (
    f"The file {SUMS} beside this one holds the sum of every file: run “sha256sum --check {SUMS}”."
    " The line of the ledger at which the rows were frozen is {checkpoint}."
)


@dataclass(frozen=True, slots=True)
class Issued:
    """An edition as it is issued: which, at which line of the ledger, when, by whom, and where.

    `series` begins the names of its files. `law` is why it is published, and `correction`, if it
    has one, what it puts right.
    """

    series: str
    title: str
    period: str
    number: int
    checkpoint: str
    at: datetime
    publisher: Publisher
    address: str
    law: str = ""
    correction: str = ""


def write_full_package(
    dataset: Dataset, folder: Path, *, issued: Issued, earlier: Dataset | None = None
) -> Package:
    """Write an edition in every format into an empty folder.

    `earlier` are the rows of the last edition, to compare with. The same rows of both give the
    same bytes. A standard's file is written only if it holds something: empty, it would be invalid.
    """
    name = f"{issued.series}-{issued.period}"
    files, note = _write_rows(dataset, folder, name, issued, earlier)
    files |= {
        "-quality.json": write_file(folder / f"{name}-quality.json", [note_json(note)]),
        "-quality.txt": write_file(
            folder / f"{name}-quality.txt", [note_text(note, title=issued.title)]
        ),
        CHECKPOINT: write_file(folder / CHECKPOINT, [f"{issued.checkpoint}\n".encode()]),
    }
    record = write_file(folder / RECORD, [_record(dataset, files, issued=issued, note=note)])
    everything = sorted([*files.values(), record], key=lambda file: file.name)
    sums = write_file(folder / SUMS, [sums_of(everything)])
    return Package(note.rows, [*everything, sums])


def _write_rows(
    dataset: Dataset, folder: Path, name: str, issued: Issued, earlier: Dataset | None
) -> tuple[dict[str, WrittenFile], Note]:
    """Write every file that holds rows, each row into all of them before the next is asked for."""
    with ExitStack() as ended:
        quality = ended.enter_context(Quality.of(dataset))
        changes = ended.enter_context(_changes_since(earlier))
        standard = _standard(dataset, name, issued)
        writers = _writers(dataset, issued, changes, standard)
        files = {end: ended.enter_context(FileOnItsWay(folder / f"{name}{end}")) for end in writers}
        outputs = [(files[end].write, writer) for end, writer in writers.items()]
        with Spreadsheet.at(folder / f"{name}.xlsx", dataset) as sheet:
            for write, writer in outputs:
                write(writer.begin())
            for row in dataset.public_rows():
                for write, writer in outputs:
                    write(writer.row(row))
                sheet.add(row)
                quality.add(row)
            sheet.explain(_about(issued, quality))
        for write, writer in outputs:
            for piece in writer.end():
                write(piece)
        note = quality.note(
            dataset=dataset.slug,
            period=issued.period,
            edition=issued.number,
            in_standard=_in_standard(standard),
            changes=None if changes is None else changes.counts,
        )
        done = {end: file.finish() for end, file in files.items()}
    done[".xlsx"] = sealed_file(folder / f"{name}.xlsx")
    if standard and not standard.package.written:
        (folder / done.pop(_end_of(standard)).name).unlink()
    return done, note


@contextmanager
def _changes_since(earlier: Dataset | None) -> Iterator[ChangesWriter | None]:
    if earlier is None:
        yield None
    else:
        with ChangesWriter.since(earlier) as changes:
            yield changes


def _standard(dataset: Dataset, name: str, issued: Issued) -> StandardWriter | None:
    if dataset.standard is None:
        return None
    at = issued.at.astimezone(LONDON)
    issue = Issue(name, f"{issued.title}, {issued.period}", at, issued.address)
    return StandardWriter(dataset, PackageFile(dataset.standard, issued.publisher, issue))


def _end_of(standard: StandardWriter) -> str:
    return f"-{standard.package.standard.code}.json"


def _writers(
    dataset: Dataset,
    issued: Issued,
    changes: ChangesWriter | None,
    standard: StandardWriter | None,
) -> dict[str, Writer]:
    """The files of text that hold rows, by the end of their names."""
    writers: dict[str, Writer] = {
        ROWS: CsvWriter(column.name for column in dataset.public_columns()),
        ".json": JsonWriter(dataset, period=issued.period, edition=issued.number),
    }
    if changes:
        writers["-changes.csv"] = changes
    if standard:
        writers[_end_of(standard)] = standard
    return writers


def _in_standard(standard: StandardWriter | None) -> InStandard | None:
    if standard is None:
        return None
    package = standard.package
    return InStandard(
        package.standard.title,
        package.written,
        package.left_out,
        dict(sorted(package.lacking.items())),
    )


def _about(issued: Issued, quality: Quality) -> list[tuple[str, str]]:
    rows, held = quality.rows, quality.held_rows
    return [
        ("Title", issued.title),
        *((("Why", issued.law),) if issued.law else ()),
        ("Period", issued.period),
        ("Edition", str(issued.number)),
        *((("What it corrects", issued.correction),) if issued.correction else ()),
        ("Rows", f"{rows:,}" if rows else nothing_published(held)),
        ("Published by", issued.publisher.name),
        ("Issued on", f"{day_of(issued.at):%d/%m/%Y}"),
        ("Licence", issued.publisher.licence),
        ("Where it stands", issued.address),
        ("How to check it", CHECK.format(checkpoint=issued.checkpoint)),
        ("An empty cell", "Not recorded"),
    ]


def _record(
    dataset: Dataset, files: dict[str, WrittenFile], *, issued: Issued, note: Note
) -> bytes:
    """The description of the files, as a Frictionless Data Package."""
    said = " ".join(
        filter(None, [issued.correction, "" if note.rows else nothing_published(note.held_rows)])
    )
    package = {
        "profile": "data-package",
        "name": f"{issued.series}-{issued.period}".lower(),
        "title": f"{issued.title}, {issued.period}",
        **({"description": said} if said else {}),
        "version": str(issued.number),
        "created": issued.at.isoformat(),
        "homepage": issued.address,
        "licenses": [{"path": issued.publisher.licence}],
        "contributors": [{"title": issued.publisher.name, "role": "publisher"}],
        "resources": [_resource(dataset, end, files[end]) for end in sorted(files)],
    }
    return orjson.dumps(package, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _resource(dataset: Dataset, end: str, file: WrittenFile) -> dict[str, Any]:
    standard = dataset.standard.title if dataset.standard else ""
    is_rows = end == ROWS
    return {
        "name": end.lstrip(".-").replace(".", "-"),
        "title": TITLES.get(end, standard),
        "path": file.name,
        "format": file.name.rpartition(".")[2],
        **({} if end == ".xlsx" else {"encoding": "utf-8"}),
        "bytes": file.size,
        "hash": f"sha256:{file.digest}",
        **(
            {"profile": "tabular-data-resource", "schema": table_schema(dataset)} if is_rows else {}
        ),
    }

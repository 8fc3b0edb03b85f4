"""`almoner check`: look over a file before it is published, and say what should not go out."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from almoner.opendata.dictionaries import shipped
from almoner.opendata.mappings import Mapping, UnreadableMapping, read_mapping
from almoner.opendata.reading import read
from almoner.opendata.safety import CHECKS, FileChecks, Finding, Severity
from almoner.opendata.sources import UnreadableFile, column_letters
from almoner.opendata.tables import Row, Table

from .checking_sample import say_sample
from .reading_progress import Progress
from .reading_words import (
    add_reading_arguments,
    print_json,
    say_not_readable,
    speak_through_any_pipe,
)
from .refusals import Misuse
from .screen import as_text, on_screen

NONE_BLOCKING, SOME_BLOCKING = 0, 1
# Of one code: more are counted, and neither kept nor shown.
MOST = 10_000
SHOWN = 20
TITLES = {
    Severity.BLOCKS: "Not to be published until somebody has judged it",
    Severity.LOOK: "To look at",
}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="whatever `almoner read` reads"
    )
    add_reading_arguments(parser)
    parser.add_argument(
        "--sample",
        action="store_true",
        help="say how the checks do on the labelled sample that comes with them",
    )


def run(given: Namespace) -> int:
    if bool(given.files) == given.sample:
        raise Misuse("Give files to look over, or --sample alone.")
    if given.sample:
        say_sample(as_json=given.json)
        return NONE_BLOCKING
    try:
        mapping = read_mapping(given.mapping, shipped()) if given.mapping else None
    except UnreadableMapping as error:
        raise Misuse(str(error)) from error
    speak_through_any_pipe()
    return max(_file(path, given, mapping) for path in given.files)


@dataclass(slots=True)
class Looked:
    """What was found in a file so far: each finding with its place, up to so many of a code."""

    rows: int = 0
    blocked: int = 0
    rejected: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    found: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: Table, number: int, finding: Finding) -> None:
        self.counts[finding.code] += 1
        of_code = self.found.setdefault(finding.code, [])
        if len(of_code) < MOST:
            column = table.layout.by_field.get(finding.field, 0)
            place = {"sheet": table.name, **table.sheet.place(number, column)}
            of_code.append({**place, "field": finding.field, "words": finding.words})

    def watch(self, table: Table, rows: Iterator[Row]) -> None:
        checks = FileChecks(table.layout.dictionary)
        for row in rows:
            if not row.is_kept:
                self.rejected += 1
                continue
            self.rows += 1
            if findings := checks.look_over(row):
                self.blocked += any(finding.blocks for finding in findings)
                for finding in findings:
                    self.add(table, row.number, finding)
        for number, finding in checks.at_end():
            self.add(table, number, finding)


def _file(path: Path, given: Namespace, mapping: Mapping | None) -> int:
    """Look over one file and print what was found. The exit code is its own."""
    looked = Looked()
    dictionaries = [d for d in shipped() if given.kind in {None, d.kind}]
    try:
        with (
            read(path, dictionaries=dictionaries, mapping=mapping) as reading,
            Progress(path.name, reading.source) as progress,
        ):
            for table in reading.tables():
                looked.watch(table, progress.watch(table.rows()))
    except UnreadableFile as error:
        return say_not_readable(path, str(error), as_json=given.json)
    if given.json:
        print_json(_as_data(path, looked))
    else:
        _say(path, looked)
    return SOME_BLOCKING if looked.blocked else NONE_BLOCKING


def _in_order(looked: Looked) -> list[str]:
    """The codes that were found, as the reference lists them: those that block first."""
    order = list(CHECKS)
    blocks = Severity.BLOCKS
    return sorted(
        looked.found, key=lambda code: (CHECKS[code].severity != blocks, order.index(code))
    )


def _as_data(path: Path, looked: Looked) -> dict[str, Any]:
    return {
        "file": as_text(path),
        "rows": looked.rows,
        "rows_that_wait": looked.blocked,
        "rows_rejected": looked.rejected,
        "findings": [
            {
                "code": code,
                "severity": CHECKS[code].severity,
                "about": CHECKS[code].about,
                "why": CHECKS[code].why,
                "remedy": CHECKS[code].remedy,
                "count": looked.counts[code],
                "cells": looked.found[code],
            }
            for code in _in_order(looked)
        ],
    }


def _say(path: Path, looked: Looked) -> None:
    waits = f"{looked.blocked:,} of {looked.rows:,} rows must not be published yet."
    print(f"{on_screen(path.name)}: {waits if looked.blocked else f'{looked.rows:,} rows.'}")
    if looked.rejected:
        print(f"  {looked.rejected:,} more were rejected and not looked at: see `almoner read`.")
    severity = None
    for code in _in_order(looked):
        check = CHECKS[code]
        if check.severity != severity:
            severity = check.severity
            print(f"\n  {TITLES[severity]}")
        print(f"    {check.why} ({code}, {looked.counts[code]:,})")
        print(f"      What to do: {check.remedy}")
        for cell in looked.found[code][:SHOWN]:
            print(f"        {_place(cell)}: {on_screen(cell['words'])}")
        if (more := looked.counts[code] - SHOWN) > 0:
            print(f"        and {more:,} more: --json lists them")
    print()


def _place(cell: dict[str, Any]) -> str:
    place = cell["cell"]
    if "line" in cell:
        place = f"line {cell['line']}, column {column_letters(cell['column'] - 1)}"
    sheet = f"{cell['sheet']} " if cell["sheet"] else ""
    return on_screen(f"{sheet}{place}")

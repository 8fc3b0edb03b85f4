"""`almoner read`: read anybody's file of contracts, grants or spend, and say what became of it."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from almoner.opendata.dictionaries import (
    Dictionary,
    UnreadableDictionary,
    read_dictionary,
    shipped,
)
from almoner.opendata.headings import Layout
from almoner.opendata.mappings import Mapping, UnreadableMapping, mapping_text, read_mapping
from almoner.opendata.reading import read
from almoner.opendata.reports import report
from almoner.opendata.sources import UnreadableFile
from almoner.opendata.tables import Table

from .reading_progress import Progress
from .reading_rows import Keeper, keeping
from .refusals import Misuse

READ, SOME_REJECTED, NOT_READABLE = 0, 1, 2
KINDS = ["contracts", "grants", "spend"]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="CSV or TSV in any encoding, XLSX, XLS, ODS or JSON, also compressed with gzip",
    )
    parser.add_argument("--kind", choices=KINDS, help="what the tables are (default: guessed)")
    parser.add_argument(
        "--mapping", type=Path, metavar="M.toml", help="how the columns are read, as saved before"
    )
    parser.add_argument(
        "--save-mapping",
        type=Path,
        metavar="M.toml",
        help="keep how the columns were read, to change it or for the publisher's next file",
    )
    parser.add_argument(
        "--fields",
        type=Path,
        action="append",
        metavar="DICT.toml",
        help="read another kind of table, by a dictionary of its fields; may be given again",
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON for each file")
    parser.add_argument(
        "--out", type=Path, metavar="ROWS.csv", help="write the rows that were kept, in our fields"
    )
    parser.add_argument(
        "--rejected",
        type=Path,
        metavar="REJECTED.csv",
        help="write the rows that were rejected, as they stand, each with the reason",
    )


def run(given: Namespace) -> int:
    try:
        dictionaries = _dictionaries(given)
        mapping = read_mapping(given.mapping, dictionaries) if given.mapping else None
    except (UnreadableDictionary, UnreadableMapping) as error:
        raise Misuse(str(error)) from error
    _refuse_to_overwrite(given)
    layouts: list[Layout] = []
    with keeping(given.out, given.rejected) as keeper:
        codes = [
            _file(path, given, keeper, layouts, dictionaries=dictionaries, mapping=mapping)
            for path in given.files
        ]
    if given.save_mapping and layouts:
        _save(given.save_mapping, mapping_text(layouts))
    return max(codes)


def _dictionaries(given: Namespace) -> Sequence[Dictionary]:
    if given.fields and given.kind:
        raise Misuse("Give --kind or --fields: a dictionary of fields says itself what it reads.")
    if given.fields:
        return [read_dictionary(path) for path in given.fields]
    return [d for d in shipped() if given.kind in {None, d.kind}]


def _refuse_to_overwrite(given: Namespace) -> None:
    for path in (given.out, given.rejected, given.save_mapping):
        if path and any(
            path.exists() and file.exists() and path.samefile(file) for file in given.files
        ):
            raise Misuse(f"{path} is one of the files to read. Write to another.")


def _file(
    path: Path,
    given: Namespace,
    keeper: Keeper,
    layouts: list[Layout],
    *,
    dictionaries: Sequence[Dictionary],
    mapping: Mapping | None,
) -> int:
    """Read one file and print what became of it. The exit code is its own."""
    tables: list[Table] = []
    try:
        with read(path, dictionaries=dictionaries, mapping=mapping) as reading:
            with Progress(path.name, reading.source) as progress:
                for table in reading.tables():
                    tables.append(table)
                    layouts.append(table.layout)
                    for row in progress.watch(table.rows()):
                        keeper.keep(path.name, table, row)
            detail, passed_over = reading.source.detail, reading.passed_over
    except UnreadableFile as error:
        print(f"almoner: {error}", file=sys.stderr)
        if given.json:
            print(json.dumps({"file": str(path), "error": str(error)}, ensure_ascii=False))
        return NOT_READABLE
    if given.json:
        print(json.dumps(report(str(path), tables, passed_over), ensure_ascii=False))
    else:
        from .reading_report import say  # noqa: PLC0415 - rich is slow to wake, and JSON needs none

        say(path, detail, tables, passed_over)
    return SOME_REJECTED if any(table.tally.rejected for table in tables) else READ


def _save(path: Path, text: str) -> None:
    """Write a mapping. One that was there is kept beside it: somebody may have changed it."""
    if path.exists() and path.read_text(encoding="utf-8", errors="replace") != text:
        before = path.with_name(f"{path.name}.before")
        path.replace(before)
        print(f"almoner: the mapping that was there is kept as {before}.", file=sys.stderr)
    path.write_text(text, encoding="utf-8")

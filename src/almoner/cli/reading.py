"""`almoner read`: read anybody's file of contracts, grants or spend, and say what became of it."""

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
from .reading_words import (
    add_reading_arguments,
    print_json,
    say_not_readable,
    speak_through_any_pipe,
)
from .refusals import Misuse
from .screen import as_text
from .whole_files import whole

READ, SOME_REJECTED = 0, 1
TOO_LARGE = "needs more memory than there is. Save its table as CSV, which is read row by row."


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="CSV or TSV in any encoding, XLSX, XLS, ODS or JSON, also compressed with gzip",
    )
    add_reading_arguments(parser)
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
    speak_through_any_pipe()
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
    written = [path.absolute() for path in (given.out, given.rejected, given.save_mapping) if path]
    if len({*written}) < len(written):
        raise Misuse("--out, --rejected and --save-mapping name one file twice. Name another.")
    for path in filter(None, (given.out, given.rejected, given.save_mapping)):
        if path.exists() and not path.is_file():
            # A whole file takes the place of what was there: of a device, too.
            raise Misuse(f"{path} is a folder or a device. Give the name of a file to write.")
        if any(path.exists() and file.exists() and path.samefile(file) for file in given.files):
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
        with (
            keeper.whole_or_not_at_all(),
            read(path, dictionaries=dictionaries, mapping=mapping) as reading,
        ):
            with Progress(path.name, reading.source) as progress:
                for table in reading.tables():
                    tables.append(table)
                    for row in progress.watch(table.rows()):
                        keeper.keep(as_text(path.name), table, row)
            _refuse_headings_alone(path, tables)
            detail, passed_over = reading.source.detail, reading.passed_over
    except UnreadableFile as error:
        return say_not_readable(path, str(error), as_json=given.json)
    except MemoryError:
        tables.clear()
        return say_not_readable(path, f"{path.name} {TOO_LARGE}", as_json=given.json)
    layouts += [table.layout for table in tables]
    if given.json:
        print_json(report(as_text(path), tables, passed_over))
    else:
        from .reading_report import say  # noqa: PLC0415 - rich is slow to wake, and JSON needs none

        say(path, detail, tables, passed_over)
    return SOME_REJECTED if any(table.tally.rejected for table in tables) else READ


def _refuse_headings_alone(path: Path, tables: Sequence[Table]) -> None:
    if all(table.tally.seen == table.tally.blank for table in tables):
        raise UnreadableFile(
            f"{path.name} has the headings of {tables[0].layout.dictionary.title} and no row below"
            " them: it is a template, or nothing happened. Give the file that holds the rows."
        )


def _save(path: Path, text: str) -> None:
    """Write a mapping. One that was there is kept beside it: somebody may have changed it."""
    if path.exists() and path.read_text(encoding="utf-8", errors="replace") != text:
        before = path.with_name(f"{path.name}.before")
        path.replace(before)
        print(f"almoner: the mapping that was there is kept as {before}.", file=sys.stderr)
    with whole(path) as file:
        file.write(text)

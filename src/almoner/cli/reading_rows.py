"""The rows that `almoner read` writes out: those kept, in our fields; those rejected, as they are.

A file appears under its name only when it is whole.
"""

import csv
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TextIO

from almoner.opendata.judging import written
from almoner.opendata.problems import CODES, Problem
from almoner.opendata.spreadsheets import harmless
from almoner.opendata.tables import Row, Table

from .refusals import Misuse
from .whole_files import begun, whole

WHERE = ("file", "sheet", "row", "kind", "outcome")
WHY = ("file", "sheet", "row", "code", "field", "why", "what_to_do")


class Keeper:
    """Writes rows as they come. Without a place to write to it does nothing.

    Kinds have other fields, so rows of each kind wait in a file of their own until all are known.
    """

    def __init__(
        self, folder: Path, closing: ExitStack, *, keeps: bool, rejected: TextIO | None
    ) -> None:
        self._folder, self._closing, self._keeps = folder, closing, keeps
        self._fields: dict[str, tuple[str, ...]] = {}
        self._files: dict[str, TextIO] = {}
        self._writers: dict[str, Any] = {}
        self._rejected_file = rejected
        self._rejected = _writer(rejected) if rejected else None
        if self._rejected:
            self._rejected.writerow([*WHY, "cells"])

    def keep(self, file: str, table: Table, row: Row) -> None:
        try:
            self._keep(file, table, row)
        except OSError as error:
            raise _no_room(error) from error

    def _keep(self, file: str, table: Table, row: Row) -> None:
        where = (file, table.name or "", row.number)
        if not row.is_kept:
            if self._rejected:
                self._rejected.writerow([*where, *_why(row.problems[0]), *map(harmless, row.cells)])
        elif self._keeps:
            if table.kind not in self._writers:
                self._begin(table)
            outcome = "accepted" if row.outcome is None else str(row.outcome)
            cells = [_cell(row.values.get(name)) for name in self._fields[table.kind]]
            self._writers[table.kind].writerow([*where, table.kind, outcome, *cells])

    def _begin(self, table: Table) -> None:
        fields = table.layout.dictionary.fields.items()
        self._fields[table.kind] = tuple(name for name, said in fields if not said.internal)
        file = begun(self._folder / table.kind)
        self._files[table.kind] = self._closing.enter_context(file)
        self._writers[table.kind] = _writer(self._files[table.kind])

    @contextmanager
    def whole_or_not_at_all(self) -> Iterator[None]:
        """Keep the rows of a file that is read to its end, and none of one that is not."""
        before = {file: _place_in(file) for file in self._open_files()}
        try:
            yield
        except BaseException:
            for file in self._open_files():
                file.flush()
                file.seek(before.get(file, 0))
                file.truncate()
            raise

    def _open_files(self) -> list[TextIO]:
        rejected = [self._rejected_file] if self._rejected_file else []
        return [*self._files.values(), *rejected]

    def write(self, out: TextIO) -> None:
        """Write every kept row, under the fields of every kind that was met."""
        names = list(dict.fromkeys(name for fields in self._fields.values() for name in fields))
        writer = _writer(out)
        writer.writerow([*WHERE, *names])
        for kind, fields in self._fields.items():
            self._files[kind].close()
            places = [fields.index(name) if name in fields else None for name in names]
            with (self._folder / kind).open(encoding="utf-8", newline="") as file:
                for row in csv.reader(file):
                    where, said = row[: len(WHERE)], row[len(WHERE) :]
                    writer.writerow(
                        [*where, *("" if place is None else said[place] for place in places)]
                    )


def _place_in(file: TextIO) -> int:
    file.flush()
    return file.tell()


def _writer(file: TextIO) -> Any:
    return csv.writer(file, lineterminator="\n")


def _cell(value: Any) -> str:
    return harmless(value) if isinstance(value, str) else written(value)


def _why(problem: Problem) -> tuple[str, str, str, str]:
    code = CODES[problem.code]
    return problem.code, problem.field, code.meaning, code.remedy


def _no_room(error: OSError) -> Misuse:
    return Misuse(f"The rows cannot be written: {error.strerror or error}. Make room for them.")


@contextmanager
def keeping(kept: Path | None, rejected: Path | None) -> Iterator[Keeper]:
    """Somewhere to keep rows. What was there before is replaced at the end, or not at all."""
    with (
        TemporaryDirectory(prefix="almoner-read-") as folder,
        _whole_or_none(kept) as kept_file,
        _whole_or_none(rejected) as rejected_file,
        ExitStack() as closing,
    ):
        keeper = Keeper(Path(folder), closing, keeps=kept is not None, rejected=rejected_file)
        yield keeper
        if kept_file:
            try:
                keeper.write(kept_file)
            except OSError as error:
                raise _no_room(error) from error


def _whole_or_none(path: Path | None) -> AbstractContextManager[TextIO | None]:
    return whole(path) if path else nullcontext()

"""How far a file has been read, shown where somebody watches and waits."""

import sys
from collections.abc import Iterator
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from almoner.opendata.sources import Source

from .screen import on_screen

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PATIENCE = 2.0
EVERY = 1000
T = TypeVar("T")


class Progress:
    """A bar on the error stream past two seconds, and never in a pipe."""

    def __init__(self, name: str, source: Source) -> None:
        self._name, self._source = on_screen(name), source
        self._began, self._rows = monotonic(), 0
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _tb: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def watch(self, rows: Iterator[T]) -> Iterator[T]:
        if not sys.stderr.isatty():
            yield from rows
            return
        for row in rows:
            self._rows += 1
            if self._rows % EVERY == 0:
                self._show()
            yield row

    def _show(self) -> None:
        if self._bar is None:
            if monotonic() - self._began < PATIENCE:
                return
            self._begin()
        assert self._bar is not None
        assert self._task is not None
        self._bar.update(
            self._task,
            description=f"{self._name}: {self._rows:,} rows",
            completed=self._source.bytes_read() or 0,
        )

    def _begin(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - slow to wake, and most files are short
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn  # noqa: PLC0415 - same
        from rich.progress import Progress as Bar  # noqa: PLC0415 - same

        columns = TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn()
        self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(self._name, total=self._source.total_bytes)
        self._bar.start()

"""How many files are written, shown where somebody watches and waits."""

import sys
from time import monotonic
from types import TracebackType
from typing import Self

from .files import File

EVERY = 1.0  # seconds


class Progress:
    """A line on the error stream that is written over, and never in a pipe."""

    def __init__(self) -> None:
        self._count, self._told_at = 0, monotonic()
        self._is_shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _tb: TracebackType | None,
    ) -> None:
        if self._is_shown:
            sys.stderr.write("\r\033[K")

    def note(self, file: File) -> None:
        self._count += 1
        if sys.stderr.isatty() and monotonic() - self._told_at >= EVERY:
            self._told_at, self._is_shown = monotonic(), True
            sys.stderr.write(f"\r\033[K{self._count:,} files: /{file.name[:60]}")
            sys.stderr.flush()

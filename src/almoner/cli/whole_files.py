"""Files that appear under their name when they are whole, and not before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from .refusals import Misuse


@contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """A file to write. What was there before is replaced at the end, or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with _telling(path):
        file = begun(part)
    try:
        yield file
        with _telling(path):
            file.close()
            part.replace(path)
    finally:
        with suppress(OSError):  # what could not be written was told above
            file.close()
        part.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file at once: what was there before is replaced by the whole, or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with _telling(path):
        try:
            part.write_bytes(content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def begun(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Misuse(f"{path} cannot be written: {error.strerror or error}.") from error

"""Opens a file, tells by its content what it is, and hands it to whoever reads such files."""

import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TextIO, cast

from .delimited import DELIMITERS, DelimitedText, Dialect, dialect_of
from .encoding import SAMPLE, encoding_of, is_binary, without_marks
from .kinds import (
    EMPTY_ZIP,
    GZIP,
    OLE,
    ZIP,
    looks_like_json,
    refuse_markup,
    refuse_what_is_no_table,
)
from .limits import LARGEST_INNER_WORKBOOK, LARGEST_JSON, MIB
from .records import Sheet, Source, UnreadableFile, damaged, place_in_text


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open a file, whatever it is. Raises UnreadableFile, saying what it is and what to do."""
    with ExitStack() as closing:
        raw = closing.enter_context(_opened(path))
        binary: IO[bytes] = raw
        if _beginning(raw, path.name) == GZIP:
            # It is one in all but what its types say of entering it.
            binary = closing.enter_context(cast("IO[bytes]", gzip.GzipFile(fileobj=raw)))
        yield _source(path, raw, binary, closing)


def _opened(path: Path) -> io.BufferedReader:
    """The file's bytes, if it is a file: a pipe would keep us waiting for ever."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnreadableFile(f"{path.name} is a folder. Give one of the files inside.")
        if not stat.S_ISREG(mode):
            raise UnreadableFile(f"{path.name} is a device or a pipe. Give a file.")
        return path.open("rb")
    except FileNotFoundError:
        raise UnreadableFile(f"There is no file {path}. Look for a slip in its name.") from None
    except PermissionError:
        raise UnreadableFile(
            f"{path.name} may not be read by you. Ask its owner for permission."
        ) from None
    except (OSError, ValueError) as why:
        raise UnreadableFile(f"{path.name} cannot be opened. Check its name and its disk.") from why


def _beginning(raw: io.BufferedReader, name: str) -> bytes:
    try:
        return raw.peek(2)[:2]
    except OSError as why:
        raise damaged(name) from why


def _source(path: Path, raw: io.BufferedReader, binary: IO[bytes], closing: ExitStack) -> Source:
    sample = _sample(binary, path.name)
    if not sample:
        raise UnreadableFile(f"{path.name} is empty. Fetch it again, or ask for it again.")
    if sample.startswith(GZIP):
        raise UnreadableFile(f"{path.name} is packed twice. Unpack it, and give the file inside.")
    if sample.startswith((ZIP, EMPTY_ZIP, OLE)):
        from .workbooks import open_workbook  # noqa: PLC0415 - CSV does not pay for its import

        return open_workbook(path, _held(binary, raw, path.name), closing)
    refuse_what_is_no_table(sample, path.name)
    encoding = encoding_of(sample)
    if is_binary(sample, encoding):
        raise UnreadableFile(
            f"{path.name} is neither text nor a workbook that we know. Ask for it as .xlsx or CSV."
        )
    text = without_marks(sample.decode(encoding.codec, encoding.errors))
    if not text.replace("\0", ""):
        raise UnreadableFile(f"{path.name} is empty. Fetch it again, or ask for it again.")
    refuse_markup(text, path.name)
    if looks_like_json(text, path.name):
        from .structured import open_json  # noqa: PLC0415 - rare beside CSV, which pays not

        whole = _whole(binary, LARGEST_JSON, path.name, "Save its table as CSV.")
        return open_json(path, whole, encoding)
    stream = io.TextIOWrapper(binary, encoding.codec, encoding.errors, newline="")
    dialect = dialect_of(text, is_whole=len(sample) < SAMPLE)
    return _delimited_source(path, closing.enter_context(stream), dialect, encoding.title, raw)


def _delimited_source(
    path: Path, stream: TextIO, dialect: Dialect, encoding: str, raw: io.BufferedReader
) -> Source:
    records = DelimitedText(stream, dialect, path.name).records()
    file_format = "tsv" if dialect.delimiter == "\t" else "csv"
    separated = f"separated by {DELIMITERS.get(dialect.delimiter, dialect.delimiter)}"
    return Source(
        path,
        file_format,
        ", ".join(filter(None, (file_format.upper(), encoding, separated))),
        iter((Sheet(None, records, place_in_text),)),
        total_bytes=os.fstat(raw.fileno()).st_size,
        position=raw.tell,
    )


def _sample(binary: IO[bytes], name: str) -> bytes:
    """The file's beginning. What is cut off further on is found when it is met."""
    pieces, wanted = [], SAMPLE
    try:
        while wanted and (piece := binary.read(min(wanted, 65_536))):
            pieces.append(piece)
            wanted -= len(piece)
        binary.seek(0)
    except (EOFError, OSError, zlib.error) as why:
        raise damaged(name) from why
    return b"".join(pieces)


def _whole(binary: IO[bytes], most: int, name: str, remedy: str) -> bytes:
    try:
        whole = binary.read(most + 1)
    except (EOFError, OSError, zlib.error) as why:
        raise damaged(name) from why
    if len(whole) > most:
        raise UnreadableFile(f"{name} holds more than {most // MIB} MB. {remedy}")
    return whole


def _held(binary: IO[bytes], raw: IO[bytes], name: str) -> IO[bytes]:
    """A workbook's bytes, where one can go back in them: in memory, if it was packed."""
    if binary is raw:
        return raw
    return io.BytesIO(_whole(binary, LARGEST_INNER_WORKBOOK, name, "Save its table as CSV."))

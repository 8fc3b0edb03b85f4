"""A dataset as a folder of files that explain and check each other.

This is the first form of package, in which editions go on being written again: see
`full_packages` for the second. The description is a Frictionless Data Package; `SHA256SUMS` is
read by `sha256sum --check`.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from io import BufferedRandom, BufferedWriter
from pathlib import Path
from typing import Any, Self

import orjson

from .datasets import Column, Dataset
from .writers import csv_lines, json_lines

SUMS = "SHA256SUMS"
NOTICE = "taken-down.txt"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that was written, and the digest of its bytes."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Package:
    """What was written: how many rows, and every file; the sums last."""

    row_count: int
    files: list[WrittenFile]

    @property
    def digest(self) -> str:
        """The digest of the sums, which covers every other file."""
        return self.files[-1].digest


def write_package(
    dataset: Dataset, folder: Path, *, period: str, number: int, checkpoint: str
) -> Package:
    """Write an edition of a dataset into an empty folder. The same rows give the same bytes."""
    name = f"{dataset.slug}-{period}"
    counted = _Counted(csv_lines(dataset))
    files = [
        write_file(folder / f"{name}.csv", counted),
        write_file(folder / f"{name}.json", json_lines(dataset, period=period, edition=number)),
        write_file(folder / "checkpoint.txt", [f"{checkpoint}\n".encode()]),
    ]
    description = _description(dataset, files[:2], name=name, period=period, number=number)
    files.append(write_file(folder / "datapackage.json", [description]))
    files.sort(key=lambda file: file.name)
    files.append(write_file(folder / SUMS, [sums_of(files)]))
    return Package(counted.count - 1, files)


def add_file(package: Package, folder: Path, name: str, pieces: Iterable[bytes]) -> Package:
    """Add a file to a package that was just written, and sum its files anew."""
    (folder / SUMS).unlink()
    files = [*package.files[:-1], write_file(folder / name, pieces)]
    files.sort(key=lambda file: file.name)
    return Package(package.row_count, [*files, write_file(folder / SUMS, [sums_of(files)])])


class FileOnItsWay:
    """A new file, summed as it is written. It counts only once it is finished."""

    def __init__(self, path: Path) -> None:
        self._path, self._size, self._digest = path, 0, sha256()
        self._file = path.open("xb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, piece: bytes) -> None:
        self._file.write(piece)
        self._digest.update(piece)
        self._size += len(piece)

    def finish(self) -> WrittenFile:
        _keep(self._file)
        return WrittenFile(self._path.name, self._size, self._digest.hexdigest())


def write_file(path: Path, pieces: Iterable[bytes]) -> WrittenFile:
    with FileOnItsWay(path) as file:
        for piece in pieces:
            file.write(piece)
        return file.finish()


def sealed_file(path: Path) -> WrittenFile:
    """A file that something else wrote, put on the disk and summed."""
    with path.open("r+b") as file:
        _keep(file)
        digest = file_digest(file, "sha256")
        return WrittenFile(path.name, file.tell(), digest.hexdigest())


def sums_of(files: Iterable[WrittenFile]) -> bytes:
    return "".join(f"{file.digest}  {file.name}\n" for file in files).encode()


def _keep(file: BufferedWriter | BufferedRandom) -> None:
    """An edition is recorded only once its files are on the disk."""
    file.flush()
    os.fsync(file.fileno())


class _Counted:
    """Lines on their way, counted."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.lines, self.count = lines, 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self.lines:
            self.count += 1
            yield line


def _description(
    dataset: Dataset, files: list[WrittenFile], *, name: str, period: str, number: int
) -> bytes:
    schema = table_schema(dataset)
    package = {
        "profile": "data-package",
        "name": name,
        "title": f"{dataset.title}, {period}",
        "version": str(number),
        "resources": [
            {
                "name": file.name.rpartition(".")[2],
                "path": file.name,
                "format": file.name.rpartition(".")[2],
                "encoding": "utf-8",
                "bytes": file.size,
                "hash": f"sha256:{file.digest}",
                **({"profile": "tabular-data-resource", "schema": schema} if is_table else {}),
            }
            for file, is_table in zip(files, (True, False), strict=True)
        ],
    }
    return orjson.dumps(package, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def table_schema(dataset: Dataset) -> dict[str, Any]:
    """What the columns are, as a Frictionless Table Schema."""
    columns = dataset.public_columns()
    schema = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    if keys := [column.name for column in columns if column.key]:
        schema["primaryKey"] = keys
    return schema


def _field(column: Column) -> dict[str, str]:
    unit = {"unit": column.unit} if column.unit else {}
    return {"name": column.name, "type": column.type, "description": column.about, **unit}

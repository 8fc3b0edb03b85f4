"""Packages put into a folder of somebody's own, which may hold several of them.

Alone, a package's files stand there byte for byte. Of several, `SHA256SUMS` sums the files of all,
`datapackage.json` describes them all, and any other file that is called the same in every package
has its package's name before it. So what a folder holds follows from which packages stand in it.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from errno import EISDIR
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import orjson

from almoner.core.disk import keep_names_in

from .full_packages import CHECKPOINT, RECORD, ROWS
from .packages import NOTICE, SUMS

MAKING = ".almoner-"
CHANGES = "-changes.csv"
OF_ALL = "editions"
# What is called the same in every package, beside its description and its sums.
SHARED = {CHECKPOINT, NOTICE}
LINE = re.compile(r"(?P<digest>[0-9a-f]{64}) [ *](?P<name>[^/\\]+)")
# What each of several packages says of itself is said of each of its files.
OF_A_PACKAGE = ("version", "created", "homepage", "licenses")


def hand_out(
    own: Path, names: Collection[str], folder: Path, *, stem: str, once: Collection[str] = ()
) -> list[Path]:
    """Put a package's files into a folder, in place of those that it had there, the sums last.

    `stem` begins the names of its files; `once` are names of those that it ever had. Each file is
    there whole or not at all, and all that stood there stands if they cannot all be written.
    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder), _workshop(folder) as making:
        standing = _standing(folder)
        others = {name.removesuffix(ROWS) for name in standing if _holds_rows(name)} - {stem}
        called = {name: _apart(stem, name) if others else name for name in names}
        bring = {called[name]: own / name for name in names if name != SUMS}
        bring |= _set_apart(folder, standing, others)
        _refuse_folders_called(folder, {*bring, SUMS})
        sums = {name: _copied(source, making / name) for name, source in bring.items()}
        if others:
            sums[RECORD] = _describe_all(making, folder, others, stem)
        ever = {*once, *(_apart(stem, name) for name in once)} | (SHARED if others else set())
        kept = {name: said for name, said in standing.items() if name not in ever | {SUMS}}
        _write(making / SUMS, _lines(kept | sums))
        _put_in_place(making, folder)
        _forget(folder, ever - {*sums, SUMS})
    here = sorted(called.values(), key=lambda name: (name == SUMS, name))
    return [folder / name for name in here]


def _is_of(stem: str, name: str) -> bool:
    return re.match(rf"{re.escape(stem)}(?:\.|-[a-z0-9])", name) is not None


def _apart(stem: str, name: str) -> str:
    """What a file is called where several packages stand."""
    return name if _is_of(stem, name) or name in {RECORD, SUMS} else f"{stem}-{name}"


def _holds_rows(name: str) -> bool:
    return name.endswith(ROWS) and not name.endswith(CHANGES)


def _standing(folder: Path) -> dict[str, str]:
    """The sums of a folder, of the files that still stand in it."""
    path = folder / SUMS
    said = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    found = [line for one in said if (line := LINE.fullmatch(one))]
    return {one["name"]: one["digest"] for one in found if (folder / one["name"]).is_file()}


def _set_apart(folder: Path, standing: Mapping[str, str], others: set[str]) -> dict[str, Path]:
    """The files of a package that stood alone until now, by the names that they are to have."""
    return {
        # One that is there was put there by a process that was killed.
        apart: folder / apart if (folder / apart).is_file() else folder / name
        for other in others
        if _apart(other, CHECKPOINT) not in standing
        for name in SHARED & standing.keys()
        if (apart := _apart(other, name))
    }


def _describe_all(making: Path, folder: Path, others: set[str], stem: str) -> str:
    """Describe the files of all packages in one description, and sum it."""
    before, own = _described(folder / RECORD), _described(making / RECORD)
    resources = [found for other in others for found in _resources(before, other)]
    resources += _resources(own, stem)
    resources.sort(key=lambda resource: str(resource["path"]))
    said = {
        "profile": "data-package",
        "name": OF_ALL,
        "title": f"{len(others) + 1} editions",
        "resources": resources,
    }
    written = orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    return _write(making / RECORD, written)


def _described(path: Path) -> dict[str, Any]:
    """A description, or an empty one where somebody has damaged it."""
    try:
        said = orjson.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _resources(package: Mapping[str, Any], stem: str) -> Iterator[dict[str, Any]]:
    """The files of one package in a description of it alone, or of several."""
    about = {name: package[name] for name in OF_A_PACKAGE if name in package}
    is_alone = package.get("name") != OF_ALL
    for resource in package.get("resources", []):
        path = _apart(stem, resource["path"]) if is_alone else resource["path"]
        if _is_of(stem, path):
            name = f"{package['name']}-{resource['name']}" if is_alone else resource["name"]
            what = resource.get("title", resource["name"])
            title = f"{package['title']}: {what}" if is_alone else what
            yield {**resource, "name": name, "title": title, "path": path, **about}


def _lines(sums: Mapping[str, str]) -> bytes:
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()


def _copied(source: Path, target: Path) -> str:
    shutil.copyfile(source, target)
    with target.open("r+b") as file:
        digest = file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return digest


def _write(path: Path, content: bytes) -> str:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _put_in_place(making: Path, folder: Path) -> None:
    """The description and the sums come last: until they do, they speak of what stood there."""
    made = sorted(making.iterdir(), key=lambda path: (path.name == SUMS, path.name == RECORD))
    for path in made:
        path.replace(folder / path.name)
    keep_names_in(folder)


def _forget(folder: Path, names: Collection[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)


def _refuse_folders_called(folder: Path, names: Collection[str]) -> None:
    for name in (*names, SUMS):
        if (folder / name).is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(folder / name))


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait for whoever else is putting files into a folder. The lock cannot outlive its holder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder inside, so that each move is one step. What the dead left there is swept away."""
    for left in folder.glob(f"{MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    making = Path(mkdtemp(prefix=MAKING, dir=folder))
    try:
        yield making
    finally:
        shutil.rmtree(making, ignore_errors=True)

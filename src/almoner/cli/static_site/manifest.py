"""What a site says of itself: of which state of the ledger it is, and the digest of every file."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import msgspec
import orjson
from django.conf import settings

import almoner
from almoner.framework.queries import framework_on
from almoner.registers.revision import revision

from .addresses import place_of

STAMP, SUMS = "site.json", "SHA256SUMS"
# Settings that pages show: another value makes other pages.
SHOWN = (
    "ADDRESS",
    "BODY_NAME",
    "BODY_IDENTIFIER",
    "GRANT_PREFIX",
    "PROCESS_PREFIX",
    "CONTACT_EMAIL",
    "CONTACT_PHONE",
    "CONTACT_POST",
    "ENQUIRY_DAYS",
    "ENQUIRIES_KEPT",
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A site as it was written: `state` is of all that its pages are made of."""

    state: str
    revision: str
    on: str
    written_at: str
    files: int
    bytes: int
    sums: str

    def save(self, folder: Path) -> None:
        said = orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        (folder / STAMP).write_bytes(said)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is true while a site is written, and must still be at its end."""

    revision: str
    on: date
    program: str

    @property
    def state(self) -> str:
        """A digest of all that pages are made of: what is public, the day, settings, program."""
        shown = [f"{name}={getattr(settings, name)}" for name in SHOWN]
        framework = framework_on(self.on)
        said = [self.revision, self.on.isoformat(), self.program, *shown, repr(framework)]
        return sha256("\n".join(said).encode()).hexdigest()


def moment_now(*, on: date) -> Moment:
    return Moment(revision(), on, _program())


@cache
def _program() -> str:
    """A digest of the program: another version of it may write other pages."""
    root, whole = Path(almoner.__file__).parent, sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return whole.hexdigest()


def stamp_of(folder: Path) -> Stamp | None:
    """What a folder's site says of itself, if there is a whole one."""
    try:
        return msgspec.json.decode((folder / STAMP).read_bytes(), type=Stamp)
    except (OSError, msgspec.DecodeError):
        return None


def write_sums(folder: Path, sums: Iterable[tuple[str, str]]) -> str:
    """Write the digest of each file, by name, as `sha256sum --check` reads them; return its own."""
    whole = sha256()
    with (folder / SUMS).open("wb") as file:
        for name, digest in sums:
            line = f"{digest}  {name}\n".encode()
            whole.update(line)
            file.write(line)
    return whole.hexdigest()


@dataclass(slots=True)
class Differences:
    """What one site has that another had not."""

    new: int = 0
    changed: int = 0
    gone: int = 0


def differences(before: Path, after: Path, found: Differences) -> Iterator[str]:
    """The places that are gone, as they are found; what is new or changed is counted."""
    both = heapq.merge(
        ((name, False, digest) for name, digest in _sums_of(before)),
        ((name, True, digest) for name, digest in _sums_of(after)),
    )
    for name, rows in groupby(both, key=lambda row: row[0]):
        told = {is_after: digest for _name, is_after, digest in rows}
        if True not in told:
            found.gone += 1
            yield place_of(name)
        elif False not in told:
            found.new += 1
        else:
            found.changed += told[False] != told[True]


def _sums_of(folder: Path) -> Iterator[tuple[str, str]]:
    try:
        with (folder / SUMS).open(encoding="utf-8") as file:
            for line in file:
                digest, _space, name = line.rstrip("\n").partition("  ")
                yield name, digest
    except FileNotFoundError:
        return

"""Check an assurance file: python3 check.py [FILE.zip or folder] [--digest SHA-256]

Needs Python 3.8 or later and nothing else. It writes nothing, unpacks nothing to the disk, asks
no network, and uses no code of the body's. Exit code 0: all that can be checked here holds. 1: it
does not, and the first fault is named. 2: it was given words that it does not know.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import stat
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

FORMAT = "almoner-assurance-file/1"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
RECORD, LINES, CHECKPOINT = "record.json", "ledger/lines.txt", "ledger/checkpoint.txt"
NEEDED = ("README.txt", "check.py", "record.html", RECORD, LINES, CHECKPOINT)
NOTHING_BEFORE = "0" * 64
# Plain names alone: nothing that climbs out of a folder, or that two systems read differently.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}")
PIECE, LONGEST_TEXT, LONGEST_LINE, MOST_FILES = 1 << 20, 1 << 28, 1 << 20, 20_000
MOST_DIGITS, MOST_SHOWN, WIDEST = 18, 20, 120


class Fault(Exception):
    """Something is not as it should be; the message names the place."""


# 1. The container: a folder, or a zip that is read where it lies.


class Folder:
    """A folder into which the file was unpacked. Nothing in it is followed elsewhere."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sizes: dict[str, int] = {}
        for folder, inner, files in os.walk(path, onerror=_refuse, followlinks=False):
            for name in inner + files:
                found = (Path(folder) / name).lstat()
                place = (Path(folder) / name).relative_to(path).as_posix()
                if stat.S_ISREG(found.st_mode):
                    self.sizes[place] = found.st_size
                elif not stat.S_ISDIR(found.st_mode):
                    raise Fault(f"{shown(place)} is neither a file nor a folder")

    def open(self, name: str) -> IO[bytes]:
        return (self.path / name).open("rb")


class Zip:
    """A zip. Ours is never packed, so one that is was not made by Almoner, and is not unpacked."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        self.sizes: dict[str, int] = {}
        for one in self.zip.infolist():
            if one.filename in self.sizes:
                raise Fault(f"{shown(one.filename)} is there twice")
            if one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 1:
                raise Fault(
                    f"{shown(one.filename)} is packed or locked, which Almoner never does."
                    " If you packed the file anew, unpack it and check the folder"
                )
            self.sizes[one.filename] = one.file_size
        if sum(self.sizes.values()) > path.stat().st_size:
            raise Fault("the zip says that it holds more than it can")

    def open(self, name: str) -> IO[bytes]:
        return self.zip.open(name)


def _refuse(error: OSError) -> None:
    raise error


def opened(path: Path) -> Any:
    container = Folder(path) if path.is_dir() else Zip(path)
    names = list(container.sizes)
    if len(names) > MOST_FILES:
        raise Fault(f"it holds more than {MOST_FILES} files")
    for name in names:
        if not NAME.fullmatch(name):
            raise Fault(f"{shown(name)} is no name that Almoner gives a file")
    if len({name.lower() for name in names}) != len(names):
        raise Fault("two files differ in capitals alone, and some systems would mix them up")
    return container


# 2. The manifest: every file is what it says, none is missing, none was added.


def check_files(container: Any) -> tuple[dict[str, Any], str]:
    for name in (MANIFEST, SEAL):
        if name not in container.sizes:
            raise Fault(f"{name} is missing")
    digest = hashlib.sha256(text_of(container, MANIFEST)).hexdigest()
    if text_of(container, SEAL) != f"{digest}  {MANIFEST}\n".encode():
        raise Fault(f"{MANIFEST} is not the one that {SEAL} names")
    manifest = json_of(container, MANIFEST)
    if manifest.get("format") != FORMAT:
        raise Fault(f"{MANIFEST} is not of the format {FORMAT}")
    listed = listed_in(manifest)
    check_names(set(container.sizes) - {MANIFEST, SEAL}, set(listed))
    for name, one in listed.items():
        if container.sizes[name] != one["size"] or sum_of(container, name) != one["sha256"]:
            raise Fault(f"{shown(name)} is not what {MANIFEST} says: its bytes were changed")
    return manifest, digest


def listed_in(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    listed: dict[str, dict[str, Any]] = {}
    for one in manifest["files"]:
        if one["path"] in listed:
            raise Fault(f"{MANIFEST} lists {shown(one['path'])} twice")
        listed[one["path"]] = one
    return listed


def check_names(there: set[str], listed: set[str]) -> None:
    for name in sorted(set(NEEDED) - listed):
        raise Fault(f"{MANIFEST} does not list {name}")
    for name in sorted(listed - there):
        raise Fault(f"{shown(name)} is missing")
    for name in sorted(there - listed):
        raise Fault(f"{shown(name)} was added: {MANIFEST} does not list it")


# 3. The ledger: each line has its hash, and stands behind the one before wherever that is here.


def check_ledger(container: Any, record: dict[str, Any]) -> tuple[dict[int, Any], list[str]]:
    listed = {one["number"]: one for one in record["ledger"]}
    lines: dict[int, Any] = {}
    runs: list[list[int]] = []
    for row in rows_of(container):
        stated, _, canonical = row.partition(b" ")
        line = parsed(canonical, LINES)
        number, where = line["number"], f"line {shown(line['number'])} of the ledger ({LINES})"
        if hashlib.sha256(canonical).hexdigest().encode() != stated:
            raise Fault(f"{where} does not have the hash that stands before it: it was edited")
        line["hash"] = stated.decode()
        if any(listed.get(number, {}).get(key) != line[key] for key in ("hash", "kind", "about")):
            raise Fault(f"{where} is not the one that {RECORD} names")
        if runs and number <= runs[-1][1]:
            raise Fault(f"{where} stands out of order")
        if number == 1 and line["previous"] != NOTHING_BEFORE:
            raise Fault(f"{where} is the first, and names one before it")
        if runs and number == runs[-1][1] + 1:
            if line["previous"] != lines[number - 1]["hash"]:
                raise Fault(f"{where} does not stand behind line {number - 1}: one was edited")
            runs[-1][1] = number
        else:
            runs.append([number, number])
        lines[number] = line
    for number in sorted(set(listed) - set(lines)):
        raise Fault(f"line {shown(number)} of the ledger was left out of {LINES}")
    check_end(container, lines)
    return lines, [f"{first}" if first == last else f"{first} to {last}" for first, last in runs]


def check_end(container: Any, lines: dict[int, Any]) -> None:
    text = text_of(container, CHECKPOINT).decode("ascii", "replace")
    found = re.fullmatch(r"(\d{1,15}):([0-9a-f]{64})\n", text)
    if not found:
        raise Fault(f"{CHECKPOINT} is no checkpoint")
    count = int(found[1])
    if lines and max(lines) > count:
        raise Fault(f"line {max(lines)} of the ledger comes after the end in {CHECKPOINT}")
    if count in lines and lines[count]["hash"] != found[2]:
        raise Fault(f"line {count} of the ledger is not the one in {CHECKPOINT}")


# 4. The documents: each is the one whose digest the record has, and the ledger where it has one.


def check_documents(
    manifest: dict[str, Any], record: dict[str, Any], lines: dict[int, Any]
) -> tuple[int, int]:
    sums = {one["path"]: one["sha256"] for one in manifest["files"]}
    told, by_line = set(), 0
    for one in record["documents"]:
        path, number = one["path"], one["line"]
        told.add(path)
        if sums.get(path) != one["sha256"]:
            raise Fault(f"{shown(path)} is not the document that {RECORD} names")
        if number is None and digests_about(path, lines):
            raise Fault(f"{shown(path)} is not the document that the ledger names")
        if number is not None and not is_named(path, one["sha256"], lines.get(number)):
            raise Fault(f"{shown(path)} is not the document that line {shown(number)} names")
        by_line += number is not None
    for path in sorted(set(sums) - told - set(NEEDED)):
        raise Fault(f"{shown(path)} is a document of which {RECORD} says nothing")
    return by_line, len(told) - by_line


def is_named(path: str, digest: str, line: Any) -> bool:
    """Whether a line holds the digest of a document that is called after what the line is about."""
    if line is None or digest not in line["facts"].values():
        return False
    begin = "documents/" + str(line["about"]).rpartition(":")[2]
    return path.startswith((begin + ".", begin + "-"))


def digests_about(path: str, lines: dict[int, Any]) -> list[str]:
    """What lines about the one thing that a document is called after say of digests."""
    end = ":" + path.rpartition("/")[2].partition(".")[0]
    about = [line for line in lines.values() if str(line["about"]).endswith(end)]
    return [
        fact
        for line in about
        for fact in line["facts"].values()
        if len(fact) == len(NOTHING_BEFORE)
    ]


def check_entries(manifest: dict[str, Any], record: dict[str, Any]) -> None:
    """Where the record says what a document is, it means the one that is here."""
    sums = {one["path"]: one["sha256"] for one in manifest["files"]}
    for entries in record["sections"].values():
        for entry in entries:
            path = entry.get("document")
            if path and sums.get(path) != entry["sha256"]:
                raise Fault(f"{shown(path)} is not the one of which {RECORD} tells")


def check_heads(manifest: dict[str, Any], record: dict[str, Any]) -> None:
    for key in ("format", "of", "called", "body", "as_at", "made_at", "taken_by", "left_out"):
        if manifest.get(key) != record.get(key):
            raise Fault(f"{MANIFEST} and {RECORD} differ in {key}")


# Reading, never more at once than a limit.


def pieces_of(container: Any, name: str) -> Iterator[bytes]:
    with container.open(name) as source:
        left = container.sizes[name]
        while left >= 0:
            piece = source.read(PIECE)
            if not piece:
                return
            left -= len(piece)
            yield piece
    raise Fault(f"{shown(name)} is longer than it says")


def sum_of(container: Any, name: str) -> str:
    digest = hashlib.sha256()
    for piece in pieces_of(container, name):
        digest.update(piece)
    return digest.hexdigest()


def text_of(container: Any, name: str) -> bytes:
    if container.sizes[name] > LONGEST_TEXT:
        raise Fault(f"{shown(name)} is longer than any that Almoner writes")
    return b"".join(pieces_of(container, name))


def rows_of(container: Any) -> Iterator[bytes]:
    with container.open(LINES) as source:
        while True:
            row = source.readline(LONGEST_LINE)
            if not row:
                return
            if not row.endswith(b"\n"):
                raise Fault(f"{LINES} has a row without an end")
            yield row[:-1]


def json_of(container: Any, name: str) -> dict[str, Any]:
    return parsed(text_of(container, name), name)


def parsed(text: bytes, name: str) -> dict[str, Any]:
    try:
        said = json.loads(text.decode("utf-8"), parse_int=number_of, object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise Fault(f"{name} cannot be read") from None
    if not isinstance(said, dict):
        raise Fault(f"{name} does not say what it should")
    return said


def number_of(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError(text[:MOST_DIGITS])
    return int(text)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that comes twice is read one way by one program, and otherwise by another."""
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("twice")
    return said


def shown(text: object) -> str:
    """A text of the file on a screen: without what a terminal would obey."""
    said = str(text)[:WIDEST]
    return said if said.isascii() and said.isprintable() else ascii(said)


# Saying what was found.


def check(path: Path, digest: str | None) -> list[str]:
    container = opened(path)
    manifest, found = check_files(container)
    if digest is not None and digest.strip().lower() != found:
        raise Fault(f"{MANIFEST} has the SHA-256 {found}, which is not the one that you gave")
    record = json_of(container, RECORD)
    check_heads(manifest, record)
    lines, runs = check_ledger(container, record)
    check_entries(manifest, record)
    named = check_documents(manifest, record, lines)
    left_out = [f"{shown(ground)}: {shown(n)}" for ground, n in record["left_out"].items()]
    return [
        f"Assurance file of {shown(record['called'])}, {shown(record['body'])}",
        f"Made {shown(record['made_at'])}, taken by {shown(record['taken_by'])}",
        f"Left out of it: {', '.join(left_out) or 'nothing'}",
        f"SHA-256 of {MANIFEST}: {found}",
        "\nProved:",
        *proofs(len(manifest["files"]), len(lines), runs, named),
        *(["- The whole file is the one whose digest you gave."] if digest else []),
        "\nNot proved:",
        *limits(digest),
        "\nAll that can be checked here holds.",
    ]


def proofs(files: int, lines: int, runs: list[str], named: tuple[int, int]) -> list[str]:
    more = len(runs) - MOST_SHOWN
    stretches = ", ".join(runs[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return [
        f"- The manifest lists {files} files. Each is there, byte for byte, and no other is.",
        f"- Each of {lines} lines of the ledger has the hash that was taken of it.",
        f"- Where their numbers follow one another, each stands behind the last: {stretches}.",
        f"- {named[0]} documents have the SHA-256 that a line of the ledger holds.",
        f"- {named[1]} more documents have the SHA-256 that the record holds.",
    ]


def limits(digest: str | None) -> list[str]:
    anew = """\
- That nobody made the whole file anew, hashes and all. Ask the body for the line of its ledger
  that says that this file was taken (assurance-file.taken), and give the SHA-256 that it holds:
  check.py FILE --digest SHA-256"""
    rest = f"""\
- That the stretches of lines hang together. The lines between are of other things, and are not
  here. The body's own `almoner verify-ledger --checkpoint {CHECKPOINT}` walks the whole
  chain, and says whether it passes through this checkpoint.
- That what people wrote is true, or that they wrote down all that they did.
- That this checker is the one that Almoner publishes, if it came with the file."""
    return [rest] if digest else [anew, rest]


def main(words: list[str]) -> int:
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description="Check an assurance file.")
    parser.add_argument(
        "file", nargs="?", type=Path, default=here, help="a zip or a folder (default: here)"
    )
    parser.add_argument("--digest", help="the SHA-256 of manifest.json that the body's ledger has")
    given = parser.parse_args(words)
    try:
        said = check(given.file, given.digest)
    except Fault as fault:
        said = [f"REFUSED: {fault}."]
    except Exception as error:  # noqa: BLE001 - whatever a hostile file brings about, it is refused
        said = [f"REFUSED: it cannot be read: {shown(error) or type(error).__name__}."]
    sys.stdout.write("\n".join([*said, ""]))
    return int(said[0].startswith("REFUSED"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

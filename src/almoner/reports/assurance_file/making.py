"""An assurance file as bytes: the same for the same records, moment and person.

Nothing in it is packed: so no library's way of packing changes its bytes, what checks it need
unpack nothing, and documents, however large, pass through in pieces.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.audits.models import Recommendation
from almoner.core.ledger import Checkpoint, checkpoint
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.decisions.models import Decision
from almoner.reports.policies import may_take_assurance_file

from .gathered import Asked, Document, Gathered, Gathering
from .ledger_lines import Line, lines_of
from .of_decisions import gather_decision
from .of_recommendations import gather_recommendation
from .reading import as_page, as_readme, facts_of

FORMAT = "almoner-assurance-file/1"
CHECKER = Path(__file__).parent / "check.py"
NO_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say: the moment is in the manifest
MODE = 0o100644 << 16
TURNS = 5


class ChangedMeanwhile(IllegalTransition):
    """What goes into the file did not stand still while it was made."""

    def __init__(self) -> None:
        super().__init__(_("Something was done to it while the file was made. Try again."))


@dataclass(frozen=True, slots=True)
class Made:
    """An assurance file that is made and that nobody has taken yet: its bytes are in `file`."""

    file: IO[bytes]
    name: str
    manifest: str
    file_count: int
    gathered: Gathered
    upto: Checkpoint


@dataclass(slots=True)
class _Zip:
    """A zip that is written, and what its manifest says of each file."""

    zip: ZipFile
    said: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, pieces: Iterable[bytes]) -> str:
        size, digest = 0, sha256()
        with self.zip.open(_entry(path), "w") as opened:
            for piece in pieces:
                opened.write(piece)
                size += len(piece)
                digest.update(piece)
        self.said.append({"path": path, "size": size, "sha256": digest.hexdigest()})
        return digest.hexdigest()

    def add_document(self, document: Document) -> None:
        if self.add(document.path, document.pieces()) != document.digest:
            raise ChangedMeanwhile


def _entry(path: str) -> ZipInfo:
    entry = ZipInfo(path, NO_DATE)
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_STORED, 3, MODE
    return entry


@contextmanager
def assurance_file(
    thing: Recommendation | Decision, asked: Asked, *, at: datetime
) -> Iterator[Made]:
    """Make the file of a thing, somewhere that has no name and is gone when it is closed.

    Nothing is locked meanwhile. Raises PermissionDenied, ValidationError, BrokenLedger or
    ChangedMeanwhile.
    """
    require(may_take_assurance_file(asked.by, name_of(thing), on=asked.on))
    gathered, upto = _gathered_at_rest(thing, asked)
    lines = lines_of(gathered.gathering, upto=upto)
    file = TemporaryFile()  # noqa: SIM115 - whoever hands it out closes it
    try:
        with ZipFile(file, "w") as opened:
            manifest, count = _write(_Zip(opened), gathered, lines, upto=upto, at=at)
        file.seek(0)
        name = f"assurance-{gathered.record.called}-{manifest[:12]}-not-for-publication.zip"
        yield Made(file, name, manifest, count, gathered, upto)
    except BaseException:
        file.close()
        raise


def _gathered_at_rest(
    thing: Recommendation | Decision, asked: Asked
) -> tuple[Gathered, Checkpoint]:
    """What is so of a thing at one line of the ledger: read while no act was done by anybody."""
    for _turn in range(TURNS):
        before = checkpoint()
        gathered = _gather(thing, asked)
        if checkpoint() == before:
            return gathered, before
    raise ChangedMeanwhile


def _gather(thing: Recommendation | Decision, asked: Asked) -> Gathered:
    if isinstance(thing, Recommendation):
        return gather_recommendation(thing, Gathering.begun(asked))
    if asked.as_at:
        raise ValidationError(
            _("A decision’s file is of today. Only a recommendation’s has a day.")
        )
    return gather_decision(thing, Gathering.begun(asked))


def _write(
    out: _Zip, gathered: Gathered, lines: list[Line], *, upto: Checkpoint, at: datetime
) -> tuple[str, int]:
    """Every file, and at the end what all of them are: the manifest's digest, and how many."""
    facts = facts_of(gathered, at=at)
    out.add("README.txt", [as_readme(gathered, facts=facts, line_count=len(lines)).encode()])
    out.add("check.py", [CHECKER.read_bytes()])
    out.add("record.json", [_json(_record(gathered, lines, at=at))])
    out.add("record.html", [as_page(gathered, lines, facts=facts, at=at).encode()])
    out.add("ledger/lines.txt", (f"{one.event.hash} {one.canonical}\n".encode() for one in lines))
    out.add("ledger/checkpoint.txt", [f"{upto}\n".encode()])
    for document in gathered.gathering.documents:
        out.add_document(document)
    manifest = _json({**_head(gathered, at=at), "files": out.said})
    count = len(out.said)
    digest = out.add("manifest.json", [manifest])
    out.add("manifest.sha256", [f"{digest}  manifest.json\n".encode()])
    return digest, count


def _head(gathered: Gathered, *, at: datetime) -> dict[str, Any]:
    gathering = gathered.gathering
    return {
        "format": FORMAT,
        "of": gathered.record.name,
        "called": gathered.record.called,
        "body": settings.BODY_NAME,
        "as_at": str(gathering.as_at) if gathering.known_before else None,
        "made_at": at.astimezone(UTC).isoformat(),
        "taken_by": gathering.by.actor,
        "audience": "internal: not for publication",
        "left_out": {one.value: n for one, n in sorted(gathering.left_out.items())},
    }


def _record(gathered: Gathered, lines: list[Line], *, at: datetime) -> dict[str, Any]:
    record = gathered.record
    return {
        **_head(gathered, at=at),
        "title": record.title,
        "sections": {one.code: one.plain() for one in record.sections},
        "titles": {one.code: one.title for one in record.sections},
        "documents": [_document(one, lines) for one in gathered.gathering.documents],
        "ledger": [_line(one.event) for one in lines],
    }


def _line(event: Event) -> dict[str, Any]:
    about = {"kind": event.kind, "about": event.about}
    return {"number": event.number, **about, "hash": event.hash}


def _document(one: Document, lines: list[Line]) -> dict[str, Any]:
    """A document, and the first line of the ledger that names it by its digest, if one does: a
    line about that by whose reference it is called.
    """
    naming = (line.number for line in lines if one.digest in line.digests and _is_about(line, one))
    digest = {"sha256": one.digest, "line": next(naming, None)}
    return {"path": one.path, "title": one.title, **digest}


def _is_about(line: Line, one: Document) -> bool:
    reference = line.event.about.rpartition(":")[2]
    return one.path.startswith((f"documents/{reference}.", f"documents/{reference}-"))


def _json(said: object) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()

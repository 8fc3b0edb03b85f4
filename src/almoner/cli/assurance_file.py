"""`almoner assurance-file`: a recommendation or a decision with all that shows it, for auditors."""

import os
import shutil
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.timezone import localdate, now

from almoner.audits.models import Recommendation
from almoner.core.ledger import BrokenLedger
from almoner.decisions.models import Decision
from almoner.reports.assurance_file.gathered import Asked, told
from almoner.reports.assurance_file.making import ChangedMeanwhile, Made, assurance_file
from almoner.reports.assurance_file.operations import take_assurance_file
from almoner.reports.assurance_file.queries import thing_called

from .days import day
from .demonstration.ground import call_it_by_its_name
from .people import acting, person_named
from .refusals import Misuse, Refusal


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "reference", metavar="REFERENCE", help="such as REC-2026-003 or PCD-2026-014"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the zip that it is to write"
    )
    parser.add_argument(
        "--as-at",
        type=day,
        metavar="DAY",
        help="of a recommendation: what was known that day, such as 2026-03-04 (default: now)",
    )
    acting(parser)


def run(given: Namespace) -> None:
    call_it_by_its_name()
    person, thing = person_named(given.acting_as), _thing(given.reference)
    if given.as_at and given.as_at > localdate():
        raise Misuse("That day is to come. Give today, or an earlier day.")
    at = now()
    try:
        with (
            assurance_file(thing, Asked(person, localdate(), given.as_at), at=at) as made,
            _written(made, given.out),
        ):
            take_assurance_file(thing, made, by=person, at=at)
    except (BrokenLedger, ChangedMeanwhile) as refusal:
        raise Refusal(str(refusal)) from refusal
    _tell(made, given.out)


def _thing(reference: str) -> Recommendation | Decision:
    found = thing_called(reference.strip().upper())
    if found is None:
        raise Misuse(f"There is no recommendation and no decision {reference!r}.")
    return found


@contextmanager
def _written(made: Made, path: Path) -> Iterator[None]:
    """Write it beside its place, and put it there once it is taken; or leave nothing."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with made.file, part.open("xb") as out:
            shutil.copyfileobj(made.file, out)
        yield
        part.replace(path)
    except OSError as error:
        raise Misuse(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)


def _tell(made: Made, path: Path) -> None:
    left_out = list(told(made.gathered.gathering.left_out.items()))
    print(f"{made.file_count} files. Internal: not for publication.")
    print(
        "\n".join(f"Left out: {ground}: {count}" for ground, count in left_out) or "Left out: none"
    )
    print(f"SHA-256 of its manifest, as the ledger has it: {made.manifest}")
    print(path)

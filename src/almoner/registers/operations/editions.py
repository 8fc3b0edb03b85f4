"""Editions: what was public of a period, frozen, in files that anyone can check."""

import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from errno import EEXIST
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeAlias

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.disk import keep_names_in
from almoner.core.ledger import Checkpoint, checkpoint, record
from almoner.core.models import Series
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.periods import Month, Quarter, parse_period
from almoner.core.references import next_reference
from almoner.core.verdicts import require
from almoner.publication.datasets import Dataset, registry
from almoner.publication.packages import Package, add_file, write_package
from almoner.registers.events import EditionEvent
from almoner.registers.grounds import Ground
from almoner.registers.models import Edition, EditionFile, Tombstone
from almoner.registers.policies import may_issue_edition
from almoner.registers.queries import (
    editions_of,
    lines_of_effect,
    served_of,
    tombstones_of,
    took_effect_after,
)

# A financial year is written like a month: 2011-12 is December 2011.
Span: TypeAlias = Month | Quarter

MAKING = ".making-"
NOTICE = "taken-down.txt"
A_DAY = 24 * 60 * 60


class EditionOvertaken(Exception):
    """Somebody else issued the edition of this number meanwhile."""


class EditionDiffers(Exception):
    """An edition written again has other bytes than those that were issued."""


class EditionTakenDown(Exception):
    """Something was taken out of an edition, and what is to stand there instead is not made yet."""


def issue_edition(dataset: str, *, period: Span, by: User, at: datetime) -> Edition:
    """Freeze what is public of a period now, and put its files where they stay.

    The files come first and the line in the ledger last, so there can be files of an edition that
    never was, which the next one replaces, but no edition without files. Raises PermissionDenied,
    ValidationError, or EditionOvertaken.
    """
    require(may_issue_edition(by, on=day_of(at)))
    _refuse_unended(period, at)
    end = checkpoint()
    edition = Edition(
        dataset=dataset,
        period=str(period),
        number=_next_number(dataset, str(period)),
        issued_at=at,
        issued_by=by,
        line=end.count,
        line_hash=end.head,
    )
    home = folder_of(edition).parent
    home.mkdir(parents=True, exist_ok=True)

    with _workshop(home) as folder:
        package = _write(folder, edition)
        if not package.row_count:
            raise ValidationError(_("Nothing is public for that period."))
        return record_edition(edition, package, folder, by=by, at=at)


@operation
def record_edition(
    edition: Edition, package: Package, folder: Path, *, by: User, at: datetime
) -> Edition:
    """Put written files in their place and say so. Raises PermissionDenied, EditionOvertaken."""
    lock_what_is_published()
    # Taking the reference locks the year's series, so editions are recorded one at a time.
    edition.reference = next_reference("EDN", on=day_of(at))
    require(may_issue_edition(by, on=day_of(at)))
    if edition.number != _next_number(edition.dataset, edition.period):
        raise EditionOvertaken(_("Somebody else has just issued this edition. Try again."))
    if took_effect_after(edition.line):
        raise EditionOvertaken(_("Something has just been withheld. Try again."))

    edition.row_count, edition.digest = package.row_count, package.digest
    edition.save(force_insert=True)
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, name=file.name, size=file.size, digest=file.digest)
        for file in package.files
    )
    put_in_place(folder, folder_of(edition))
    record(
        EditionEvent.ISSUED,
        about=edition,
        by=by,
        at=at,
        digest=edition.digest,
        period=edition.period,
        number=edition.number,
        rows=edition.row_count,
        line=edition.line,
    )
    return edition


def write_edition(edition: Edition, folder: Path) -> Package:
    """Write an edition's files again, from the database as it was frozen, into a new folder.

    What was taken down is not made again. Raises EditionDiffers, and leaves nothing, unless they
    are byte for byte what is served; EditionTakenDown; and FileExistsError for a folder that holds
    something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(EEXIST, _("There is something in this folder already"), str(folder))
    return _write_again(edition, folder)


def restore_edition(edition: Edition) -> Package:
    """Put an edition's own files back in their place. Raises EditionDiffers, EditionTakenDown."""
    return _write_again(edition, folder_of(edition))


def folder_of(edition: Edition) -> Path:
    return settings.FILES / "editions" / edition.dataset / edition.period / str(edition.number)


def _write_again(edition: Edition, folder: Path) -> Package:
    if (served := served_of(edition)) is None:
        raise EditionTakenDown(
            _(
                "Something was taken out of %(edition)s, and its new files are not made yet."
                " Run `almoner run_due`. The files first issued are not made again."
            )
            % {"edition": edition}
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _workshop(folder.parent) as workshop:
        package = _write(workshop, edition)
        if package.digest != served.digest:
            raise EditionDiffers(
                _("%(edition)s was issued with other bytes than it has now.") % {"edition": edition}
            )
        put_in_place(workshop, folder)
    return package


def _next_number(dataset: str, period: str) -> int:
    last = editions_of(dataset).filter(period=period).first()
    return last.number + 1 if last else 1


def _refuse_unended(period: Span, at: datetime) -> None:
    if period.last_day >= day_of(at):
        raise ValidationError(_("%(period)s has not ended yet.") % {"period": period})


def lock_what_is_published() -> None:
    """Within an operation: nobody records an edition, or withholds anything, meanwhile."""
    Series.objects.select_for_update().get_or_create(name="PUBLISHED")


def frozen_rows(edition: Edition, *, withheld_at: Collection[int] = ()) -> Dataset:
    """What was public when an edition was issued, less what was withheld at these later lines."""
    return registry[edition.dataset].frozen(
        parse_period(edition.period),
        line=edition.line,
        on=day_of(edition.issued_at),
        withheld_at=withheld_at,
    )


def rows_to_compare(earlier: Edition, edition: Edition) -> Dataset:
    """An earlier edition's rows, less all that is taken out of either: a list of changes would name
    as gone what it may not show.
    """
    taken = [stone.withholding for stone in tombstones_of(edition)] if edition.pk else []
    before = lines_of_effect(stone.withholding for stone in tombstones_of(earlier))
    known = [line for line in before if line <= edition.line]
    lines = [edition.line, *known, *lines_of_effect(taken)]
    return frozen_rows(earlier, withheld_at=lines)


@contextmanager
def made_again(edition: Edition) -> Iterator[tuple[Path, Package]]:
    """An edition's files beside their place, without all that was taken out of it since."""
    home = folder_of(edition).parent
    home.mkdir(parents=True, exist_ok=True)
    with _workshop(home) as folder:
        yield folder, _write(folder, edition)


def _write(folder: Path, edition: Edition) -> Package:
    """Write the files of an edition, recorded or about to be, into an empty folder."""
    stones = list(tombstones_of(edition)) if edition.pk else []
    package = write_package(
        frozen_rows(edition, withheld_at=lines_of_effect(one.withholding for one in stones)),
        folder,
        period=edition.period,
        number=edition.number,
        checkpoint=str(Checkpoint(edition.line, edition.line_hash)),
    )
    return add_file(package, folder, NOTICE, [_notice(stones)]) if stones else package


def _notice(stones: Iterable[Tombstone]) -> bytes:
    """What is told of what was taken down: when, on which ground, and the digest of what was."""
    said = "".join(
        f"{day_of(stone.made_at)}: {Ground(stone.ground).label}."
        f" What stood here until then had the digest {stone.digest}.\n"
        for stone in stones
    )
    return f"Rows were taken out of this edition after it was issued.\n\n{said}".encode()


@contextmanager
def _workshop(home: Path) -> Iterator[Path]:
    """A folder beside the final one, so that moving it is one step; swept away unless moved."""
    folder = Path(mkdtemp(prefix=MAKING, dir=home))
    folder.chmod(0o755)
    _sweep(home, made_at=folder.stat().st_mtime)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(home: Path, *, made_at: float) -> None:
    """Clear away what others left that were killed a day ago or before."""
    for left in home.glob(f"{MAKING}*"):
        if made_at - left.stat().st_mtime > A_DAY:
            shutil.rmtree(left, ignore_errors=True)


def put_in_place(folder: Path, place: Path) -> None:
    """Move a folder to its place. What stood there gives way: a dead process left it, or it is
    damaged and this replaces it.
    """
    with _workshop(place.parent) as aside:
        if place.exists():
            place.rename(aside / place.name)
        folder.rename(place)
    keep_names_in(place.parent)

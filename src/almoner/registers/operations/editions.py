"""Editions: what was public of a period, frozen, in files that anyone can check."""

import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from errno import EEXIST
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.actors import Actor, System
from almoner.core.disk import keep_names_in
from almoner.core.ledger import Checkpoint, checkpoint, record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Series
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import next_reference
from almoner.core.verdicts import require
from almoner.framework.queries import framework_on
from almoner.publication.datasets import Dataset
from almoner.publication.full_packages import write_full_package
from almoner.publication.handing_out import hand_out
from almoner.publication.packages import NOTICE, Package, add_file, write_package
from almoner.registers.due_editions import duty_behind
from almoner.registers.events import EditionEvent
from almoner.registers.frozen import (
    columns_of,
    digest_of_rows_in,
    earlier_edition,
    issued_as,
    names_ever_of,
    rows_of,
    terms_of,
)
from almoner.registers.grounds import Ground
from almoner.registers.models import (
    Edition,
    EditionFile,
    Preparation,
    ReplacementFile,
    StandingAuthority,
    Tombstone,
)
from almoner.registers.policies import may_approve_edition, may_use_authority
from almoner.registers.queries import (
    Served,
    editions_of,
    lines_of_effect,
    reopened_after,
    served_of,
    tombstones_of,
    took_effect_after,
    undone_after,
)
from almoner.registers.states import PREPARATION_LIFECYCLE, PreparationState

from .preparing import lapse_submission, locked_preparation

FULL = 2  # the form of package in which editions are issued now
UNDER_AUTHORITY = System("standing-authority")
MAKING = ".making-"
A_DAY = 24 * 60 * 60


class EditionOvertaken(IllegalTransition):
    """Something was withheld, held or undone, or somebody else wrote the same files, meanwhile."""


class EditionDiffers(Exception):
    """An edition written again has other bytes than those that were issued."""


class EditionTakenDown(Exception):
    """Something was taken out of an edition, and what is to stand there instead is not made yet."""


class FactsChanged(IllegalTransition):
    """What would be published is no longer what was submitted. Its approval has lapsed."""


@dataclass(frozen=True, slots=True)
class Approval:
    """What lets an edition out: a person or, instead of any person, a standing authority.

    Whoever asks for it under an authority may do so; they approve nothing.
    """

    asked_by: User
    authority: StandingAuthority | None = None

    @property
    def person(self) -> User | None:
        return None if self.authority else self.asked_by

    @property
    def by(self) -> Actor:
        return self.person or UNDER_AUTHORITY


def approve_edition(preparation: Preparation, *, seen: str, by: User, at: datetime) -> Edition:
    """Freeze and publish what was submitted, as a second person. `seen` is its rows' digest.

    Raises PermissionDenied, IllegalTransition, or FactsChanged, and then the submission lapses.
    """
    require(may_approve_edition(by, preparation, on=day_of(at)))
    if seen != preparation.digest:
        raise FactsChanged(_("It was submitted again since you looked. Look at it once more."))
    return _freeze(preparation, Approval(by), at=at)


def approve_under_authority(
    preparation: Preparation, authority: StandingAuthority, *, by: User, at: datetime
) -> Edition:
    """Freeze and publish what was submitted, by a standing authority and so by no person.

    Raises PermissionDenied, IllegalTransition, or FactsChanged, and then the submission lapses.
    """
    duty = duty_behind(preparation, on=day_of(at))
    require(may_use_authority(by, authority, duty, on=day_of(at)))
    return _freeze(preparation, Approval(by, authority), at=at)


def _freeze(preparation: Preparation, approval: Approval, *, at: datetime) -> Edition:
    """Write an edition's files beside their place, then record it and put them there.

    The files come first and the line in the ledger last, so there can be files of an edition that
    never was, which the next one replaces, but no edition without files.
    """
    PREPARATION_LIFECYCLE.check(preparation.state, PreparationState.APPROVED)
    edition = edition_now(preparation, approval, at=at)
    home = folder_of(edition).parent
    home.mkdir(parents=True, exist_ok=True)
    with _workshop(home) as folder:
        package = _write(folder, edition)
        found = digest_of_rows_in(package, edition)
        if found != preparation.digest:
            lapse_submission(preparation, found=found, by=approval.by, at=at)
            raise FactsChanged(
                _("The facts have changed since it was submitted, so it must be submitted again.")
            )
        return record_edition(edition, package, folder, preparation, approval, at=at)


def edition_now(preparation: Preparation, approval: Approval, *, at: datetime) -> Edition:
    """The edition that a preparation would become at this line of the ledger, not yet written."""
    duty, end = duty_behind(preparation, on=day_of(at)), checkpoint()
    number = _next_number(duty.code, preparation.period)
    return Edition(
        dataset=duty.dataset,
        duty=duty.code,
        framework=framework_on(day_of(at)).digest,
        form=FULL,
        terms=terms_of(duty, period=preparation.period, number=number),
        correction=preparation.correction,
        earlier=earlier_edition(duty, preparation.period),
        period=preparation.period,
        number=number,
        issued_at=at,
        issued_by=approval.person,
        authority=approval.authority,
        line=end.count,
        line_hash=end.head,
    )


@operation
def record_edition(
    edition: Edition,
    package: Package,
    folder: Path,
    preparation: Preparation,
    approval: Approval,
    *,
    at: datetime,
) -> Edition:
    """Put written files in their place and say so.

    Raises PermissionDenied, IllegalTransition, or EditionOvertaken.
    """
    lock_what_is_published()
    preparation = locked_preparation(preparation)
    PREPARATION_LIFECYCLE.check(preparation.state, PreparationState.APPROVED)
    if digest_of_rows_in(package, edition) != preparation.digest:
        raise FactsChanged(_("It was submitted again meanwhile. Look at it once more."))
    _require_still(preparation, approval, at=at)
    if took_effect_after(edition.line):
        raise EditionOvertaken(_("Something has just been withheld. Try again."))
    if reopened_after(edition.line):
        raise EditionOvertaken(_("Something is to be judged anew. Try again."))
    if undone_after(edition.line):
        raise EditionOvertaken(_("An import has just been undone. Try again."))

    edition.reference = next_reference("EDN", on=day_of(at))
    edition.row_count, edition.digest = package.row_count, package.digest
    edition.save(force_insert=True)
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, name=file.name, size=file.size, digest=file.digest)
        for file in package.files
    )
    preparation.state, preparation.edition = PreparationState.APPROVED, edition
    preparation.approved_by = approval.person
    preparation.save()
    put_in_place(folder, folder_of(edition))
    _record(edition, preparation, approval, at=at)
    return edition


def _require_still(preparation: Preparation, approval: Approval, *, at: datetime) -> None:
    """Ask again, of what is locked, whether it may be published."""
    by, on = approval.asked_by, day_of(at)
    if approval.authority is None:
        require(may_approve_edition(by, preparation, on=on))
    else:
        authority = StandingAuthority.objects.select_for_update().get(pk=approval.authority.pk)
        require(may_use_authority(by, authority, duty_behind(preparation, on=on), on=on))


def _record(
    edition: Edition, preparation: Preparation, approval: Approval, *, at: datetime
) -> None:
    facts = {
        "preparation": preparation.reference,
        "duty": edition.duty,
        "digest": edition.digest,
        "period": edition.period,
        "number": edition.number,
        "rows": edition.row_count,
        "line": edition.line,
    }
    if approval.authority:
        facts["authority"] = approval.authority.reference
        kind = EditionEvent.ISSUED_UNDER_AUTHORITY
    else:
        kind = EditionEvent.ISSUED
    record(kind, about=edition, by=approval.by, at=at, **facts)


def write_edition(edition: Edition, folder: Path) -> Package:
    """Write an edition's files again, from the database as it was frozen, into a new folder.

    What was taken down is not made again. Raises EditionDiffers, and leaves nothing, unless they
    are byte for byte what is served; EditionTakenDown; and FileExistsError for a folder that holds
    something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(
            EEXIST, _("There is something in this folder already: name a new one"), str(folder)
        )
    return _write_again(edition, folder)


def restore_edition(edition: Edition) -> Package:
    """Put an edition's own files back in their place. Raises EditionDiffers, EditionTakenDown."""
    return _write_again(edition, folder_of(edition))


def folder_of(edition: Edition) -> Path:
    return settings.FILES / "editions" / edition.series / edition.period / str(edition.number)


def hand_out_edition(edition: Edition, folder: Path) -> list[Path]:
    """Put an edition's files into a folder of somebody's own, in place of an earlier one's.

    Other editions may stand there too: see `publication.handing_out`. Raises EditionDiffers,
    EditionTakenDown, or OSError, and then all that stood there stands.
    """
    files: list[EditionFile | ReplacementFile] = [*_served(edition).files]
    own = folder_of(edition)
    if not all(_is_whole(own / file.name, file.digest) for file in files):
        restore_edition(edition)
    names, stem = [file.name for file in files], f"{edition.series}-{edition.period}"
    return hand_out(own, names, folder, stem=stem, once=names_ever_of(edition))


def _is_whole(path: Path, digest: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest() == digest


def _served(edition: Edition) -> Served:
    if (served := served_of(edition)) is None:
        raise EditionTakenDown(
            _(
                "Something was taken out of %(edition)s, and its new files are not made yet."
                " Run `almoner run_due`. The files first issued are not made again."
            )
            % {"edition": edition}
        )
    return served


def _write_again(edition: Edition, folder: Path) -> Package:
    served = _served(edition)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _workshop(folder.parent) as workshop:
        package = _write(workshop, edition)
        if package.digest != served.digest:
            raise EditionDiffers(
                _("%(edition)s was issued with other bytes than it has now.") % {"edition": edition}
            )
        put_in_place(workshop, folder)
    return package


def _next_number(series: str, period: str) -> int:
    last = editions_of(series).filter(period=period).first()
    return last.number + 1 if last else 1


def lock_what_is_published() -> None:
    """Within an operation: nobody records an edition, and nobody withholds, holds again or undoes
    anything, meanwhile.
    """
    Series.objects.select_for_update().get_or_create(name="PUBLISHED")


def frozen_rows(edition: Edition, *, withheld_at: Collection[int] = ()) -> Dataset:
    """What was public when an edition was issued, less what was withheld at these later lines."""
    return rows_of(edition, withheld_at=withheld_at)


def rows_to_compare(earlier: Edition, edition: Edition) -> Dataset:
    """An earlier edition's rows, less all that is taken out of either: a list of changes would name
    as gone what it may not show.
    """
    taken = [stone.withholding for stone in tombstones_of(edition)] if edition.pk else []
    before = lines_of_effect(stone.withholding for stone in tombstones_of(earlier))
    known = [line for line in before if line <= edition.line]
    lines = [edition.line, *known, *lines_of_effect(taken)]
    return frozen_rows(earlier, withheld_at=lines).in_columns(columns_of(edition))


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
    end = str(Checkpoint(edition.line, edition.line_hash))
    rows = frozen_rows(edition, withheld_at=lines_of_effect(one.withholding for one in stones))
    if edition.form == FULL:
        earlier = rows_to_compare(edition.earlier, edition) if edition.earlier else None
        issued = issued_as(edition, checkpoint=end)
        package = write_full_package(rows, folder, issued=issued, earlier=earlier)
    else:
        package = write_package(
            rows, folder, period=edition.period, number=edition.number, checkpoint=end
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

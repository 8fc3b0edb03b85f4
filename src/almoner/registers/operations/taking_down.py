"""Taking down: what an edition holds that is withheld since is served no more, nor made again."""

from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from django.utils.translation import gettext as _

from almoner.agreements.models import AgreementVersion
from almoner.core.actors import Actor
from almoner.core.ledger import record
from almoner.core.operations import operation
from almoner.payments.models import Payment
from almoner.publication.packages import Package
from almoner.registers.events import EditionEvent
from almoner.registers.kinds import KINDS, Register
from almoner.registers.models import (
    Edition,
    Replacement,
    ReplacementFile,
    Tombstone,
    Withholding,
)
from almoner.registers.publicity import Withheld
from almoner.registers.queries import editions_to_replace, lines_of_effect, tombstones_of

from .editions import (
    EditionOvertaken,
    folder_of,
    frozen_rows,
    lock_what_is_published,
    made_again,
    put_in_place,
)


class Holding(Protocol):
    """A register's dataset, which can say whether a row of it is of what is withheld."""

    def holds(self, withheld: Withheld) -> bool: ...


def set_tombstones(withholding: Withholding, *, at: datetime) -> int:
    """Within the operation that withholds something: serve no edition that holds it any more.

    Returns how many those are.
    """
    editions = Edition.objects.filter(dataset__in=_touched(withholding)).order_by("pk")
    held = [edition for edition in editions if _holds(edition, withholding)]
    Tombstone.objects.bulk_create(
        Tombstone(
            edition=edition,
            withholding=withholding,
            ground=withholding.ground,
            digest=_digest_of(edition),
            made_at=at,
        )
        for edition in held
    )
    return len(held)


def replace_editions(*, by: Actor, at: datetime) -> int:
    """Make what is served instead of every edition from which something was taken.

    Returns how many were replaced. What is taken down meanwhile is left to the next time.
    """
    replaced = 0
    for edition in editions_to_replace():
        last = tombstones_of(edition).last()
        assert last is not None
        with made_again(edition) as (folder, package):
            try:
                record_replacement(last, package, folder, by=by, at=at)
            except EditionOvertaken:
                continue
            replaced += 1
    return replaced


@operation
def record_replacement(
    stone: Tombstone, package: Package, folder: Path, *, by: Actor, at: datetime
) -> Replacement:
    """Put an edition's new files in the place of the old, and say so. Raises EditionOvertaken."""
    lock_what_is_published()
    edition = stone.edition
    last = tombstones_of(edition).last()
    if last != stone or hasattr(last, "replacement"):
        raise EditionOvertaken(_("Somebody else has replaced this edition, or is to."))
    replacement = Replacement.objects.create(
        tombstone=stone, row_count=package.row_count, digest=package.digest, made_at=at
    )
    ReplacementFile.objects.bulk_create(
        ReplacementFile(replacement=replacement, name=file.name, size=file.size, digest=file.digest)
        for file in package.files
    )
    put_in_place(folder, folder_of(edition))
    record(
        EditionEvent.REPLACED,
        about=edition,
        by=by,
        at=at,
        withholding=stone.withholding.reference,
        was=stone.digest,
        digest=package.digest,
        rows=package.row_count,
    )
    return replacement


def _touched(withholding: Withholding) -> set[str]:
    """The registers that ever said anything of what is withheld: editions of others are spared."""
    withheld = Withheld.by([withholding])
    said = AgreementVersion.objects.filter(withheld.versions())
    kinds = set(said.values_list("agreement__kind", flat=True))
    touched = {str(register) for register, kind in KINDS.items() if kind in kinds}
    if Payment.objects.filter(withheld.payments).exists():
        touched.add(Register.SPEND)
    return touched


def _holds(edition: Edition, withholding: Withholding) -> bool:
    """Whether an edition, as it may be served now, has a row of what is withheld."""
    taken = [stone.withholding for stone in tombstones_of(edition)]
    rows = cast("Holding", frozen_rows(edition, withheld_at=lines_of_effect(taken)))
    return rows.holds(Withheld.by([withholding]))


def _digest_of(edition: Edition) -> str:
    """The digest of what stands in an edition's place."""
    made = Replacement.objects.filter(tombstone__edition=edition).order_by("pk").last()
    return made.digest if made else edition.digest

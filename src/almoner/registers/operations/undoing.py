"""Undoing an import, until something else stands on it."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.batches import make_undone
from almoner.core.ledger import record
from almoner.core.models import Batch
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.organisations.models import Organisation
from almoner.organisations.search import ORGANISATION
from almoner.payments.models import Payment
from almoner.payments.search import PAYMENT
from almoner.registers.events import ImportEvent
from almoner.registers.kinds import Register
from almoner.registers.models import UndoneImport
from almoner.registers.policies import MAY_IMPORT
from almoner.registers.queries import what_stands_on
from almoner.search.operations import close_gate, remove_entries

from .agreements import index_agreements_of, index_what_was_held
from .editions import lock_what_is_published
from .imports import importing_alone


class StoodUpon(Exception):
    """An import cannot be undone, because of what was made of it since: `why`, a sentence each."""

    def __init__(self, batch: Batch, why: Sequence[str]) -> None:
        super().__init__(
            _("%(batch)s cannot be undone. %(why)s") % {"batch": batch, "why": " ".join(why)}
        )
        self.why = why


def undo_import(batch: Batch, *, reason: str, by: User, at: datetime) -> UndoneImport:
    """Take back all that an import showed, from now on. Its rows stay, but nobody reads them.

    Raises PermissionDenied, StoodUpon, BatchInProgress, IllegalTransition for what is not live,
    or ValidationError without a reason.
    """
    with importing_alone(by=by, at=at):
        undone = mark_import_undone(batch, reason=reason, by=by, at=at)
        forget_in_index(undone.batch)
    return undone


@operation
def mark_import_undone(batch: Batch, *, reason: str, by: User, at: datetime) -> UndoneImport:
    """Let nobody see the rows of an import any more. Nobody imports anything meanwhile.

    Raises PermissionDenied, StoodUpon, IllegalTransition or ValidationError.
    """
    register = Register(batch.kind)
    require(MAY_IMPORT[register](by, on=day_of(at)))
    if not reason.strip():
        raise ValidationError(_("Say why the import is undone."))

    lock_what_is_published()  # or an edition of its rows could be recorded after this was asked
    batch = make_undone(batch)
    if why := what_stands_on(batch):
        raise StoodUpon(batch, why)
    close_gate(batch.reference)
    index_what_was_held(batch)
    undone = UndoneImport.objects.create(
        batch=batch, reason=reason.strip(), undone_by=by, undone_at=at
    )
    record(
        ImportEvent.UNDONE,
        about=batch,
        by=by,
        at=at,
        register=register,
        digest=batch.digest,
        rows=batch.row_count,
    )
    return undone


def forget_in_index(batch: Batch) -> None:
    """Take out of the index what an undone batch said, and say again what speaks without it."""
    for kind, rows in (
        (PAYMENT, Payment.objects.filter(batch=batch)),
        (ORGANISATION, Organisation.objects.filter(batch=batch)),
    ):
        remove_entries(kind, rows.values_list("reference", flat=True).iterator())
    index_agreements_of(batch)

"""Notes: what officials write down about an agreement."""

from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.agreements.events import ManagementEvent
from almoner.agreements.models import Agreement, Note
from almoner.agreements.policies import may_write_note
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .locking import lock_live


@operation
def write_note(agreement: Agreement, text: str, *, by: User, at: datetime) -> Note:
    """Write a note. Nobody edits it, its author neither: a later note corrects it.

    Raises PermissionDenied, IllegalTransition where no live import speaks of the agreement, or
    ValidationError for a note that says nothing.
    """
    agreement = lock_live(agreement)
    require(may_write_note(by, on=day_of(at)))
    if not text.strip():
        raise ValidationError(_("Write what is to be noted."))

    note = Note.objects.create(
        agreement=agreement,
        text=text.strip(),
        written_by=by,
        written_at=at,
        recorded_at=server_now(),
    )
    digest = sha256(note.text.encode()).hexdigest()
    record(ManagementEvent.NOTED, about=agreement, by=by, at=at, note=note.reference, digest=digest)
    return note

"""Files attached to a document while it is written, and removed again before it is finished."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.documents.events import AttachmentEvent
from almoner.documents.keeping import Kept, kept
from almoner.documents.models import Attachment, Filling
from almoner.documents.policies import may_write_filling
from almoner.documents.queries.attachments import attached_to
from almoner.documents.states import ATTACHMENT_LIFECYCLE, AttachmentState

from .files import record_file
from .fillings import expect_open, locked

MOST = 40  # files of a document; a reader opens each
LONGEST_TITLE = 200


def attach_file(
    pieces: Iterable[bytes], *, name: str, filling: Filling, title: str, by: User, at: datetime
) -> Attachment:
    """Keep a file with a document that is being written. Without a title its name is one.

    Raises PermissionDenied, IllegalTransition, RefusedFile or ValidationError.
    """
    require(may_write_filling(by, filling, on=day_of(at)))  # before anything is written
    expect_open(filling)
    with kept(pieces, name=name) as made:
        return record_attachment(filling, made, title=title, by=by, at=at)


@operation
def record_attachment(
    filling: Filling, made: Kept, *, title: str, by: User, at: datetime
) -> Attachment:
    """Record a file whose bytes are on the disk. Raises what `attach_file` does."""
    filling = locked(filling)
    require(may_write_filling(by, filling, on=day_of(at)))
    expect_open(filling)
    _refuse_what_is_there(filling, made)
    file = record_file(made, about=name_of(filling), by=by, at=at)
    title = " ".join(title.split())[:LONGEST_TITLE] or made.name
    attachment = Attachment(filling=filling, file=file, title=title, attached_by=by, attached_at=at)
    attachment.save(force_insert=True)
    facts = {"document": filling.reference, "file": file.digest}
    record(AttachmentEvent.ADDED, about=attachment, by=by, at=at, **facts)
    return attachment


@operation
def remove_attachment(attachment: Attachment, *, by: User, at: datetime) -> Attachment:
    """Take a file off a document that is being written. That it was there stays on record.

    Raises PermissionDenied or IllegalTransition.
    """
    filling = locked(attachment.filling)
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    require(may_write_filling(by, filling, on=day_of(at)))
    expect_open(filling)
    ATTACHMENT_LIFECYCLE.check(attachment.state, AttachmentState.REMOVED)
    attachment.state, attachment.removed_by = AttachmentState.REMOVED, by
    attachment.removed_at = at
    attachment.save(update_fields=["state", "removed_by", "removed_at"])
    facts = {"document": filling.reference, "file": attachment.file.digest}
    record(AttachmentEvent.REMOVED, about=attachment, by=by, at=at, **facts)
    return attachment


def _refuse_what_is_there(filling: Filling, made: Kept) -> None:
    there = attached_to(filling)
    if any(one.file.digest == made.digest for one in there):
        raise ValidationError(_("This very file is attached already."))
    if len(there) >= MOST:
        raise ValidationError(
            _("A document has at most %(most)d attachments. Put several into one file.")
            % {"most": MOST}
        )

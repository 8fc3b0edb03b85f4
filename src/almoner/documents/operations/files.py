"""What is done to files: recorded with what they belong to; taken down at once, deleted by two."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require
from almoner.documents.events import FileEvent
from almoner.documents.grounds import Danger
from almoner.documents.keeping import Kept, forget_bytes
from almoner.documents.models import StoredFile
from almoner.documents.policies import may_review_file, may_take_down_file
from almoner.documents.states import FILE_LIFECYCLE, FileState


def record_file(made: Kept, *, about: str, by: User, at: datetime) -> StoredFile:
    """Within an operation: say that bytes on the disk belong to something. Its line says so."""
    return StoredFile.objects.create(
        name=made.name,
        kind=made.kind,
        size=made.size,
        digest=made.digest,
        place=made.place,
        about=about,
        stored_by=by,
        stored_at=at,
    )


@operation
def take_down_file(
    file: StoredFile, *, ground: Danger, reason: str, by: User, at: datetime
) -> StoredFile:
    """Let nobody read a file from this commit on. A second person then decides about its bytes.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    file = _lock(file)
    require(may_take_down_file(by, file, on=day_of(at)))
    FILE_LIFECYCLE.check(file.state, FileState.TAKEN_DOWN)
    if not reason.strip():
        raise ValidationError(_("Say why it is taken down."))
    file.state, file.ground, file.reason = FileState.TAKEN_DOWN, ground, reason.strip()
    file.taken_down_by, file.taken_down_at = by, at
    file.reviewed_by = file.reviewed_at = None
    file.save()
    record(FileEvent.TAKEN_DOWN, about=file, by=by, at=at, digest=file.digest, ground=ground)
    return file


def agree_to_delete_file(file: StoredFile, *, by: User, at: datetime) -> StoredFile:
    """Agree, as the second person, that a file goes for good, and delete its bytes.

    Raises PermissionDenied or IllegalTransition.
    """
    file = delete_file(file, by=by, at=at)
    forget_bytes(file)  # the nightly step does, if this process dies here
    return file


@operation
def delete_file(file: StoredFile, *, by: User, at: datetime) -> StoredFile:
    """Say that a file's bytes are to go. Its digest and the ground are left. Raises what
    `agree_to_delete_file` does.
    """
    file = _lock(file)
    require(may_review_file(by, file, on=day_of(at)))
    FILE_LIFECYCLE.check(file.state, FileState.DELETED)
    file.state, file.name = FileState.DELETED, ""  # the name may say what the file did
    file.reviewed_by, file.reviewed_at = by, at
    file.save()
    ground = Danger(file.ground)
    record(FileEvent.DELETED, about=file, by=by, at=at, digest=file.digest, ground=ground)
    return file


@operation
def restore_file(file: StoredFile, *, by: User, at: datetime) -> StoredFile:
    """Find, as the second person, that a file need not have been taken down: it is read again.

    Raises PermissionDenied or IllegalTransition.
    """
    file = _lock(file)
    require(may_review_file(by, file, on=day_of(at)))
    FILE_LIFECYCLE.check(file.state, FileState.KEPT)
    file.state = FileState.KEPT
    file.reviewed_by, file.reviewed_at = by, at
    file.save()
    record(FileEvent.RESTORED, about=file, by=by, at=at, digest=file.digest)
    return file


def _lock(file: StoredFile) -> StoredFile:
    return StoredFile.objects.select_for_update().get(pk=file.pk)

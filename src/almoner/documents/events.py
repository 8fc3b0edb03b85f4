"""What happens to stored files by themselves. That one was stored, its owner's line says."""

from almoner.core.events import DIGEST, EventKind, one_of

from .grounds import Danger


class FileEvent(EventKind):
    TAKEN_DOWN = "file.taken-down", {"digest": DIGEST, "ground": one_of(Danger)}
    DELETED = "file.deleted", {"digest": DIGEST, "ground": one_of(Danger)}
    RESTORED = "file.restored", {"digest": DIGEST}

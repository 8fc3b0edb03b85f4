"""What this database is for. It is said once, by the first command that fills it."""

from datetime import datetime
from enum import StrEnum

from .actors import Actor
from .events import EventKind, one_of
from .ledger import record
from .models import Installation
from .operations import operation


class Purpose(StrEnum):
    LIVE = "live"
    DEMONSTRATION = "demonstration"


class InstallationEvent(EventKind):
    FOUNDED = "installation.founded", {"purpose": one_of(Purpose)}


@operation
def found_installation(*, purpose: Purpose, by: Actor, at: datetime) -> Installation:
    """Say for ever what this database is for. Raises IntegrityError once it has been said."""
    installation = Installation.objects.create(
        is_demonstration=purpose == Purpose.DEMONSTRATION, made_at=at
    )
    record(InstallationEvent.FOUNDED, about=installation, by=by, at=at, purpose=purpose)
    return installation

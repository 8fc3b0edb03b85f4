"""By which decision a gate is passed: asked of the app that holds decisions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from almoner.framework.routes import Stage

from .models import Commission


@dataclass(frozen=True, slots=True)
class Authority:
    """A signed decision that lets a case through: its number, and the hash of what it bound."""

    number: str
    snapshot: str
    about: str

    def kept(self) -> dict[str, str]:
        """What the gate keeps of it as evidence."""
        return {"number": self.number, "snapshot": self.snapshot, "about": self.about}


# Of a case, and the code of a matter: the signed decision on it, while the case is what it bound.
Source: TypeAlias = Callable[[Commission, str], Authority | None]
_sources: list[Source] = []


def declare_authority(source: Source) -> Source:
    """Decorator: make known who says which decision lets a case through."""
    _sources.append(source)
    return source


def authority_for(commission: Commission, stage: Stage) -> Authority | None:
    """The decision that lets a case out of a stage. None if none is signed, or offices decide."""
    if not stage.decided_by or stage.matter is None:
        return None
    found = (source(commission, stage.matter) for source in _sources)
    return next((one for one in found if one), None)

"""Who acts: a person, or the house itself by the clock. The ledger knows either by one word."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Whoever does a thing."""

    @property
    def actor(self) -> str:
        """The word for them in the ledger: `person:PER-7QX2MHW4PC`, `system:nightly`."""


@dataclass(frozen=True, slots=True)
class System:
    """A part of the house that acts by itself, or the operator who runs it."""

    name: str

    @property
    def actor(self) -> str:
        return f"system:{self.name}"


NIGHTLY = System("nightly")
OPERATOR = System("operator")
DEMONSTRATION = System("demonstration")

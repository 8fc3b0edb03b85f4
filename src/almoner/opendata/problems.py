"""Whatever may be said of a row that was read: the closed list of codes, with what each means."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much it matters: whether the row is kept as it is, kept as repaired, or not kept."""

    REJECTED = "rejected"
    REPAIRED = "repaired"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Code:
    """One thing that may be said of a row or a cell: what it means, and what to do."""

    code: str
    meaning: str
    remedy: str

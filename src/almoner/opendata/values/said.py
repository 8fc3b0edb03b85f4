"""The two answers to what a cell says: a value with the change it took, or why there is none."""

from typing import Final, Generic, NamedTuple, Never, TypeVar

T_co = TypeVar("T_co", covariant=True)
QUOTED = 60


class Said(NamedTuple, Generic[T_co]):
    """What a cell says. No value: it says nothing. `change` is the code of the repair, if any."""

    value: T_co | None
    change: str = ""


class Unreadable(ValueError):
    """A cell does not say what it should: a sentence says why, and `code` is for machines."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


NOTHING: Final[Said[Never]] = Said(None)


def unreadable(code: str, text: str, why: str) -> Unreadable:
    """The refusal of a cell: its text, cut short and on one line, and what is the matter."""
    line = "".join(c if c.isprintable() else " " for c in text[: 2 * QUOTED])
    line = " ".join(line.split())
    if len(line) > QUOTED:
        line = line[: QUOTED - 1] + "…"
    return Unreadable(code, f"“{line}” {why}")

"""What any line of a framework may say, and how it contradicts another."""

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from msgspec import Meta

Words: TypeAlias = Annotated[str, Meta(pattern=r"\S", max_length=500)]
Code: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=40)]
Place: TypeAlias = Sequence[str | int]


class Inconsistent(ValueError):
    """Two parts of a framework contradict each other. The message says so and what to do."""

    def __init__(self, sentence: str, *place: str | int) -> None:
        super().__init__(sentence)
        self.place: Place = place


def listed(codes: Sequence[str]) -> str:
    """The codes there are, as the end of a sentence that refuses another."""
    return f"There are: {', '.join(codes)}." if codes else "There are none: write one first."

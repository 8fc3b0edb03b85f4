"""A list read again with the nearest words, where it found nothing with those that were typed.

Pages forgive; their twins and the API do not: a program gets what it asked for.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

from django.http import HttpRequest, QueryDict

from almoner.search.corrections import nearest

WORDS = "q"  # the box of words that are looked for everywhere
EXACTLY = "exactly"  # in the address: what was typed, and nothing instead of it
Audience: TypeAlias = frozenset[str] | set[str]


class Asked(Protocol):
    """A list as somebody asked for it. The boxes that are `mistaken` name nothing there is."""

    @property
    def has_found(self) -> bool: ...

    @property
    def mistaken(self) -> Collection[str]: ...


A = TypeVar("A", bound=Asked)


@dataclass(frozen=True, slots=True)
class Instead:
    """What a page took a reader to have meant in one box, and where it takes them at their word."""

    box: str
    typed: str
    meant: str
    exactly: str


def read_forgivingly(
    request: HttpRequest,
    read: Callable[[QueryDict], A],
    boxes: Mapping[str, tuple[str, ...]],
    *,
    audiences: Audience,
) -> tuple[A, list[Instead]]:
    """The list that was asked for or, if that finds nothing, with the nearest words in its boxes.

    `boxes` says among which kinds of entry each is looked for; without any, among all. What was
    typed stands if the nearest words find nothing either.
    """
    asked = read(request.GET)
    if asked.has_found or EXACTLY in request.GET:
        return asked, []
    # What a box names and is there was meant: only the words looked for may still be misspelt.
    doubtful = [box for box in boxes if box == WORDS or box in asked.mistaken]
    said = {box: request.GET.get(box, "").strip() for box in doubtful}
    near = {
        box: nearest(typed, audiences=audiences, kinds=boxes[box]) for box, typed in said.items()
    }
    meant = {box: words for box, words in near.items() if words}
    other = read(with_words(request.GET, meant)) if meant else asked
    if not other.has_found:
        return asked, []
    exactly = f"?{with_words(request.GET, {EXACTLY: 'yes'}).urlencode()}"
    return other, [Instead(box, said[box], words, exactly) for box, words in meant.items()]


def with_words(query: QueryDict, words: Mapping[str, str]) -> QueryDict:
    """A query with these words in their boxes, from its first page."""
    changed = query.copy()
    changed.pop("page", None)
    for box, said in words.items():
        changed[box] = said
    return changed

"""Sources: what each app's `search.py` declares, so that the index can be made again."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from .models import Entry

Source: TypeAlias = Callable[[], Iterable[Entry]]
sources: dict[str, Source] = {}


def declare_entries(kind: str) -> Callable[[Source], Source]:
    """Decorator: make known how to make every entry of a kind. It reads live rows only."""

    def declare(source: Source) -> Source:
        if kind in sources:
            raise ValueError(f"Two sources make entries of {kind!r}")
        sources[kind] = source
        return source

    return declare

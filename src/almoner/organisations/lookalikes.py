"""Organisations whose names say the same, which nobody has been asked about. Nothing here writes.

All names are held in memory, so that a page need not compare any.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from .groups import Groups, groups_now
from .queries import live_identifiers, live_organisations
from .spellings import spelling_of
from .states import Basis

CHUNK = 2_000
Key: TypeAlias = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organisations that may be one, or one that may not be whom a file took it for."""

    organisation: int
    other: int | None
    basis: Basis

    @property
    def key(self) -> Key:
        """As a likeness keeps them: the earlier known first."""
        if self.other is None or self.organisation < self.other:
            return self.organisation, self.other
        return self.other, self.organisation


def lookalikes() -> Iterator[Pair]:
    """Of each spelling, the earliest known with each of the others that no number contradicts."""
    groups = groups_now()
    numbers = _numbers(groups)
    for alike in _by_spelling(groups).values():
        first, *others = alike
        for other in others:
            if not _contradict(numbers.get(first, {}), numbers.get(other, {})):
                yield Pair(first, other, Basis.SPELT_ALIKE)


def _by_spelling(groups: Groups) -> Mapping[str, list[int]]:
    """Who speaks for the organisations of each spelling, the earliest known first."""
    found: dict[str, dict[int, None]] = defaultdict(dict)
    names = live_organisations().order_by("pk").values_list("pk", "name")
    for key, name in names.iterator(chunk_size=CHUNK):
        if spelling := spelling_of(name):
            found[spelling].setdefault(groups.head(key))
    return {spelling: list(some) for spelling, some in found.items()}


def _numbers(groups: Groups) -> Mapping[int, Mapping[str, set[str]]]:
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    stated = live_identifiers().values_list("organisation", "scheme", "value")
    for key, scheme, value in stated.iterator(chunk_size=CHUNK):
        found[groups.head(key)][scheme].add(value)
    return found


def _contradict(some: Mapping[str, set[str]], others: Mapping[str, set[str]]) -> bool:
    """Whether a register gave both a number, and none of them to both."""
    return any(not some[scheme] & others[scheme] for scheme in some.keys() & others.keys())


def not_asked_yet(
    pairs: Iterable[Pair], *, known: Collection[Key], apart: set[frozenset[int]]
) -> list[Pair]:
    """Those of the pairs that nobody was asked about, each once, the first that says why."""
    groups = groups_now()
    found: dict[Key, Pair] = {}
    for pair in pairs:
        heads = frozenset({groups.head(pair.organisation), groups.head(pair.other or 0)})
        is_settled = pair.other is not None and (len(heads) == 1 or heads in apart)
        if pair.key not in known and not is_settled:
            found.setdefault(pair.key, pair)
    return list(found.values())

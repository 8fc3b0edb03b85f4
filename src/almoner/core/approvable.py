"""What an approval binds: an app that has a part in a thing says, in its `approvable.py`, which of
its facts somebody approves with it. A fact that changes afterwards is told by its code.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of what is approved: a code that never varies, what it is called, what it says."""

    code: str
    title: str
    value: str

    def kept(self) -> dict[str, str]:
        return {"code": self.code, "title": self.title, "value": self.value}


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is not what was approved any more; empty where there was, or is, none."""

    title: str
    before: str
    after: str


# Given names of things as the ledger has them, the facts of each of which the app knows any. It
# asks a fixed number of queries, however many the things.
Snapshot: TypeAlias = Callable[[Collection[str]], Mapping[str, Sequence[Fact]]]
_snapshots: list[Snapshot] = []


def declare_snapshot(snapshot: Snapshot) -> Snapshot:
    """Decorator: make known what an app's part of a thing is."""
    _snapshots.append(snapshot)
    return snapshot


def facts_of(names: Collection[str]) -> dict[str, list[Fact]]:
    """All facts of each thing, as they stand now, in an order that never varies."""
    found: dict[str, list[Fact]] = {name: [] for name in names}
    for snapshot in _snapshots:
        for name, facts in snapshot(names).items():
            found[name].extend(facts)
    return {name: sorted(facts, key=lambda fact: fact.code) for name, facts in found.items()}


def digest_of_facts(facts: Iterable[Fact]) -> str:
    """The SHA-256 of what facts say; what they are called does not count."""
    said = {fact.code: fact.value for fact in facts}
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(canonical.encode()).hexdigest()


def changes_between(before: Iterable[Fact], after: Iterable[Fact]) -> list[Change]:
    """Which facts differ, in the order of their codes."""
    earlier = {fact.code: fact for fact in before}
    later = {fact.code: fact for fact in after}
    return [
        Change((earlier.get(code) or later[code]).title, _said(earlier, code), _said(later, code))
        for code in sorted(earlier.keys() | later.keys())
        if _said(earlier, code) != _said(later, code)
    ]


def _said(facts: Mapping[str, Fact], code: str) -> str:
    return facts[code].value if code in facts else ""

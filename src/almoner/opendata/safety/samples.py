"""The labelled sample that is shipped: how much of it is found, and how much wrongly.

Every row is invented. The rules were made with the rows of `tuned_on`. Those of `held_out` were
written before the rules by the same hand, and kept back; those of `afterwards` were written when
the rules stood, in other words on purpose, and the rules were changed for them since. Those of
`fresh` were written before that change, and no rule was changed for any of them.
"""

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from .findings import CHECKS, Severity
from .rows import look_over

FOLDER = Path(__file__).with_name("sample")
NAMES = ("tuned_on", "held_out", "afterwards", "fresh")
PAYEE = {"spend": "supplier_name", "contracts": "supplier_name", "grants": "recipient_name"}
TEXT = {"spend": "purpose", "contracts": "description", "grants": "purpose"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """An invented row, and the codes that should be found in it: none where it is harmless."""

    values: dict[str, str]
    expects: frozenset[str]


@dataclass(slots=True)
class Measured:
    """How the checks did on a sample, by code: expected, found of those, and found wrongly."""

    rows: int = 0
    harmless: int = 0
    harmless_held_up: int = 0
    harmless_with_any: int = 0
    dangerous_held_up: int = 0
    dangerous_that_should: int = 0
    expected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)


def sample(name: str) -> list[Labelled]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [_labelled(row) for row in csv.DictReader(file)]


def _labelled(row: dict[str, str]) -> Labelled:
    kind = row["kind"]
    values = {PAYEE[kind]: row["name"], TEXT[kind]: row["words"]}
    values[PAYEE[kind].replace("name", "postcode")] = row["postcode"]
    stated = {name: value for name, value in values.items() if value}
    return Labelled(stated, frozenset(row["expects"].split()))


def measure(rows: list[Labelled]) -> Measured:
    """Look over a sample, and count."""
    measured = Measured(rows=len(rows))
    for row in rows:
        codes = {finding.code for finding in look_over(row.values)}
        holds_up = _blocks(codes)
        if row.expects:
            measured.dangerous_that_should += _blocks(row.expects)
            measured.dangerous_held_up += holds_up and _blocks(row.expects)
        else:
            measured.harmless += 1
            measured.harmless_held_up += holds_up
            measured.harmless_with_any += bool(codes)
        measured.expected.update(row.expects)
        measured.found.update(row.expects & codes)
        measured.false.update(codes - row.expects)
    return measured


def _blocks(codes: set[str] | frozenset[str]) -> bool:
    return any(CHECKS[code].severity is Severity.BLOCKS for code in codes)

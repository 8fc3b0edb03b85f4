"""What only the rows of a file together tell: what stands twice, contradicts, or is far out."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from heapq import heappush, heappushpop
from math import log10
from statistics import quantiles
from typing import Any

from almoner.opendata.dictionaries import Dictionary
from almoner.opendata.tables import Row
from almoner.opendata.values import is_various, is_withheld, plain

from .findings import Finding
from .rows import PAYEES, look_over

NUMBERS = ("company_number", "charity_number")
FEWEST = 20  # amounts: among fewer none is far out
FURTHEST = 20  # amounts that are kept until the end
SPREADS = 3  # so many times the middle half of the amounts, as they grow by tens
LEAST_SPREAD = 0.5
LONG_WORD = 4
LEGAL_FORMS = frozenset(("limited", "company", "trust", "group", "services", "council"))


@dataclass(slots=True)
class FileChecks:
    """Looks over the rows of one table, and remembers what is needed to compare them.

    It keeps two numbers for each row, and the name of each payee who has a number.
    """

    dictionary: Dictionary
    _rows: dict[int, int] = field(default_factory=dict)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)
    _numbers: dict[tuple[str, str], str] = field(default_factory=dict)
    _sizes: "array[float]" = field(default_factory=lambda: array("d"))
    _largest: list[tuple[Decimal, int, str]] = field(default_factory=list)

    def look_over(self, row: Row) -> list[Finding]:
        """All that one row gives away, by itself and beside those before it."""
        findings = look_over(row.values)
        findings += (
            Finding(problem.code, problem.field, problem.value)
            for problem in row.problems
            if problem.code == "days-out-of-order"
        )
        findings += self._amounts(row)
        findings += self._repeated(row)
        findings += self._contradictions(row.values)
        return findings

    def at_end(self) -> list[tuple[int, Finding]]:
        """What is told when all rows have been seen, with the numbers of the rows."""
        if len(self._sizes) < FEWEST:
            return []
        low, _, high = quantiles(self._sizes, n=4)
        limit = high + SPREADS * max(high - low, LEAST_SPREAD)
        return [
            (number, Finding("amount-far-out", name, f"£{amount:,.2f}"))
            for amount, number, name in sorted(self._largest, reverse=True)
            if log10(amount) > limit
        ]

    def _amounts(self, row: Row) -> Iterator[Finding]:
        for place, name in enumerate(self.dictionary.money):
            amount = row.values.get(name)
            if not isinstance(amount, Decimal):
                continue
            # Money comes back in payments; nothing is awarded that is less than nil.
            if amount == 0 or (amount < 0 and self.dictionary.kind != "spend"):
                yield Finding("amount-not-positive", name, f"{amount}")
            if amount > 0 and not place:
                self._sizes.append(log10(amount))
                keep = heappush if len(self._largest) < FURTHEST else heappushpop
                keep(self._largest, (amount, row.number, name))

    def _repeated(self, row: Row) -> Iterator[Finding]:
        values = row.values
        said = hash(tuple(self._identity(values)))
        first = self._rows.setdefault(said, row.number)
        if first != row.number:
            name = next((name for name in (*PAYEES, "reference") if name in values), "")
            yield Finding("row-repeated", name, f"as in row {first}")

    def _identity(self, values: Mapping[str, Any]) -> list[Any]:
        """What makes a row one of its own: its reference and amount, or else all that it says."""
        if self.dictionary.kind == "spend" or "reference" not in values:
            return [item for pair in values.items() for item in pair]
        names = ("reference", "lot", *PAYEES, *self.dictionary.money, "award_date", "start_date")
        return [values.get(name) for name in names]

    def _contradictions(self, values: Mapping[str, Any]) -> Iterator[Finding]:
        payee = next((name for name in PAYEES if name in values), None)
        if payee is None:
            return
        said = str(values[payee])
        for kind in NUMBERS:
            name = payee.replace("name", kind)
            number = values.get(name)
            if not number or is_various(said) or is_withheld(said):
                continue
            who = plain(said)
            other_number = self._numbers.setdefault((kind, who), number)
            other_name = self._names.setdefault((kind, number), who)
            if other_number != number:
                yield Finding("numbers-contradict", name, f"{number}, earlier {other_number}")
            elif other_name != who and not _are_alike(who, other_name):
                yield Finding("numbers-contradict", payee, f"{said}, earlier {other_name}")


def _are_alike(one: str, other: str) -> bool:
    """Whether two names share a word that says something: a firm is often called in two ways."""
    words = set(one.split()) & set(other.split()) - LEGAL_FORMS
    return any(len(word) >= LONG_WORD for word in words)

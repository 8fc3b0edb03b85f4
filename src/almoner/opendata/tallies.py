"""What became of the rows of a table, added up: nothing in it grows with the file."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .headings import Layout
from .judging import Judged
from .problems import Level, Problem
from .sources import Record, Sheet

SHOWN = 5
NIL = Decimal("0.00")


@dataclass(slots=True)
class Occurrences:
    """How often one thing was said of one field's cells, with the first few places."""

    problem: Problem
    count: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Money:
    """The column of amounts, added up in pounds. What cannot be added is counted."""

    accepted: Decimal = NIL
    rejected: Decimal = NIL
    unreadable: int = 0
    other_currency: int = 0


@dataclass(slots=True)
class Tally:
    """What became of the rows read so far: each is accepted, repaired, rejected or blank.

    `money_field` is the canonical field that is added up, None where the table has no such column.
    Money of repaired rows counts as accepted.
    """

    layout: Layout
    sheet: Sheet
    accepted: int = 0
    repaired: int = 0
    rejected: int = 0
    blank: int = 0
    money: Money = field(default_factory=Money)
    rows_by_code: Counter[str] = field(default_factory=Counter)
    rejected_by_code: Counter[str] = field(default_factory=Counter)
    occurrences: dict[tuple[str, Level, str], Occurrences] = field(default_factory=dict)
    _above: Decimal = NIL
    _rows_above: int = 0
    _since_sum: Decimal = NIL
    _rows_since_sum: int = 0

    @property
    def seen(self) -> int:
        return self.accepted + self.repaired + self.rejected + self.blank

    @property
    def money_field(self) -> str | None:
        columns = self.layout.by_field
        return next((name for name in self.layout.dictionary.money if name in columns), None)

    def add(self, record: Record, judged: Judged) -> None:
        outcome = judged.outcome
        if outcome is None:
            self.accepted += 1
        elif outcome is Level.REPAIRED:
            self.repaired += 1
        else:
            self.rejected += 1
        if judged.uncounted == "other-currency":
            self.money.other_currency += 1
        elif judged.uncounted:
            self.money.unreadable += 1
        elif judged.money is not None:
            self._add_money(judged, judged.money, is_kept=outcome is not Level.REJECTED)
        if judged.problems:
            for code in {problem.code for problem in judged.problems}:
                self.rows_by_code[code] += 1
                self.rejected_by_code[code] += outcome is Level.REJECTED
            for problem in judged.problems:
                self._note(record, problem)

    def _add_money(self, judged: Judged, amount: Decimal, *, is_kept: bool) -> None:
        if is_kept:
            self.money.accepted += amount
        else:
            self.money.rejected += amount
        if judged.is_a_sum:
            self._since_sum, self._rows_since_sum = NIL, 0
        else:  # its publisher added up rows that we reject, too
            self._above += amount
            self._rows_above += 1
            self._since_sum += amount
            self._rows_since_sum += 1

    def is_sum(self, amount: Decimal) -> bool:
        """Whether an amount adds up all the rows above it, or those since the last sum.

        To the pound, because publishers round.
        """
        if self._rows_since_sum > 1 and abs(amount - self._since_sum) < 1:
            return True
        return self._rows_above > 1 and abs(amount - self._above) < 1

    def _note(self, record: Record, problem: Problem) -> None:
        key = problem.code, problem.level, problem.field
        said = self.occurrences.get(key)
        if said is None:
            said = self.occurrences[key] = Occurrences(problem)
        said.count += 1
        if len(said.examples) < SHOWN:
            place = self.sheet.place(record.number, problem.column or 0)
            value, became = _short(problem.value), _short(problem.became)
            if problem.column is None:
                value = _short(" | ".join(cell for cell in record.cells if cell))
            said.examples.append(
                {
                    "sheet": self.sheet.name,
                    **place,
                    "field": problem.field or None,
                    "value": value,
                    "became": became,
                }
            )


def _short(text: str, longest: int = 200) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"

"""How a row is judged: each cell is read by its field's type, and what every row needs is asked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from .dictionaries import Dictionary, Field
from .headings import Layout
from .problems import Level, Problem
from .sources import Record
from .values import (
    Said,
    Unreadable,
    is_various,
    is_withheld,
    plain,
    read_charity_number,
    read_company_number,
    read_date,
    read_money,
    read_number,
    read_postcode,
    read_text,
    read_yes_no,
    says_nothing,
)

Reader = Callable[[str], Said[Any]]
LONGEST_COUNTER = 6
WIDE = 2  # columns read: in so narrow a table one cell may be half a record
POUNDS = frozenset({"gbp", "pound", "pounds", "pounds sterling", "sterling", "uk pounds", "uk"})


@dataclass(slots=True)
class Judged:
    """What a row says, what is to be said of it, and what it lacks of what every row needs.

    `money` is what it says in the column that is added up, kept or not; `uncounted` is the code of
    why that cell says no pounds, if it says something else.
    """

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lacks: list[Problem] = field(default_factory=list)
    money: Decimal | None = None
    uncounted: str = ""

    @property
    def outcome(self) -> Level | None:
        """The worst that was said of it; None where it was read as it stands."""
        levels = {problem.level for problem in self.problems}
        if Level.REJECTED in levels:
            return Level.REJECTED
        return Level.REPAIRED if Level.REPAIRED in levels else None

    @property
    def is_a_sum(self) -> bool:
        return any(problem.code == "total-row" for problem in self.problems)

    def rejected_as(self, *why: Problem) -> "Judged":
        return Judged(self.values, list(why), money=self.money, uncounted=self.uncounted)


class Judge:
    """Reads rows by one layout."""

    def __init__(self, layout: Layout, *, month_first: frozenset[str]) -> None:
        self.dictionary: Dictionary = layout.dictionary
        self._places = layout.by_field
        self._width = len(layout.columns)
        self._readers = [
            (place, name, _reader(self.dictionary.fields[name], month_first=name in month_first))
            for name, place in self._places.items()
        ]
        self._names = [n for n in self._places if self.dictionary.fields[n].type == "name"]
        self.headings = [
            name
            for name in self._places
            if name in self.dictionary.needed
            and self.dictionary.fields[name].type in {"text", "name"}
        ]
        self._needs = [
            group
            for group in ([n for n in need if n in self._places] for need in self.dictionary.needs)
            if group
        ]
        self._money = next((name for name in self.dictionary.money if name in self._places), None)
        self._order = [
            (start, end)
            for start, end in self.dictionary.order
            if start in self._places and end in self._places
        ]
        self._has_currency = "currency" in self._places

    def judge(self, record: Record) -> Judged:
        """Read a row. What it lacks is left in `lacks`, and is then its reason for rejection."""
        cells, values, problems = record.cells, dict[str, Any](), list[Problem]()
        if record.change:
            problems.append(Problem(record.change, Level.REPAIRED))
        width, unread = len(cells), list[tuple[str, str, str]]()
        for place, name, read in self._readers:
            text = cells[place] if place < width else ""
            if not text:
                continue
            try:
                said = read(text)
            except Unreadable as why:
                unread.append((why.code, name, text))
                continue
            if said.value is not None:
                values[name] = said.value
            if said.change:
                problems.append(self._changed(said.change, name, text, said.value))
        judged = Judged(values, problems)
        if unread:
            self._leave_out(unread, values, problems)
            judged.uncounted = next(
                (code for code, unread_name, _ in unread if unread_name == self._money), ""
            )
        if self._has_currency:
            self._refuse_other_currencies(cells, judged)
        judged.money = values.get(self._money) if self._money else None
        judged.lacks = list(self._lacks(values, problems))
        if judged.lacks:
            judged.problems = judged.lacks
        else:
            self._look_over(cells, values, problems)
        return judged

    def _look_over(
        self, cells: Sequence[str], values: dict[str, Any], problems: list[Problem]
    ) -> None:
        """Note what somebody should look at in a row that is kept."""
        width = self._width
        if len(cells) > width and any(cells[width:]):
            beyond = next(place for place in range(width, len(cells)) if cells[place])
            problems.append(
                Problem("cells-beyond-header", Level.NOTED, beyond, value=cells[beyond])
            )
        for start, end in self._order:
            if start in values and end in values and values[end] < values[start]:
                said = written(values[end])
                problems.append(
                    Problem("days-out-of-order", Level.NOTED, self._places[end], end, said, said)
                )
        for name in self._names:
            if who := values.get(name):
                problems += self._about_the_name(name, who)

    def _about_the_name(self, name: str, said: str) -> Iterator[Problem]:
        if is_various(said):
            yield Problem("not-one-organisation", Level.NOTED, self._places[name], name, said, said)
        elif is_withheld(said):
            yield Problem("name-withheld", Level.NOTED, self._places[name], name, said, said)

    def _lacks(self, values: dict[str, Any], problems: list[Problem]) -> Iterator[Problem]:
        for group in self._needs:
            if any(name in values for name in group) or self._is_excused(group, values):
                continue
            unreadable = [p for p in problems if p.field in group and not p.became]
            for problem in unreadable:
                yield Problem(
                    problem.code, Level.REJECTED, problem.column, problem.field, problem.value
                )
            if not unreadable:
                yield Problem("missing-value", Level.REJECTED, self._places[group[0]], group[0])

    def _is_excused(self, group: Sequence[str], values: dict[str, Any]) -> bool:
        return any(
            plain(str(values.get(excuse.where, ""))) in excuse.values
            and not set(excuse.fields).isdisjoint(group)
            for excuse in self.dictionary.excused
        )

    def _leave_out(
        self,
        unread: Iterable[tuple[str, str, str]],
        values: dict[str, Any],
        problems: list[Problem],
    ) -> None:
        """Leave out each cell that cannot be read, unless it is a number of another register."""
        for code, name, text in unread:
            place, other = self._places[name], self._home_of(text, name, values)
            if other is None:
                problems.append(Problem(code, Level.REPAIRED, place, name, text))
            else:
                became = f"{other} {values[other]}"
                problems.append(
                    Problem("identifier-moved", Level.REPAIRED, place, name, text, became)
                )

    def _home_of(self, text: str, name: str, values: dict[str, Any]) -> str | None:
        """The field whose number this is after all; it now holds it."""
        for other in self.dictionary.fields[name].otherwise:
            if other in values:
                continue
            try:
                said = READERS[self.dictionary.fields[other].type](text)
            except Unreadable:
                continue
            if said.value is not None:
                values[other] = said.value
                return other
        return None

    def _changed(self, code: str, name: str, text: str, value: Any) -> Problem:
        return Problem(code, Level.REPAIRED, self._places[name], name, text, written(value))

    def _refuse_other_currencies(self, cells: Sequence[str], judged: Judged) -> None:
        values, currency = judged.values, judged.values.pop("currency", "")
        if not currency or currency == "£" or plain(currency) in POUNDS:
            return
        for name in [n for n in values if self.dictionary.fields[n].type == "money"]:
            del values[name]
            place = self._places[name]
            text = f"{cells[place]} {currency}"
            judged.problems.append(Problem("other-currency", Level.REPAIRED, place, name, text))
            if name == self._money:
                judged.uncounted = "other-currency"

    def is_a_note(self, cells: Sequence[str]) -> bool:
        """Whether one cell of a wider table is all that stands in a row, and holds words."""
        stated = [cell for cell in cells if cell.strip()]
        return (
            len(stated) == 1
            and len(self._places) > WIDE
            and not says_nothing(stated[0])
            and any(map(str.isalpha, stated[0]))
        )

    def is_as_good_as_blank(self, cells: Sequence[str]) -> bool:
        """Whether nothing stands in a row but spaces, dashes, or a number that counts the rows."""
        stated = [(place, cell) for place, cell in enumerate(cells) if not says_nothing(cell)]
        if not stated:
            return not any(cell.strip() for cell in cells)
        if len(stated) > 1 or any(
            cell.strip() for place, cell in enumerate(cells) if place != stated[0][0]
        ):
            return False
        place, cell = stated[0]
        counts = cell.strip().rstrip(".)")
        is_counter = counts.isascii() and counts.isdigit() and len(counts) <= LONGEST_COUNTER
        return is_counter and not self._is_worth_something(place)

    def _is_worth_something(self, place: int) -> bool:
        name = next((n for n, at in self._places.items() if at == place), None)
        return name is not None and self.dictionary.fields[name].type != "text"

    def joined(self, record: Record) -> Judged | None:
        """Put together a name that a comma parted, where that can be done in one way only."""
        extra = len(record.cells) - self._width
        if extra <= 0 or not record.cells[-1]:
            return None
        found = []
        for place, name, _ in self._readers:
            if self.dictionary.fields[name].type not in {"text", "name"}:
                continue
            whole = ",".join(record.cells[place : place + extra + 1])
            cells = [*record.cells[:place], whole, *record.cells[place + extra + 1 :]]
            judged = self.judge(Record(record.number, cells, record.change))
            if not judged.lacks and all(said.became for said in judged.problems):
                found.append((place, name, whole, judged))
        if len(found) != 1:
            return None
        place, name, whole, judged = found[0]
        judged.problems.append(
            Problem("cells-joined", Level.REPAIRED, place, name, record.cells[place], whole)
        )
        return judged


def _reader(field: Field, *, month_first: bool) -> Reader:
    if field.type == "date":
        return partial(read_date, month_first=month_first) if month_first else read_date
    if field.type == "money":
        return partial(read_money, dash_is_nil=True) if field.dash_is_nil else read_money
    return READERS[field.type]


def written(value: Any) -> str:
    """A value as open data writes it: days as ISO, amounts with pence, yes and no in words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


READERS: dict[str, Reader] = {
    "text": read_text,
    "name": read_text,
    "number": read_number,
    "yes-no": read_yes_no,
    "company-number": read_company_number,
    "charity-number": read_charity_number,
    "postcode": read_postcode,
}

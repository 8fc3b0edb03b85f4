"""Figures: named queries to which the words of a report are bound. Each app's `figures.py`
declares its own; documents and reports know them by their keys alone.

A key is a figure's code or, where it takes one, its code and a parameter: `recommendations.open`,
`spend.2020-21`. A parameter may be said by its place, such as `spend.last-year`, and then means
what it means on the day. Every figure is read as at a day: what was true on it, by what was
recorded before it ended.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from django.utils.formats import date_format
from django.utils.functional import Promise

from .periods import FinancialYear, Quarter, parse_period, period_in_words

Text: TypeAlias = str | Promise
Rows: TypeAlias = tuple[tuple[str, ...], ...]
Value: TypeAlias = Decimal | int | date | str | Rows
Query: TypeAlias = Callable[[str, date], Value | None]
Takes: TypeAlias = Callable[[str], object]

TABLE = "table."
A_DAY = date(2020, 4, 1)  # on which a place is tried
MILLION = Decimal(1_000_000)
DAY = re.compile(r"\d{4}-\d\d-\d\d").fullmatch


class Unit(StrEnum):
    """What a figure is counted in."""

    POUNDS = "GBP"
    COUNT = "count"
    SHARE = "percent"
    DAY = "date"
    WORDS = "words"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A named query. `source` says in a sentence what is counted, and from which records; `takes`
    reads its parameter, and raises ValueError if that is none; `page` names the address where it
    can be looked at. A table may also be drawn as bars, by one of its columns; `sums_up` says that
    its last row is all the others together, which has no bar.
    """

    code: str
    label: Text
    unit: Unit
    source: Text
    query: Query
    takes: Takes | None = None
    page: str = ""
    columns: tuple[Text, ...] = ()
    drawn_column: int | None = None
    sums_up: bool = False

    @property
    def name(self) -> str:
        """The query's own name in the code, for whoever traces a figure."""
        return f"{self.query.__module__}.{self.query.__name__}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure was, as at a day."""

    key: str
    figure: Figure
    parameter: str
    value: Value | None
    as_at: date

    @property
    def label(self) -> str:
        said = str(self.figure.label)
        return said % {"of": _said(self.parameter)} if self.parameter else said

    @property
    def is_recorded(self) -> bool:
        """Whether there is something to say: a table without a row says nothing."""
        return self.value is not None and self.value != ()

    @property
    def words(self) -> str:
        """As a report says it; nothing, if nothing is recorded."""
        return in_words(self.value, self.figure.unit) if self.is_recorded else ""


figures: dict[str, Figure] = {}


def _last_year(on: date) -> str:
    return str(FinancialYear(FinancialYear.containing(on).start - 1))


def _year_before(on: date) -> str:
    return str(FinancialYear(FinancialYear.containing(on).start - 2))


def _last_quarter(on: date) -> str:
    return str(Quarter.containing(Quarter.containing(on).first_day - timedelta(days=1)))


# What a parameter may be called by its place: the years and the quarter that were over.
PLACES: Mapping[str, Callable[[date], str]] = {
    "last-year": _last_year,
    "year-before": _year_before,
    "this-year": lambda on: str(FinancialYear.containing(on)),
    "last-quarter": _last_quarter,
}


class UnknownFigure(LookupError):
    """No app declares a figure of this key."""


def declare_figure(
    code: str,
    *,
    label: Text,
    unit: Unit,
    source: Text,
    takes: Takes | None = None,
    page: str = "",
    columns: tuple[Text, ...] = (),
    drawn_column: int | None = None,
    sums_up: bool = False,
) -> Callable[[Query], Query]:
    """Decorator: `query(parameter, on)` says what the figure was as at a day; None if nothing is
    recorded of it. The code of a table begins with `table.`, and its rows are texts.
    """

    def declare(query: Query) -> Query:
        table = (columns, drawn_column, sums_up)
        figures[code] = Figure(code, label, unit, source, query, takes, page, *table)
        return query

    return declare


def is_figure(key: str) -> bool:
    return _found(key) is not None


def label_of(key: str) -> str:
    """What a figure is called. Raises UnknownFigure."""
    figure, parameter = figure_called(key)
    return Reading(key, figure, parameter, None, date.min).label


def figure_called(key: str) -> tuple[Figure, str]:
    """The figure of a key, and the parameter in it. Raises UnknownFigure."""
    found = _found(key)
    if found is None:
        raise UnknownFigure(key)
    return found


def resolved(key: str, *, on: date) -> str:
    """A key without a place in it: what `spend.last-year` was called on a day."""
    code, _dot, place = key.rpartition(".")
    return f"{code}.{PLACES[place](on)}" if place in PLACES else key


def read_figure(key: str, *, on: date) -> Reading:
    """Ask a figure as at a day. Raises UnknownFigure."""
    key = resolved(key, on=on)
    figure, parameter = figure_called(key)
    return Reading(key, figure, parameter, figure.query(parameter, on), on)


def in_words(value: Value | None, unit: Unit) -> str:
    """A value as British officials write it: £62.6m, 1,204, 84%, 23 September 2021."""
    match value:
        case None | tuple():
            return ""
        case date():
            return date_format(value, "j F Y")
        case Decimal() if unit == Unit.POUNDS:
            return pounds(value)
        case int() | Decimal() if unit == Unit.SHARE:
            return f"{value.normalize():f}%" if isinstance(value, Decimal) else f"{value}%"
        case int() | Decimal():
            return f"{value:,}"
    return value


def pounds(amount: Decimal) -> str:
    """An amount in a sentence: millions to one place, less to the pound."""
    size, sign = abs(amount), "-" if amount < 0 else ""
    if size >= MILLION:
        return f"{sign}£{size / MILLION:,.1f}m"
    return f"{sign}£{size:,.0f}"


def known_keys() -> Mapping[str, Figure]:
    """Every figure by its code, in the order of codes."""
    return dict(sorted(figures.items()))


def places_taken(figure: Figure) -> list[str]:
    """The places by which a figure's parameter may be said."""
    return [place for place in PLACES if _is_taken(figure, place)]


def _said(parameter: str) -> str:
    """A parameter as it is read: a quarter or a day in words, a year as it is."""
    if "-Q" in parameter:
        return period_in_words(parse_period(parameter))
    return date_format(date.fromisoformat(parameter), "j F Y") if DAY(parameter) else parameter


def _found(key: str) -> tuple[Figure, str] | None:
    if figure := figures.get(key):
        return None if figure.takes else (figure, "")
    code, _dot, parameter = key.rpartition(".")
    figure = figures.get(code)
    return (figure, parameter) if figure and _is_taken(figure, parameter) else None


def _is_taken(figure: Figure, parameter: str) -> bool:
    if figure.takes is None:
        return False
    try:
        figure.takes(PLACES[parameter](A_DAY) if parameter in PLACES else parameter)
    except ValueError:
        return False
    return True

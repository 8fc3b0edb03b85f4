"""Figures as a page shows them: what each is, where it comes from, and where that can be seen."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from almoner.core.figures import Figure, places_taken
from almoner.reports.bound import Bound


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A bound figure on the page of its report."""

    bound: Bound
    url: str

    @property
    def now(self) -> str:
        return _words(self.bound.value, is_table=self.bound.is_table)

    @property
    def before(self) -> str:
        look = self.bound.look
        return _words(look.value, is_table=self.bound.is_table) if look else ""


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A figure in the list of all that there are. `mark` is how it is written."""

    figure: Figure
    label: str
    mark: str
    url: str


def figure_rows(bound: Iterable[Bound]) -> list[FigureRow]:
    """Those that wait for a look first."""
    rows = [FigureRow(one, _address(one.reading.figure)) for one in bound]
    return sorted(rows, key=lambda row: not row.bound.needs_a_look)


def rows_of_known(figures: Iterable[Figure]) -> list[KnownRow]:
    return [
        KnownRow(one, str(one.label) % {"of": "…"}, _mark(one), _address(one)) for one in figures
    ]


def _mark(figure: Figure) -> str:
    """One way to write it: of a year, the one that was over."""
    place = next(iter(places_taken(figure) if figure.takes else ()), "")
    key = f"{figure.code}.{place}" if place else figure.code
    return "{{ " + key + " }}"


def _address(figure: Figure) -> str:
    try:
        return reverse(figure.page) if figure.page else ""
    except NoReverseMatch:
        return ""


def _words(value: str, *, is_table: bool) -> str:
    if not value:
        return _("not recorded")
    if not is_table:
        return value
    return _("a table of %(n)d rows") % {"n": len(json.loads(value))}

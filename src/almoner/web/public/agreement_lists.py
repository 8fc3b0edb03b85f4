"""A register of agreements as a page reads it: summed once, in the order the reader picked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils.translation import gettext as _

from almoner.agreements.asked_for import (
    SORTS,
    Selection,
    agreements_selected,
    in_order,
    standing_on,
)
from almoner.agreements.models import AgreementVersion
from almoner.agreements.queries import Totals, Versions, totals
from almoner.registers.datasets import Agreements
from almoner.registers.kinds import KINDS, Register
from almoner.registers.public_agreements import DATASETS, InFull, Reading, public_reading
from almoner.registers.public_sums import totals_of_all
from almoner.web import words
from almoner.web.lists import order_of, page_of

from .agreement_filters import AgreementFilters
from .agreement_words import title_of

NEWEST = "-made"
COLOURS = {"not-begun": "blue", "in-force": "green", "ended": "grey"}


@dataclass(frozen=True, slots=True)
class Routes:
    """The names of the routes of a register and of one agreement in it, and of their twins."""

    all: str
    one: str

    @property
    def csv(self) -> str:
        return f"{self.all}-csv"

    @property
    def json(self) -> str:
        return f"{self.all}-json"

    @property
    def xlsx(self) -> str:
        return f"{self.all}-xlsx"

    @property
    def one_csv(self) -> str:
        return f"{self.one}-csv"

    @property
    def one_json(self) -> str:
        return f"{self.one}-json"


def routes_of(register: Register) -> Routes:
    return Routes(f"public:{register}", f"public:{KINDS[register]}")


@dataclass(frozen=True, slots=True)
class Row:
    """An agreement in the list, and how it stands on the day."""

    version: AgreementVersion
    title: str
    standing: str
    colour: str


@dataclass(frozen=True)
class AgreementList:
    """The agreements that a reader asked for, on a day: their sums, and a page of them. Only a
    valid form can say which.
    """

    register: Register
    form: AgreementFilters

    @property
    def mistaken(self) -> Collection[str]:
        return self.form.errors

    @property
    def has_found(self) -> bool:
        return self.form.is_valid() and self.totals.count > 0

    @cached_property
    def versions(self) -> Versions:
        said = public_reading(KINDS[self.register], day=self.form.day, reading=self.form.known_by)
        return agreements_selected(said, self.form.selection(), on=self.form.day)

    @cached_property
    def totals(self) -> Totals:
        if self.form.selection() == Selection() and self.form.day == self.form.on:
            return totals_of_all(KINDS[self.register], self.form.on, self.form.known_by)
        return totals(self.versions)

    def dataset(self, request: HttpRequest) -> Agreements:
        """All of them in the order that the reader picked; if none, in the dataset's own."""
        is_sorted = "sort" in request.GET
        versions = in_order(self.versions, _sort(request)) if is_sorted else self.versions
        return DATASETS[self.register](versions)

    @property
    def in_words(self) -> str:
        """Which day is read, and by whose knowledge."""
        day = {"day": words.day(self.form.day)}
        if self.form.day == self.form.on:
            return _("As it stands today, %(day)s.") % day
        if self.form.known_by == Reading.NOW:
            return _("As it was on %(day)s, by all that is known today.") % day
        return _("As it was published on %(day)s: what became known later is left out.") % day

    def page(self, request: HttpRequest) -> Page[AgreementVersion]:
        versions = in_order(self.versions, _sort(request))
        return page_of(request, InFull(versions, self.totals.count))

    def rows(self, page: Page[AgreementVersion]) -> list[Row]:
        return rows_of(page, self.form.day)


def rows_of(versions: Iterable[AgreementVersion], day: date) -> list[Row]:
    """Agreements as a list shows them, as they stand on a day."""
    standings = [(one, standing_on(one, day)) for one in versions]
    return [Row(one, title_of(one), str(found.label), COLOURS[found]) for one, found in standings]


def _sort(request: HttpRequest) -> str:
    return order_of(request, {name: name for name in SORTS}, default=NEWEST)

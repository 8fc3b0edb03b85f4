"""What public grants and contracts say of places: how much is for each, and for whom.

A row that names several places counts for each of them, so sums of places overlap. A place is
there as long as a row says so that anyone may read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat

from almoner.agreements.places import Place, places_in
from almoner.agreements.queries import Totals, Versions, made_between
from almoner.core.periods import FinancialYear
from almoner.publication.datasets import Column, Dataset, Type

from .kept import kept_while_public_stands
from .kinds import KINDS, Register
from .publicity import public_agreements_known
from .sums import NONE, SUMS, added, totals_from

# Parts what a row says of its place from the code that it gives of it.
BETWEEN = "\n"


@dataclass(slots=True)
class PlaceSums:
    """What is for one place, as its registers say, and how they wrote its name."""

    place: Place
    by_register: dict[Register, Totals] = field(default_factory=dict)
    written: dict[Register, list[str]] = field(default_factory=dict)
    spellings: dict[str, int] = field(default_factory=dict)

    @property
    def grants(self) -> Totals:
        return self.by_register.get(Register.GRANTS, NONE)

    @property
    def contracts(self) -> Totals:
        return self.by_register.get(Register.CONTRACTS, NONE)

    @property
    def all(self) -> Totals:
        return added(self.grants, self.contracts)

    @property
    def called(self) -> Place:
        """The place by its official name, or by the spelling that most rows have."""
        if self.place.code:
            return self.place
        return Place(min(self.spellings, key=lambda name: (-self.spellings[name], name)))

    def add(self, register: Register, written: str, spelling: str, sums: Totals) -> None:
        self.by_register[register] = added(self.by_register.get(register, NONE), sums)
        self.written.setdefault(register, []).append(written)
        self.spellings[spelling] = self.spellings.get(spelling, 0) + sums.count


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every place that is named, the most first, and what names none."""

    places: list[PlaceSums]
    all: Totals
    unplaced: Totals

    @property
    def percent_unplaced(self) -> int:
        return round(self.unplaced.count * 100 / self.all.count) if self.all.count else 0

    def called(self, slug: str) -> PlaceSums | None:
        return next((one for one in self.places if one.place.slug == slug), None)


def ranking_of_places(
    registers: Iterable[Register], *, on: date, year: FinancialYear | None = None
) -> Ranking:
    """What these registers say of places as now known, made in a year or in any."""
    # An address may name any year, and each has as many places as there are: those are not kept.
    return _ranking(tuple(registers), on, year) if year else _of_all(tuple(registers), on)


@kept_while_public_stands
def _of_all(registers: tuple[Register, ...], on: date) -> Ranking:
    return _ranking(registers, on, None)


def _ranking(registers: tuple[Register, ...], on: date, year: FinancialYear | None) -> Ranking:
    found: dict[str, PlaceSums] = {}
    whole, unplaced = NONE, NONE
    for register in registers:
        rows = _as_written(_known(register, on=on, year=year)).order_by().values_list("where")
        for written, *row in rows.annotate(**SUMS):
            sums = totals_from(*row)
            whole, places = added(whole, sums), places_in(*written.split(BETWEEN, 1))
            for place in places:
                there = found.setdefault(place.slug, PlaceSums(place))
                there.add(register, written, place.name, sums)
            unplaced = unplaced if places else added(unplaced, sums)
    by_sum = sorted(found.values(), key=lambda one: (-one.all.amount, one.place.slug))
    return Ranking(by_sum, whole, unplaced)


def versions_for(
    place: PlaceSums, register: Register, *, on: date, year: FinancialYear | None = None
) -> Versions:
    """The rows of a register that name a place."""
    written = place.written.get(register, [])
    return _as_written(_known(register, on=on, year=year)).filter(where__in=written)


def _known(register: Register, *, on: date, year: FinancialYear | None) -> Versions:
    known = public_agreements_known(KINDS[register], on)
    return made_between(known, year.first_day, year.last_day) if year else known


def _as_written(versions: Versions) -> QuerySet[Any]:
    between = Value(BETWEEN, output_field=TextField())
    where = Concat(_said("area"), between, _said("area_code"), output_field=TextField())
    said: QuerySet[Any] = versions.annotate(where=where)
    return said


def _said(name: str) -> Coalesce:
    """A field of the register as text, empty where nothing is said."""
    return Coalesce(KT(f"said__{name}"), Value(""), output_field=TextField())


class PlacesTable(Dataset):
    """The ranking for programs: a row for each place."""

    slug = "places"
    title = "What grants and contracts are for, by place"
    columns = [
        Column("place", "The place, by its official name or as the registers write it"),
        Column("code", "Its code of the Office for National Statistics, if it is a London borough"),
        Column("address", "What the address of its page ends with", key=True),
        Column("grants", "How many grants name it", type=Type.COUNT),
        Column("grants_amount", "What they come to", unit="GBP", type=Type.AMOUNT),
        Column("grants_without_amount", "How many of them state no amount", type=Type.COUNT),
        Column("contracts", "How many contracts name it", type=Type.COUNT),
        Column("contracts_amount", "What they come to", unit="GBP", type=Type.AMOUNT),
        Column("contracts_without_amount", "How many of them state no amount", type=Type.COUNT),
    ]

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking

    def rows(self) -> Iterator[tuple[Any, ...]]:
        for one in self.ranking.places:
            place, grants, contracts = one.called, one.grants, one.contracts
            yield (
                place.name,
                place.code,
                place.slug,
                grants.count,
                grants.amount,
                grants.without_amount,
                contracts.count,
                contracts.amount,
                contracts.without_amount,
            )


class PlaceTable(Dataset):
    """One place for programs: a row for each grant and contract that names it."""

    slug = "place"
    title = "Grants and contracts that name a place"
    columns = [
        Column("register", "grants or contracts"),
        Column("reference", "The agreement's public reference, which never changes", key=True),
        Column("title", "What it is called"),
        Column("organisation", "Our reference of whom it is with"),
        Column("name", "Whom it is with, as the register says"),
        Column("made_on", "When it was awarded or, if that is not said, begun", type=Type.DAY),
        Column("ends_on", "When it ends", type=Type.DAY),
        Column("amount", "What it comes to over its whole life", unit="GBP", type=Type.AMOUNT),
        Column("area", "The places that it names, as written"),
    ]
    IN_ROWS: ClassVar[tuple[str, ...]] = ("organisation_name", "made_on", "ends_on", "amount")

    def __init__(self, versions: dict[Register, Versions]) -> None:
        self.versions = versions

    def rows(self) -> Iterator[tuple[Any, ...]]:
        for register, versions in self.versions.items():
            said = versions.annotate(
                title=_said("title"),
                area=_said("area"),
                ours=Coalesce(F("organisation__reference"), Value("")),
            )
            rows = said.order_by("made_on", "agreement__reference").values_list(
                "agreement__reference", "title", "ours", *self.IN_ROWS, "area"
            )
            yield from ((str(register), *row) for row in rows.iterator(chunk_size=2_000))

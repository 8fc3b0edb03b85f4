"""The order in which public rows became known: it never varies, and what comes later comes last.

Batches of one register are staged one at a time, so their keys are in the order in which they went
live; within a batch, rows stand as in their file. A row that is corrected comes again, at the end.
What was held or withheld and is public later has the place that it would always have had.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from almoner.agreements.models import AgreementVersion
from almoner.core.events import EventKind
from almoner.core.models import Batch, Event
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment

from .events import IMPORTED, EditionEvent
from .kinds import KINDS, Register
from .models import Edition

ORDER = ("batch", "sheet", "row_number")
TOLD = ("told", "pk")
BATCH, EDITION = f"{Batch._meta.label_lower}:", f"{Edition._meta.label_lower}:"
ISSUED = (EditionEvent.ISSUED, EditionEvent.ISSUED_UNDER_AUTHORITY)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in that order, by the values that it is ordered by."""

    values: tuple[int | str, ...]


class _AsRow(Func):
    template = "(%(expressions)s)"


class _Beyond(Func):
    """Whether one row of values comes after another: the comparison that an index answers."""

    template = "%(expressions)s"
    arg_joiner = " > "
    output_field = BooleanField()


def in_order(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Payments, or versions of agreements, as they became known."""
    return rows.order_by(*ORDER)


def beyond(rows: QuerySet[Any], place: Place | None) -> QuerySet[Any]:
    """What comes after a place; all of it, where there is none."""
    return rows if place is None else _after(rows, ORDER, place)


def place_of(register: Register, *, source: str, reference: str) -> Place | None:
    """Where a row stands that came in a file under a reference, whether or not it is public now:
    what was taken down must not take along the place of whoever read on from there.
    """
    if register in KINDS:
        versions = AgreementVersion.objects.filter(
            agreement__reference=reference, agreement__kind=KINDS[register]
        )
        found = versions.filter(batch__reference=source).values_list(*ORDER).first()
    else:
        payments = Payment.objects.filter(reference=reference, batch__reference=source)
        found = payments.values_list(*ORDER).first()
    return Place(found) if found else None


def organisations_in_order(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Organisations as they became known: their batches are of any register, so the ledger says.

    One without a batch comes first.
    """
    came = _line_of(IMPORTED.values(), about=Concat(Value(BATCH), OuterRef("batch__reference")))
    return organisations.annotate(told=came).order_by(*TOLD)


def editions_in_order(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Editions as they were issued. Their own line is that at which they were frozen, earlier."""
    issued = _line_of(ISSUED, about=Concat(Value(EDITION), OuterRef("reference")))
    return editions.annotate(told=issued).order_by(*TOLD)


def told_beyond(rows: QuerySet[Any], place: Place | None) -> QuerySet[Any]:
    """What comes after a place, of organisations or editions that are in order."""
    return rows if place is None else _after(rows, TOLD, place)


def place_of_organisation(reference: str) -> Place | None:
    return _place_told(organisations_in_order(Organisation.objects.all()), reference)


def place_of_edition(reference: str) -> Place | None:
    return _place_told(editions_in_order(Edition.objects.all()), reference)


def _place_told(rows: QuerySet[Any], reference: str) -> Place | None:
    found = rows.filter(reference=reference).values_list(*TOLD).first()
    return Place(found) if found else None


def _line_of(kinds: Iterable[EventKind], *, about: Concat) -> Coalesce:
    """The line of the ledger that tells of a thing, so that what comes later comes last."""
    told = Event.objects.filter(kind__in=kinds, about=about)
    return Coalesce(Subquery(told.values("number")[:1]), 0)


def _after(rows: QuerySet[Any], names: tuple[str, ...], place: Place) -> QuerySet[Any]:
    here, there = _AsRow(*map(F, names)), _AsRow(*map(Value, place.values))
    return rows.filter(_Beyond(here, there))

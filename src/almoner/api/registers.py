"""The registers: their rows page by page, one by one, summed up, and whole."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate
from django.views.decorators.gzip import gzip_page
from ninja import Query

from almoner.publication.datasets import Dataset, registry
from almoner.publication.writers import Row, csv_lines, in_pieces, json_row, ndjson_lines
from almoner.registers.arrivals import Place, beyond, in_order, place_of
from almoner.registers.kinds import Register
from almoner.registers.readings import (
    Known,
    dataset_of,
    public_rows,
    row_called,
    rows_selected,
    sums_of,
)

from . import parameters, shapes
from .answers import address_of, answered, answered_page
from .cursors import cursor_at, found, moment_said, names_at
from .examples import answer_of
from .parameters import RowsAsked, RowsPageAsked, day_of, selection_of
from .problems import Refused
from .resources import resource, streamed

CSV, NDJSON = "text/csv; charset=utf-8", "application/x-ndjson"


@resource(
    "registers",
    name="registers",
    summary="The registers there are, and their columns",
    gives=shapes.Registers,
    example=answer_of("registers"),
)
def registers(request: HttpRequest) -> HttpResponse:
    return answered(request, registers=[_about(register) for register in Register])


def _about(register: Register) -> dict[str, Any]:
    dataset = registry[register]
    columns = [
        {"name": column.name, "about": column.about, "type": column.type, "unit": column.unit}
        for column in dataset.public_columns()
    ]
    return {
        "name": register,
        "title": dataset.title,
        "address": address_of(register),
        "totals": address_of(f"{register}-totals"),
        "ndjson": address_of(f"{register}-ndjson"),
        "csv": address_of(f"{register}-csv"),
        "columns": columns,
    }


def _declare(register: Register) -> None:
    """Put a register at its addresses."""
    dataset, place = registry[register], f"registers/{register}"
    title = dataset.title

    @resource(
        place,
        name=register,
        summary=f"{title}: rows, as they became known",
        gives=shapes.page_of(dataset),
        asks=RowsPageAsked,
        example=answer_of(register),
    )
    def rows(request: HttpRequest, asked: Query[RowsPageAsked]) -> HttpResponse:
        return _page(request, register, asked)

    @resource(
        f"{place}/totals",
        name=f"{register}-totals",
        summary=f"{title}: how many rows, and what they come to",
        gives=shapes.Totals,
        asks=RowsAsked,
        example=answer_of(f"{register}-totals"),
    )
    def totals(request: HttpRequest, asked: Query[RowsAsked]) -> HttpResponse:
        sums = sums_of(_selected(register, asked))
        amount = orjson.Fragment(f"{sums.amount:.2f}")
        return answered(
            request, count=sums.count, amount=amount, without_amount=sums.without_amount
        )

    @streamed(
        f"{place}/all.ndjson",
        name=f"{register}-ndjson",
        summary=f"{title}: all of it, as lines of JSON",
        kind=NDJSON,
    )
    def whole_as_json(request: HttpRequest) -> HttpResponseBase:
        return _whole(request, ndjson_lines(_everything(register)), kind=NDJSON)

    @streamed(
        f"{place}/all.csv",
        name=f"{register}-csv",
        summary=f"{title}: all of it, as CSV",
        kind="text/csv",
    )
    def whole_as_csv(request: HttpRequest) -> HttpResponseBase:
        return _whole(request, csv_lines(_everything(register)), kind=CSV)

    @resource(
        f"{place}/{{slug:reference}}",
        name=f"{register}-row",
        summary=f"{title}: one row",
        gives=shapes.one_of(dataset),
        example=answer_of(f"{register}-row"),
    )
    def row(request: HttpRequest, reference: str) -> HttpResponse:
        return _one(request, register, reference)


def _selected(register: Register, asked: RowsAsked) -> QuerySet[Any]:
    day, known = day_of(asked, today=localdate())
    rows = public_rows(register, day=day, known=known)
    return rows_selected(register, rows, selection_of(asked))


def _page(request: HttpRequest, register: Register, asked: RowsPageAsked) -> HttpResponse:
    wanted = _after(register, _selected(register, asked), asked)
    dataset = dataset_of(register, in_order(wanted)[: asked.limit + 1])
    read = list(dataset.public_rows())
    shown, has_more = read[: asked.limit], len(read) > asked.limit
    names = _names(dataset)
    written = [orjson.Fragment(json_row(names, row)) for row in shown]
    cursor = _cursor(register, names, shown[-1]) if shown else asked.cursor or asked.since or None
    return answered_page(request, cursor=cursor, has_more=has_more, dataset=register, rows=written)


def _after(register: Register, rows: QuerySet[Any], asked: RowsPageAsked) -> QuerySet[Any]:
    """What comes after what the asker has. Raises Refused."""
    if asked.cursor and asked.since:
        raise Refused("since", parameters.ONE_OF_THEM)
    if asked.cursor:
        return beyond(rows, found(_place(register, asked.cursor)))
    if place := _place(register, asked.since):
        return beyond(rows, place)
    return rows.filter(batch__recorded_at__gt=moment_said(asked.since)) if asked.since else rows


def _place(register: Register, cursor: str) -> Place | None:
    match names_at(register, cursor):
        case (str(source), str(reference)):
            return place_of(register, source=source, reference=reference)
    return None


def _cursor(register: Register, names: list[str], row: Row) -> str:
    """A row's own public names: the file that it came in, and its reference."""
    said = dict(zip((name.lower() for name in names), row, strict=True))
    key = next(c.name for c in registry[register].public_columns() if c.key)
    return cursor_at(register, str(said["source"]), str(said[key.lower()]))


def _one(request: HttpRequest, register: Register, reference: str) -> HttpResponse:
    rows = public_rows(register, day=localdate(), known=Known.NOW)
    dataset = dataset_of(register, row_called(register, rows, reference))
    row = next(dataset.public_rows(), None)
    if row is None:
        raise Http404
    return answered(request, dataset=register, row=orjson.Fragment(json_row(_names(dataset), row)))


def _names(dataset: Dataset) -> list[str]:
    return [column.name for column in dataset.public_columns()]


def _everything(register: Register) -> Dataset:
    rows = public_rows(register, day=localdate(), known=Known.NOW)
    return dataset_of(register, in_order(rows))


@gzip_page
def _whole(_request: HttpRequest, lines: Iterator[bytes], *, kind: str) -> HttpResponseBase:
    return StreamingHttpResponse(in_pieces(lines), content_type=kind)


for _register in Register:
    _declare(_register)

"""Editions: what was published of a period, frozen, with its files and their digests."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Query

from almoner.registers.arrivals import Place, editions_in_order, place_of_edition, told_beyond
from almoner.registers.models import Edition, Tombstone
from almoner.registers.queries import (
    Served,
    editions_of,
    every_edition,
    served_of,
    served_row_counts,
    tombstones_of,
)

from . import shapes
from .answers import address_of, answered, answered_page, page_called
from .cursors import cursor_at, found, names_at
from .examples import answer_of
from .parameters import PageAsked
from .resources import resource

HERE = "editions"


@resource(
    HERE,
    name="editions",
    summary="Every edition, as they were issued",
    gives=shapes.Editions,
    asks=PageAsked,
    example=answer_of("editions"),
)
def editions(request: HttpRequest, asked: Query[PageAsked]) -> HttpResponse:
    place = found(_place(asked.cursor)) if asked.cursor else None
    read = list(told_beyond(editions_in_order(every_edition()), place)[: asked.limit + 1])
    shown = read[: asked.limit]
    counts = served_row_counts(shown)
    rows = [about(one, counts.get(one.pk)) for one in shown]
    cursor = cursor_at(HERE, str(shown[-1])) if shown else asked.cursor or None
    return answered_page(request, cursor=cursor, has_more=len(read) > len(shown), editions=rows)


@resource(
    f"{HERE}/{{slug:series}}/{{slug:period}}/{{int:number}}",
    name="edition",
    summary="One edition: its files, their digests and addresses",
    gives=shapes.Edition,
    example=answer_of("edition"),
)
def edition(request: HttpRequest, series: str, period: str, number: int) -> HttpResponse:
    one = _edition_or_404(series, period, number)
    served = served_of(one)
    latest = editions_of(series).filter(period=period).first() or one
    return answered(
        request,
        **about(one, served.row_count if served else None),
        law=one.terms.get("law") or None,
        correction=one.correction or None,
        latest=address_of("edition", *_names(latest)),
        ledger_line=one.line,
        ledger_hash=one.line_hash,
        files=_files(one, served),
        taken_out=[_taken_out(stone) for stone in tombstones_of(one)],
    )


def about(one: Edition, rows: int | None) -> dict[str, Any]:
    """An edition as the lists have it; how many rows are served of it, if any are."""
    return {
        "reference": one.reference,
        "duty": one.duty or None,
        "dataset": one.dataset,
        "title": one.title,
        "period": one.period,
        "number": one.number,
        "issued_at": one.issued_at,
        "rows": rows,
        "address": address_of("edition", *_names(one)),
        "page": page_called("public:edition", *_names(one)),
    }


def _edition_or_404(series: str, period: str, number: int) -> Edition:
    found_one = editions_of(series).filter(period=period, number=number).first()
    if found_one is None:
        raise Http404
    return found_one


def _names(one: Edition) -> tuple[str, str, int]:
    return one.series, one.period, one.number


def _files(one: Edition, served: Served | None) -> list[dict[str, Any]]:
    return [
        {
            "name": file.name,
            "size": file.size,
            "sha256": file.digest,
            "address": page_called("public:edition-file", *_names(one), file.name),
        }
        for file in (served.files if served else [])
    ]


def _taken_out(stone: Tombstone) -> dict[str, Any]:
    return {"on": localdate(stone.made_at), "ground": stone.ground, "digest": stone.digest}


def _place(cursor: str) -> Place | None:
    match names_at(HERE, cursor):
        case (str(reference),):
            return place_of_edition(reference)
    return None

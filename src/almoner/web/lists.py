"""How a page reads a long list: in an order the reader picked, a page at a time."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

SIZE = 50


def page_of(request: HttpRequest, things: Any, *, size: int = SIZE) -> Page[Any]:
    """The page the reader asked for with `?page=`; the nearest there is, if there is no such."""
    return Paginator(things, size).get_page(request.GET.get("page"))


def order_of(request: HttpRequest, columns: Mapping[str, str], *, default: str) -> str:
    """The field to order by, from `?sort=amount` or `?sort=-amount`; only those in `columns`."""
    said = request.GET.get("sort", default)
    name = said.removeprefix("-")
    if name not in columns:
        said, name = default, default.removeprefix("-")
    return f"{'-' if said.startswith('-') else ''}{columns[name]}"


def asked_in(request: HttpRequest, **known: str) -> str:
    """What the reader asked for, with what is `known`, as a list's twins are asked for it: in the
    order the reader picked, if they did.
    """
    said = request.GET.copy()
    for place in ("page", "exactly"):
        said.pop(place, None)
    for name, value in known.items():
        said[name] = value
    return f"?{said.urlencode()}" if said else ""

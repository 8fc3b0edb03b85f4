"""How many entries of each kind somebody finds."""

from collections.abc import Iterable

from django.db.models import Count

from .queries import matches


def found_by_kind(typed: str, *, audiences: Iterable[str]) -> dict[str, int]:
    """The kinds of what somebody of these audiences finds, with how many there are of each."""
    found = matches(typed, audiences=audiences).order_by().values("kind")
    return dict(found.annotate(count=Count("pk")).values_list("kind", "count"))

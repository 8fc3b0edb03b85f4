"""Whom public agreements are with, the most first. Those that are merged are one."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Q

from almoner.agreements.queries import Totals, Versions
from almoner.organisations.groups import groups_now
from almoner.organisations.models import Organisation

from .publicity import public_heads
from .sums import NONE, SUMS, added, totals_from


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom some agreements are with, and what they come to. It has no organisation where the
    register names nobody whom we know.
    """

    name: str
    organisation: Organisation | None
    sums: Totals


def recipients_of(*several: Versions) -> list[Recipient]:
    """Everyone named by versions that came through the door, the most first."""
    groups, found = groups_now(), dict[int | str, Totals]()
    for key, name, *sums in chain.from_iterable(map(_named, several)):
        party = groups.head(key) if key else name
        found[party] = added(found.get(party, NONE), totals_from(*sums))
    heads = _heads([key for key in found if isinstance(key, int)])
    all_of_them = [
        Recipient(heads[key].name if key in heads else str(key or ""), heads.get(key), sums)
        for key, sums in found.items()
        if key in heads or not isinstance(key, int)
    ]
    return sorted(all_of_them, key=lambda one: (-one.sums.amount, one.name))


def _named(versions: Versions) -> Iterable[Any]:
    names = versions.order_by().values_list("organisation", "organisation_name")
    return names.annotate(**SUMS)


def _heads(keys: list[int]) -> dict[int | str, Organisation]:
    """Who speaks for these in public, by the keys of those that do inside."""
    heads = public_heads().filter(Q(pk__in=keys) | Q(survivor__in=keys))
    return {one.survivor_id or one.pk: one for one in heads}

"""Which actions of boards members read: of their own board, and of no item that is told apart;
and which are closed to whoever is out of the item that they came of.
"""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.actions.sources import Asking, declare_asking

from .models import Interest, Item
from .queries import boards_watching
from .states import OUT

LABEL = Item._meta.label_lower


def seen_by_members(user: User, on: date) -> Q:
    """Those of the boards on which somebody sits, but of restricted items, and of those that
    anybody was out of.
    """
    if not roles_of(user, on=on):
        return Q(pk__in=[])
    apart = Interest.objects.filter(state__in=OUT).values("item")
    items = Item.objects.filter(
        meeting__board__in=boards_watching(user, on=on), is_restricted=False
    ).exclude(pk__in=apart)
    return Q(source__in=_names_of(items), is_restricted=False)


def closed_to_who_is_out(user: User, _on: date) -> Q:
    """Those of the items that somebody is out of, whatever their role."""
    mine = Interest.objects.filter(person=user, state__in=OUT).values("item")
    return Q(source__in=_names_of(Item.objects.filter(pk__in=mine)))


def _names_of(items: QuerySet[Item]) -> QuerySet[Any]:
    return items.values_list(Concat(Value(f"{LABEL}:"), "reference"), flat=True)


declare_asking(LABEL, Asking(seen=seen_by_members, closed=closed_to_who_is_out))

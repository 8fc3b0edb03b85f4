"""Conditions on which a case was let on: those of its gates, and those that higher apps know."""

from collections.abc import Callable
from typing import TypeAlias

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from almoner.actions.models import Action
from almoner.actions.states import UNFINISHED

from .models import GateAsked

# Of a case as `OuterRef("pk")`: whether a condition of it is open.
Source: TypeAlias = Callable[[], Exists]
_sources: list[Source] = []


def declare_conditions(source: Source) -> Source:
    """Decorator: make known where conditions of cases come from, beside their gates."""
    _sources.append(source)
    return source


def has_open_conditions() -> Q:
    """Narrows cases to those of which an action on a condition is not verified yet."""
    found = Q(_of_gates())
    for source in _sources:
        found |= Q(source())
    return found


def _of_gates() -> Exists:
    label = Value(f"{GateAsked._meta.label_lower}:")
    theirs = GateAsked.objects.filter(commission=OuterRef("pk")).annotate(
        name=Concat(label, "reference")
    )
    open_actions = Action.objects.filter(source=OuterRef("name"), state__in=UNFINISHED)
    return Exists(theirs.filter(Exists(open_actions)))

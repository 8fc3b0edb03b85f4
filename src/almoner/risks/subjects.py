"""What risks may be about: each app above declares its kind of thing, which of them are restricted,
who sees which, and which serve an objective of the body's plan.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from almoner.accounts.models import User

Things: TypeAlias = QuerySet[Any]
PROGRAMME = "framework.objective"


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that has risks, by its label in the ledger. Its things have a `reference`:
    `restricted()` are those of which not everybody may know, `seen(user, on)` those that somebody
    sees, `serving(objective)` those of a programme.
    """

    label: str
    restricted: Callable[[], Things]
    seen: Callable[[User, date], Things]
    serving: Callable[[str], Things]


_subjects: dict[str, Subject] = {}


def declare_subject(subject: Subject) -> None:
    """Let a kind of thing have risks that are told as it is. It is called from an app's `ready`."""
    _subjects[subject.label] = subject


def programme_named(objective: str) -> str:
    """The name of a programme: an objective of the plan, by its code, which never changes."""
    return f"{PROGRAMME}:{objective}"


def of_programme(objective: str) -> Q:
    """Of assessments: that the risk is the programme's own, or of something that serves it."""
    own = Q(risk__about=programme_named(objective))
    return own | _any(_about(one.label, one.serving(objective)) for one in _subjects.values())


def of_restricted() -> Q:
    """Of assessments: that the risk is of something restricted."""
    return _any(_about(one.label, one.restricted()) for one in _subjects.values())


def of_restricted_from(user: User, *, on: date) -> Q:
    """Of assessments: that the risk is of something restricted that somebody does not see."""
    return _any(
        _about(one.label, one.restricted()) & ~_about(one.label, one.seen(user, on))
        for one in _subjects.values()
    )


def _about(label: str, things: Things) -> Q:
    named = Concat(Value(f"{label}:"), "reference")
    return Q(risk__about__in=things.order_by().annotate(_named=named).values("_named"))


def _any(these: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for one in these:
        found |= one
    return found

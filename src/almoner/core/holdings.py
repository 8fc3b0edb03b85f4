"""What is held about a thing, for whoever answers a request for information: each app's
`holdings.py` declares the kinds of record that it keeps, and how those about a thing are found.

Nothing here says what is public. That is asked at the one door (`registers.shown`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from django.db.models import CharField, Count, F, Q, QuerySet, TextChoices, Value
from django.db.models.functions import Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = str | Promise
Records: TypeAlias = QuerySet[Any]
SHORTEST = 4  # letters: a shorter name is found in every text


class Why(TextChoices):
    """Why a record is not public, where nothing more particular is known."""

    INTERNAL = "internal", _("Kept for the body’s own work")
    UNFINISHED = "unfinished", _("A draft, or not published yet")
    PERSONAL = "personal", _("Personal data")
    RESTRICTED = "restricted", _("Restricted to few inside the body")
    HIDDEN = "hidden", _("Withheld, or held until somebody has judged it")


@dataclass(frozen=True, slots=True)
class Reach:
    """A thing, by its name in the ledger, and all that leads from it, by the labels of the models.

    `rows` are those of which there may be very many, and about which nothing else is kept. `called`
    are the names and references by which a text may speak of it.
    """

    about: str
    things: Mapping[str, Records]
    rows: Mapping[str, Records] = field(default_factory=dict)
    called: Collection[str] = ()

    def keys(self, label: str) -> Records | list[int]:
        """The things of a kind, for another question. Nothing of a kind is an empty list."""
        found = self.things.get(label, self.rows.get(label))
        return [] if found is None else found.order_by().values("pk")

    def named_in(self, column: str) -> Q:
        """That a column holds the ledger's name of one of the things."""
        said = Q(**{f"{column}__in": [self.about]})
        for label, found in self.things.items():
            name = Concat(Value(f"{label}:"), F("reference"), output_field=CharField())
            said |= Q(**{f"{column}__in": found.order_by().values(_name=name)})
        return said

    def said_in(self, *columns: str) -> Q:
        """That one of these columns says what the thing is called."""
        said = Q(pk__in=[])
        for words in (one for one in self.called if len(one) >= SHORTEST):
            for column in columns:
                said |= Q(**{f"{column}__icontains": words})
        return said

    def among(self, references: Collection[str]) -> set[str]:
        """Of these references, those of things or rows within reach: one question."""
        asked = [
            found.filter(reference__in=references).order_by().values_list("reference")
            for found in (*self.things.values(), *self.rows.values())
        ]
        if not asked or not references:
            return set()
        return {one for (one,) in asked[0].union(*asked[1:], all=True)}


@dataclass(frozen=True, slots=True)
class Told:
    """A record in a line: what it is, its day, and where it is seen: by the ledger's name of what
    has a page, and a verb. `restricted` is the name by which the access log knows that somebody
    saw it.

    `why` it is not public holds where the door says nothing else; `words` say more.
    """

    about: str
    what: str
    day: date | None
    verb: str = "read"
    restricted: str = ""
    why: Why = Why.INTERNAL
    words: str = ""


Rows: TypeAlias = Callable[[Reach], Records]
# Who asks is a person as `accounts` knows them, of which nothing is known here.
Readable: TypeAlias = Callable[[Records, Any, date], Records]
Tells: TypeAlias = Callable[[Any], Told]


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of record. `readers` says in words who may read it; `readable` leaves, of some of
    them, those that a person may; `tell` says one in a line.
    """

    code: str
    label: Text
    readers: Text
    rows: Rows
    readable: Readable
    tell: Tells


holdings: dict[str, Holding] = {}


def declare_holding(
    code: str, *, label: Text, readers: Text, readable: Readable, tell: Tells
) -> Callable[[Rows], Rows]:
    """Decorator: `rows(reach)` finds the records of a kind about a thing, in an order that never
    varies, with what `tell` asks of each.
    """

    def declare(rows: Rows) -> Rows:
        if code in holdings:
            raise ValueError(f"Two kinds of record are called {code!r}")
        holdings[code] = Holding(code, label, readers, rows, readable, tell)
        return rows

    return declare


def all_or_none(verdict: Callable[..., object]) -> Readable:
    """Of a kind that is read whole or not at all, by a policy."""

    def readable(records: Records, user: Any, on: date) -> Records:
        return records if verdict(user, on=on) else records.none()

    return readable


def counted(kinds: Mapping[str, Records]) -> dict[str, int]:
    """How many records there are of each kind: one question, however many kinds."""
    asked = [
        records.order_by().values(_of=Value(code, CharField())).annotate(_count=Count("pk"))
        for code, records in kinds.items()
    ]
    if not asked:
        return {}
    found: Iterable[Any] = asked[0].union(*asked[1:], all=True)
    return dict.fromkeys(kinds, 0) | {one["_of"]: one["_count"] for one in found}

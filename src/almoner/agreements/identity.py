"""When two rows of registers speak of the same agreement, and whether they say the same of it.

Nothing here asks the database. Names and references are compared without case and needless spaces.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

import orjson

from almoner.organisations.models import matching_name

from .fields import Value
from .states import AgreementKind

PARTY = {AgreementKind.CONTRACT: "supplier", AgreementKind.GRANT: "recipient"}
NUMBERS = ("company_number", "charity_number", "other_id")


class Outcome(StrEnum):
    """What a row adds to what is known: an agreement, a version of one, or nothing."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Words:
    """A row as it is compared: which agreement it speaks of, and all that it says of it.

    `of` is that agreement's key, where the row names it by our reference.
    """

    identity: str
    fingerprint: str
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An agreement that is known, and what its version says that speaks; empty if none does."""

    pk: int
    identity: str
    occurrence: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Which agreement a row speaks of. One that is new has no key yet."""

    occurrence: int
    outcome: Outcome
    pk: int | None = None


def words_of(kind: AgreementKind, publisher: str, values: Mapping[str, Value]) -> Words:
    """Tell a row by its publisher's reference, its party and its lot, or else by all its words."""
    fingerprint = fingerprint_of(values)
    reference = _alike(str(values.get("reference", "")))
    if not reference:
        return Words(_digest([kind, publisher, "words", fingerprint]), fingerprint)
    lot = _alike(str(values.get("lot", "")))
    told_by = [kind, publisher, "reference", reference, _party(kind, values), lot]
    return Words(_digest(told_by), fingerprint)


def fingerprint_of(values: Mapping[str, Value]) -> str:
    """The digest of all that a row says, whatever the order of its columns and its spacing."""
    return _digest([[name, _written(values[name])] for name in sorted(values)])


def settle(rows: Sequence[Words], known: Iterable[Known]) -> tuple[list[Settled], list[Known]]:
    """Find the agreement of each row, and the known agreements that no row speaks of.

    A row that names an agreement by our reference is of that one, whatever it says. Of other rows
    and agreements of one identity, those that say the same belong together; the others
    follow in order. So rows that changed places change nothing.
    """
    named = {words.of: place for place, words in enumerate(rows) if words.of is not None}
    left: dict[str, list[Known]] = defaultdict(list)
    last: dict[str, int] = {}
    called: dict[int, Known] = {}
    for one in sorted(known, key=lambda one: one.occurrence):
        last[one.identity] = one.occurrence
        if one.pk in named:
            called[named[one.pk]] = one
        else:
            left[one.identity].append(one)
    met = _alike_in_words(rows, left)
    settled = [
        _called(words, called[place])
        if place in called
        else _settled(words, met.get(place), left, last)
        for place, words in enumerate(rows)
    ]
    return settled, [one for some in left.values() for one in some]


def _alike_in_words(rows: Sequence[Words], left: dict[str, list[Known]]) -> dict[int, Known]:
    """The agreements of which rows say again what was said, by the rows' places."""
    saying: dict[Words, deque[Known]] = defaultdict(deque)
    for one in (one for some in left.values() for one in some):
        saying[Words(one.identity, one.fingerprint)].append(one)
    met = {}
    for place, words in enumerate(rows):
        if alike := saying.get(words):
            met[place] = alike.popleft()
    taken = {one.pk for one in met.values()}
    for identity, some in left.items():
        left[identity] = [one for one in some if one.pk not in taken]
    return met


def _called(words: Words, one: Known) -> Settled:
    is_same = words.fingerprint == one.fingerprint
    return Settled(one.occurrence, Outcome.SAME if is_same else _outcome_for(one), one.pk)


def _outcome_for(one: Known) -> Outcome:
    """What other words add: nothing speaks of an agreement whose import was undone."""
    return Outcome.CHANGED if one.fingerprint else Outcome.NEW


def _settled(
    words: Words, met: Known | None, left: dict[str, list[Known]], last: dict[str, int]
) -> Settled:
    if met:
        return Settled(met.occurrence, Outcome.SAME, met.pk)
    if some := left.get(words.identity):
        one = some.pop(0)
        return Settled(one.occurrence, _outcome_for(one), one.pk)
    last[words.identity] = last.get(words.identity, 0) + 1
    return Settled(last[words.identity], Outcome.NEW)


def _party(kind: AgreementKind, values: Mapping[str, Value]) -> str:
    """Whom a row names, or else the first number it gives of them."""
    party = PARTY[kind]
    if name := matching_name(str(values.get(f"{party}_name", ""))):
        return name
    numbers = (str(values.get(f"{party}_{number}", "")) for number in NUMBERS)
    return next(filter(None, numbers), "")


def _alike(text: str) -> str:
    return " ".join(text.casefold().split())


def _written(value: Value) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, bool) else f"{value.normalize():f}"


def _digest(said: Sequence[object]) -> str:
    return sha256(orjson.dumps(said)).hexdigest()

"""Words that a register says in a field, to suggest to whoever looks for some.

They are read of the latest rows that are public, and kept while nothing public changes: a page
that offers them mostly reads no row for it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from almoner.agreements.queries import newest_first as newest_made_first

from .kept import kept_while_public_stands
from .kinds import KINDS, Register
from .publicity import public_agreements_known, public_payments

LATEST = 20_000  # rows
MOST = 60  # words of a field, the commonest
LONGEST = 100  # as much as a box takes


def words_said(register: Register, fields: Sequence[str], *, on: date) -> Mapping[str, list[str]]:
    """What the register says in each of these fields, in the order of the alphabet."""
    return _words_said(register, tuple(fields), on)


@kept_while_public_stands
def _words_said(register: Register, fields: tuple[str, ...], on: date) -> Mapping[str, list[str]]:
    columns = [f"said__{name}" if register in KINDS else name for name in fields]
    tallies: list[Counter[str]] = [Counter() for _ in fields]
    for row in _latest(register, on).values_list(*columns)[:LATEST].iterator():
        for tally, said in zip(tallies, row, strict=True):
            if isinstance(said, str) and 0 < len(said) <= LONGEST:
                tally[said] += 1
    return dict(zip(fields, map(_commonest, tallies), strict=True))


def _latest(register: Register, on: date) -> QuerySet[Any]:
    if register in KINDS:
        return newest_made_first(public_agreements_known(KINDS[register], on))
    return public_payments().order_by("-paid_on", "-reference")


def _commonest(tally: Counter[str]) -> list[str]:
    return sorted((word for word, _ in tally.most_common(MOST)), key=lambda word: word.casefold())

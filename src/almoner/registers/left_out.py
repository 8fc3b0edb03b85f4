"""What a file of public parts says that it leaves out: counts that tell of nothing hidden.

What a register, a withholding, a check or a restricted case could tell is never named: it is
within the sum of all the rest. Fewer than five of anything are not told apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from almoner.core.holdings import Reach, Why, counted, holdings

from .publicity import FEWEST
from .shown import SHOWN

NAMED: Mapping[str, Why] = {
    "contacts": Why.PERSONAL,
    "enquiries": Why.PERSONAL,
    "documents": Why.INTERNAL,
    "exemptions": Why.INTERNAL,
    "files": Why.INTERNAL,
    "managed-days": Why.INTERNAL,
    "management": Why.INTERNAL,
    "notes": Why.INTERNAL,
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many records of a kind are not public, and why; without a kind, all that are not named.
    Without a count, they are fewer than five.
    """

    count: int | None
    label: str = ""
    why: str = ""


def left_out_of(reach: Reach, *, on: date) -> list[LeftOut]:
    """What is held about a thing and is not public, as it may be told: three questions."""
    every = {code: one.rows(reach) for code, one in holdings.items()}
    held = counted(every)
    told = counted({c: s.whole(every[c], on) for c, s in SHOWN.items()})
    partly = counted({c: s.in_part(every[c], on) for c, s in SHOWN.items()})
    left = {c: n - told.get(c, 0) - partly.get(c, 0) for c, n in held.items()}
    named = {c: left[c] for c in NAMED if left.get(c, 0) >= FEWEST}
    rest = sum(left.values()) - sum(named.values())
    return [*_named(named), *([LeftOut(rest if rest >= FEWEST else None)] if rest else [])]


def _named(counts: Mapping[str, int]) -> Iterable[LeftOut]:
    for code, count in counts.items():
        yield LeftOut(count, str(holdings[code].label), str(NAMED[code].label))

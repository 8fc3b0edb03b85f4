"""What the checks find in a row of a register, of what the public would read of it.

A finding is known again by a digest: of the check, the field and the words of the cell, in one
publisher's register. So what was judged once is judged for every row that says the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeAlias

import orjson

from almoner.agreements.fields import FIELDS
from almoner.opendata.safety import CHECKS, About, Severity, look_over
from almoner.opendata.safety.rows import PAYEES, PROSE
from almoner.publication.datasets import Access

from .files import FileRow
from .grounds import Ground
from .kinds import KEPT, KINDS, Register
from .models import Finding
from .reasons import FindingState

# Of these the cell alone does not tell: an address is harmless until a refuge stands beside it.
TOGETHER = frozenset(
    ("sensitive-words", "protected-address", "protected-place", "home-address", "street-address")
)
SHOWN = 200
PUBLIC = {
    Register.SPEND: frozenset(KEPT),
    **{
        register: frozenset(one.name for one in FIELDS[kind] if one.access == Access.PUBLIC)
        for register, kind in KINDS.items()
    },
}


def blocks(code: str) -> bool:
    return CHECKS[code].severity is Severity.BLOCKS


def ground_of(code: str) -> Ground:
    """On which of the law's grounds it is kept back, if it is."""
    return Ground.SAFETY if CHECKS[code].about is About.ADDRESS else Ground.PERSONAL_DATA


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found in a cell: the words that gave it away, and by what it is known again."""

    code: str
    field: str
    words: str
    digest: str

    @property
    def blocks(self) -> bool:
        return blocks(self.code)


def found_in(register: Register, publisher: str, values: Mapping[str, Any]) -> list[Found]:
    """What is found in the values of a row, by canonical field: each thing once a field."""
    public = PUBLIC[register]
    read = {name: value for name, value in values.items() if name in public}
    return [
        Found(
            finding.code,
            finding.field,
            finding.words,
            _digest(
                [register, publisher, finding.code, *_read_for(finding.code, finding.field, read)]
            ),
        )
        for finding in look_over(read)
    ]


def _read_for(code: str, name: str, read: Mapping[str, Any]) -> Iterator[str]:
    """The fields and words on which a finding rests."""
    yield name
    yield str(read.get(name, ""))
    if code in TOGETHER:
        for other in sorted(read):
            if other != name and (other in PROSE or other in PAYEES):
                yield from (other, str(read[other]))


def _digest(said: list[str]) -> str:
    return sha256(orjson.dumps(said)).hexdigest()


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row of a file that would be held, and why: its place among those accepted, and its own."""

    place: int
    sheet: str
    number: int
    found: tuple[Found, ...]


Place: TypeAlias = tuple[str, int, tuple[str, ...]]  # sheet, row, and the checks that hold it


@dataclass(frozen=True, slots=True)
class HeldRows:
    """How many rows of a file are held, how many each check holds, and where the first stand."""

    count: int
    by_check: Counter[str]
    first: tuple[Place, ...]


def held_rows(rows: Iterable[tuple[str, int, Iterable[Found]]]) -> HeldRows:
    """Sum up rows that are held, by their sheets and numbers, for what was found in them."""
    places = [
        (sheet, number, tuple(sorted({f.code for f in found}))) for sheet, number, found in rows
    ]
    by_check = Counter(code for _sheet, _number, codes in places for code in codes)
    return HeldRows(len(places), by_check, tuple(places[:SHOWN]))


@dataclass(slots=True)
class Outlook:
    """Which rows of a file are to be held, seen on the way through it."""

    register: Register
    publisher: str
    held: dict[int, HeldRow] = field(default_factory=dict)
    _safe: frozenset[str] | None = None
    _place: int = -1

    def over(self, rows: Iterable[FileRow]) -> Iterator[FileRow]:
        for row in rows:
            self.look(row)
            yield row

    def look(self, row: FileRow) -> HeldRow | None:
        """Look at the next row of the file. Returns it if it is to be held."""
        if row.rejection is not None:
            return None
        self._place += 1
        found = tuple(
            one
            for one in found_in(self.register, self.publisher, row.values)
            if one.blocks and one.digest not in self.safe
        )
        if not found:
            return None
        held = HeldRow(self._place, row.sheet, row.number, found)
        self.held[self._place] = held
        return held

    def leave_out(self, places: Iterable[int]) -> None:
        """Forget rows that add nothing to what is known, so that they are not held either."""
        for place in places:
            self.held.pop(place, None)

    @property
    def rows(self) -> HeldRows:
        return held_rows((row.sheet, row.number, row.found) for row in self.held.values())

    @property
    def safe(self) -> frozenset[str]:
        """What was found safe to publish in this publisher's register before."""
        if self._safe is None:
            judged = Finding.objects.filter(
                register=self.register, publisher=self.publisher, state=FindingState.SAFE
            )
            self._safe = frozenset(judged.values_list("digest", flat=True))
        return self._safe

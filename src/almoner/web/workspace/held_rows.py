"""What is held about a thing, kind by kind, and each record with how much of it is public."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from almoner.accounts.models import User
from almoner.accounts.operations import note_reads
from almoner.core.holdings import Holding, Reach, Records, Told, Why, counted, holdings
from almoner.organisations.policies import may_see_likenesses
from almoner.papers.models import Copy
from almoner.payments.policies import may_see_matches
from almoner.registers.shown import NOT_SHOWN, SHOWN, Much, much_of
from almoner.registers.unshown import reasons_of
from almoner.web.addresses import address_of

CHUNK = 500
# Pages that not everybody may open who sees a row that leads there.
DOORS = {
    ("payments.payment", "match"): may_see_matches,
    ("organisations.organisation", "decide"): may_see_likenesses,
}


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A record, where officials see it, and where anyone does; or why nobody else does."""

    told: Told
    much: Much
    url: str
    public_url: str
    parts: str
    why: Why
    words: str

    @property
    def reference(self) -> str:
        return self.told.about.partition(":")[2]

    @property
    def restricted(self) -> str:
        """By what the access log knows that somebody saw it. What is hidden is restricted too."""
        is_hidden = self.much == Much.NOTHING and self.why == Why.HIDDEN
        return self.told.restricted or (self.told.about if is_hidden else "")


@dataclass(frozen=True, slots=True)
class KindHeld:
    """A kind of record, and how many there are: in all, to be read, public at least in part."""

    holding: Holding
    count: int
    readable: int
    public: int


@dataclass(frozen=True)
class Held:
    """Everything that is held about a thing, as one reader may see it."""

    reach: Reach
    me: User
    on: date

    @cached_property
    def kinds(self) -> list[KindHeld]:
        """The kinds of which there is anything: what may be public first."""
        every = {code: one.rows(self.reach) for code, one in holdings.items()}
        count = counted(every)
        known = {code: every[code] for code in every if count[code]}
        mine = counted({code: self._mine(code, rows) for code, rows in known.items()})
        whole = counted({c: SHOWN[c].whole(known[c], self.on) for c in SHOWN if c in known})
        part = counted({c: SHOWN[c].in_part(known[c], self.on) for c in SHOWN if c in known})
        return [
            KindHeld(holdings[c], count[c], mine[c], whole.get(c, 0) + part.get(c, 0))
            for c in sorted(known, key=lambda code: code not in SHOWN)
        ]

    @property
    def readable(self) -> int:
        """How many records the reader may read, of all kinds."""
        return sum(one.readable for one in self.kinds)

    def _mine(self, code: str, rows: Records) -> Records:
        return holdings[code].readable(rows, self.me, self.on)

    def of_kind(self, code: str) -> Records:
        """The records of a kind that the reader may read."""
        return self._mine(code, holdings[code].rows(self.reach))

    def rows(self, code: str, records: Iterable[Any]) -> list[HeldRow]:
        """Some records of a kind, each judged: a fixed number of questions."""
        some = list(records)
        much = much_of(code, some, on=self.on)
        whys = reasons_of(code, [one for one in some if one.pk not in much])
        return [
            self._row(code, one, much.get(one.pk, Much.NOTHING), whys.get(one.pk)) for one in some
        ]

    def _row(self, code: str, one: Any, much: Much, reason: tuple[Why, str] | None) -> HeldRow:
        told = holdings[code].tell(one)
        shown = SHOWN.get(code, NOT_SHOWN)
        why, words = reason or (told.why, told.words)
        return HeldRow(
            told,
            much,
            self._url(told),
            "" if much == Much.NOTHING else PUBLIC_PAGES[code](one, much),
            str(shown.parts) if much == Much.PART else "",
            why,
            words,
        )

    def _url(self, told: Told) -> str:
        door = DOORS.get((told.about.partition(":")[0], told.verb))
        if door and not door(self.me, on=self.on):
            return ""
        return address_of(told.about, told.verb) or ""

    def every_row(self, *, at: datetime) -> Iterator[tuple[Holding, HeldRow]]:
        """All that the reader may read, some at a time; what is restricted is noted first."""
        for kind in self.kinds:
            code, some = kind.holding.code, []
            for record in self.of_kind(code).iterator(chunk_size=CHUNK):
                some.append(record)
                if len(some) == CHUNK:
                    yield from self._noted(code, some, at=at)
                    some = []
            yield from self._noted(code, some, at=at)

    def _noted(
        self, code: str, some: Sequence[Any], *, at: datetime
    ) -> Iterator[tuple[Holding, HeldRow]]:
        rows = self.rows(code, some)
        self.note(rows, at=at)
        return ((holdings[code], row) for row in rows)

    def note(self, rows: Iterable[HeldRow], *, at: datetime) -> None:
        """Tell the access log which restricted things the reader saw, each once."""
        names = dict.fromkeys(row.restricted for row in rows if row.restricted)
        if names:
            note_reads(who=self.me.actor, abouts=names, at=at)


def _copy_page(copy: Copy, much: Much) -> str:
    route = "public:copy-file" if much == Much.WHOLE else "public:copy"
    return reverse(route, args=[copy.kind, copy.agreement])


PUBLIC_PAGES: dict[str, Callable[[Any, Much], str]] = {
    "organisations": lambda one, _much: reverse("public:organisation", args=[one]),
    "agreements": lambda one, _much: reverse(f"public:{one.kind}", args=[one]),
    "versions": lambda one, _much: reverse(f"public:{one.agreement.kind}", args=[one.agreement]),
    "payments": lambda one, _much: reverse("public:payment", args=[one]),
    "matches": lambda one, _much: reverse(f"public:{one.agreement.kind}", args=[one.agreement]),
    "copies": _copy_page,
    "decisions": lambda one, _much: reverse("public:decision", args=[one.number]),
    "plan-entries": lambda _one, _much: reverse("public:forward-plan"),
}

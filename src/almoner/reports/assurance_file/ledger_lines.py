"""The lines of the ledger that belong to a thing, each as the very text that was hashed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from almoner.core.ledger import START, BrokenLedger, Checkpoint
from almoner.core.models import Event

from .gathered import Gathering

AT_ONCE = 500  # names in one question: a control may have been asked on thousands of nights


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the text that was hashed, and the digests among its facts."""

    event: Event
    canonical: str
    digests: frozenset[str]

    @property
    def number(self) -> int:
        return self.event.number


def lines_of(gathering: Gathering, *, upto: Checkpoint) -> list[Line]:
    """Every line about what was gathered, and every line that something of it names by its hash,
    up to where the ledger ended, in order. Raises BrokenLedger for one that was changed.
    """
    known = Event.objects.filter(number__lte=upto.count)
    if gathering.known_before is not None:
        known = known.filter(recorded_at__lt=gathering.known_before)
    found: dict[int, Line] = {}
    for asked in _questions(gathering):
        found.update((line.number, line) for line in _read(known.filter(asked)))
    return [found[number] for number in sorted(found)]


def _questions(gathering: Gathering) -> Iterator[Q]:
    for some in _parted(gathering.names):
        yield Q(about__in=some)
    for some in _parted(gathering.hashes):
        yield Q(hash__in=some)


def _parted(names: list[str]) -> Iterator[list[str]]:
    for begin in range(0, len(names), AT_ONCE):
        yield names[begin : begin + AT_ONCE]


def _read(lines: QuerySet[Event]) -> Iterator[Line]:
    before = Event.objects.filter(number=OuterRef("number") - 1).values("hash")
    for one in lines.annotate(before=Subquery(before)).iterator():
        after = START.head if one.number == 1 else one.before
        canonical = one.canonical(after=after or "")
        if one.digest(after=after or "") != one.hash:
            raise BrokenLedger(f"Line {one.number} of the ledger is not what was written")
        digests = _digests(one.facts.values())
        yield Line(one, canonical, digests)


def _digests(facts: Iterable[object]) -> frozenset[str]:
    return frozenset(str(fact) for fact in facts if len(str(fact)) == len(START.head))

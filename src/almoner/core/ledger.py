"""The ledger: writing a line, telling whoever listens, and proving that no line was changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection, models
from django.dispatch import Signal

from .actors import Actor
from .clock import server_now
from .events import EventKind
from .models import Event
from .operations import current_act
from .references import name_of

recorded = Signal()
QUEUE = 0x6C6564676572  # "ledger": the number of the lock that its writers queue for


class BrokenLedger(Exception):
    """A line of the ledger is not what was written, or is no longer there."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many lines there are, and the hash of the last.

    Keep it somewhere else. A cut tail leaves a perfect, shorter chain: only this shows it.
    """

    count: int
    head: str

    def __str__(self) -> str:
        return f"{self.count}:{self.head}"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read `count:head` back. Raises ValueError."""
        count, _, head = text.strip().lower().partition(":")
        if not count.isdecimal() or not re.fullmatch(r"[0-9a-f]{64}", head):
            raise ValueError("A checkpoint is a number of lines, a colon and 64 hex digits")
        if not int(count) and set(head) != {"0"}:
            raise ValueError("A checkpoint is at line 0 only where all digits of the hash are 0")
        return cls(int(count), head)


START = Checkpoint(count=0, head="0" * 64)


def record(
    kind: EventKind, *, about: models.Model, by: Actor, at: datetime, **facts: object
) -> Event:
    """Append a line to the ledger, then tell its receivers, in the operation's transaction.

    It is an operation's last statement: every other writer waits from here to its commit.
    A receiver that fails undoes the whole operation. Raises BadFact unless `facts` are what the
    kind declares.
    """
    act = current_act()
    if act is None or act.is_recorded or act.manner != "operation":
        raise RuntimeError("record() writes an operation's one line, as its last statement")

    line = Event(kind=kind, about=name_of(about), actor=by.actor, happened_at=at)
    line.facts = kind.facts(facts)
    event = append(line)
    act.is_recorded = True
    recorded.send(sender=kind, event=event)
    return event


def append(event: Event) -> Event:
    """Give a line its place, the moment of its writing and its hash, and write it."""
    if connection.vendor == "postgresql":  # SQLite queues its writers already (BEGIN IMMEDIATE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [QUEUE])
    last = checkpoint()
    event.number = last.count + 1
    event.recorded_at = server_now()
    event.hash = event.digest(after=last.head)
    event.save(force_insert=True)
    return event


def lines_naming(reference: str) -> models.QuerySet[Event]:
    """The lines about the thing or by the person of a reference; all of them for an empty one."""
    if not reference:
        return Event.objects.all()
    named = models.Q(about__endswith=f":{reference}") | models.Q(actor__endswith=f":{reference}")
    return Event.objects.filter(named)


def checkpoint() -> Checkpoint:
    """Where the ledger ends now."""
    last = Event.objects.order_by("number").last()
    return Checkpoint(last.number, last.hash) if last else START


def _lines() -> Iterator[Event]:
    """Every line, in order. Raises BrokenLedger for one that cannot even be read."""
    lines, reached = Event.objects.order_by("number").iterator(), 0
    while True:
        try:
            line = next(lines, None)
        except (DatabaseError, ValueError, TypeError) as error:
            raise BrokenLedger(f"A line after line {reached} cannot be read: {error}") from error
        if line is None:
            return
        reached = line.number
        yield line


def _digest(line: Event, *, after: str) -> str:
    try:
        return line.digest(after=after)
    except (AttributeError, TypeError, ValueError):  # a moment that is none, for one
        return ""


def verify(*, since: Checkpoint = START) -> Checkpoint:
    """Walk the whole chain and return where it ends.

    Raises BrokenLedger, naming the first bad line, or the checkpoint it does not pass through.
    """
    reached, passed = START, since == START
    for line in _lines():
        number = reached.count + 1
        if line.number != number:
            raise BrokenLedger(f"Line {number} is missing; the next is line {line.number}")
        if line.hash != _digest(line, after=reached.head):
            raise BrokenLedger(f"Line {number} is not what was written")
        reached = Checkpoint(line.number, line.hash)
        if line.number == since.count and reached != since:
            raise BrokenLedger(f"Line {number} is not the one in the checkpoint {since}")
        passed = passed or reached == since
    if not passed:
        raise BrokenLedger(
            f"The tail is cut: line {reached.count + 1} is missing. There are {reached.count}"
            f" lines, and the checkpoint was taken at line {since.count}"
        )
    return reached

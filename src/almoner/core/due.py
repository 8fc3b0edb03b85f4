"""What is due: each app's `due.py` declares it; *My work*, reminders and agendas read it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Worker:
    """Who asks what is due to them: the people they stand for (themselves, and anyone for whom
    they deputise that day), by their words in the ledger, and the roles they act in.
    """

    actors: frozenset[str]
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Due:
    """Something that somebody must do. `about` is the ledger's name of the thing
    (`accounts.rolegrant:ROL-7QX2MHW4PC`); `verb` says which of its pages; no day means now.
    `called` is how those who see the page know the thing: mail, which may be read by others, leaves
    it out.
    """

    about: str
    what: str
    verb: str
    due_on: date | None = None
    called: str = ""


Source: TypeAlias = Callable[[Worker, date], Iterable[Due]]
sources: list[Source] = []


def declare_due(source: Source) -> Source:
    """Decorator: make a source known. It asks a fixed number of queries, however much is due."""
    sources.append(source)
    return source


def due_to(worker: Worker, *, on: date) -> list[Due]:
    """Everything due to somebody, soonest first; what has no day comes before what has."""
    found = [due for source in sources for due in source(worker, on)]
    return sorted(found, key=lambda due: (due.due_on or date.min, due.about, due.verb))


def overdue(items: Iterable[Due], *, on: date) -> Iterator[Due]:
    return (item for item in items if item.due_on is not None and item.due_on < on)

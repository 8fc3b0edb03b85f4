"""What is due: each app's `due.py` declares it; *My work*, reminders and agendas read it."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import TypeAlias

from .events import EventKind
from .standing import AllBut, kept_until_heard, kinds_of


@dataclass(frozen=True, slots=True)
class Worker:
    """Who asks what is due to them: the people they stand for (themselves, and anyone for whom
    they deputise that day), by their words in the ledger, and the roles they act in. `actor` is
    they themselves, for what nobody does in another's place: empty once they work here no more.
    """

    actors: frozenset[str]
    roles: frozenset[str]
    actor: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that somebody must do. `about` is the ledger's name of the thing
    (`accounts.rolegrant:ROL-7QX2MHW4PC`); `verb` says which of its pages; no day means now, and
    what is urgent comes before all else.
    `called` is how those who see the page know the thing, and nothing for what is restricted: it
    stands in mail as well, for who chose to have it there.
    """

    about: str
    what: str
    verb: str
    due_on: date | None = None
    called: str = ""
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """A board that asks what is due to it: its code in the framework, what it looks after, and
    since when it has not met.
    """

    code: str
    watched: frozenset[str]
    since: date


BoardSource: TypeAlias = Callable[[Sitting, date], Iterable[Due]]
Source: TypeAlias = Callable[[Worker, date], Iterable[Due]]
sources: list[Source] = []
unrecorded: list[Source] = []
board_sources: list[BoardSource] = []
_kept: dict[Source, Source] = {}


def declare_due(source: Source) -> Source:
    """Decorator: make a source known. It asks a fixed number of queries, however much is due."""
    sources.append(source)
    return source


def declare_due_changed_by(*kinds: type[EventKind] | EventKind) -> Callable[[Source], Source]:
    """Decorator: make a source known that lines of these kinds alone can change. A test compares
    what it reads with what they write.
    """
    return _declared_until(kinds_of(*kinds))


def declare_due_unchanged_by(*kinds: type[EventKind] | EventKind) -> Callable[[Source], Source]:
    """Decorator: make a source known that lines of any kind but these may change: of rooms that it
    does not know, too.
    """
    return _declared_until(AllBut(kinds_of(*kinds)))


def _declared_until(kinds: Container[str]) -> Callable[[Source], Source]:
    def declare(source: Source) -> Source:
        @wraps(source)
        def as_list(worker: Worker, on: date) -> list[Due]:
            return list(source(worker, on))

        _kept[source] = kept_until_heard(kinds)(as_list)
        return declare_due(source)

    return declare


def declare_unrecorded_due(source: Source) -> Source:
    """Decorator: make a source known that changes by bookkeeping, without a line in the ledger."""
    unrecorded.append(source)
    return declare_due(source)


def declare_due_to_board(source: BoardSource) -> BoardSource:
    """Decorator: make known what awaits a board as such, for its agendas, whoever sits on it."""
    board_sources.append(source)
    return source


def due_to_board(sitting: Sitting, *, on: date) -> list[Due]:
    """Everything that awaits a board, soonest first. A thing is named once, by what comes first."""
    found = in_order(due for source in board_sources for due in source(sitting, on))
    return list({due.about: due for due in reversed(found)}.values())[::-1]


def due_to(worker: Worker, *, on: date) -> list[Due]:
    """Everything due to somebody, soonest first; what has no day comes before what has."""
    return in_order([*recorded_due_to(worker, on=on), *unrecorded_due_to(worker, on=on)])


def recorded_due_to(worker: Worker, *, on: date) -> list[Due]:
    """What is due by something that the ledger tells: it changes with a line alone. While
    something is read, a source is asked again only once it may say something else.
    """
    asked = [_kept.get(source, source) for source in sources if source not in unrecorded]
    return [due for source in asked for due in source(worker, on)]


def unrecorded_due_to(worker: Worker, *, on: date) -> list[Due]:
    asked = [source for source in sources if source in unrecorded]
    return [due for source in asked for due in source(worker, on)]


def in_order(items: Iterable[Due]) -> list[Due]:
    def place(due: Due) -> tuple[bool, date, str, str]:
        return not due.is_urgent, due.due_on or date.min, due.about, due.verb

    return sorted(items, key=place)


def overdue(items: Iterable[Due], *, on: date) -> Iterator[Due]:
    return (item for item in items if item.due_on is not None and item.due_on < on)

"""What is asked again and again and changes with the ledger alone, kept in the process until then.

Every operation leaves a line or is undone, so what was answered before the last line holds until
the next; and what only some kinds of line can change, until there is another of these. What
bookkeeping changes, such as a delivery that failed, has no line: it is not kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Any, NamedTuple, ParamSpec, TypeVar

from django.conf import settings
from django.utils.translation import get_language

from almoner.core.events import EventKind
from almoner.core.once import asked_once, is_reading, presuming
from almoner.core.prepared import prepared

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
MOST = 200  # answers of one question: what nobody asked for longest goes first
FOLLOWED = 500  # lines: where there are more, all that was kept is let go instead


@dataclass(frozen=True, slots=True)
class AllBut:
    """Every kind of line but these: one that nobody thought of is among them."""

    quiet: frozenset[str]

    def __contains__(self, kind: object) -> bool:
        return kind not in self.quiet


EVERY_KIND = AllBut(frozenset())
# What is kept until some lines come: a test compares what these read with what such lines change.
kept_questions: dict[Callable[..., Any], Container[str]] = {}


class Line(NamedTuple):
    """As much of a line of the ledger as says that it is new."""

    number: int
    kind: str
    hash: str


NONE = Line(0, "", "")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the process knows of the ledger: its last line, and of each kind the last since it began
    to listen. It begins anew, as `since`, where it cannot tell what came in between.
    """

    end: Line = NONE
    lines: Mapping[str, Line] = field(default_factory=dict)
    since: object = field(default_factory=object)

    def last_of(self, kinds: Container[str]) -> Line:
        """The last line of these kinds since then, if there was one."""
        return max((line for kind, line in self.lines.items() if kind in kinds), default=NONE)

    def state_of(self, kinds: Container[str]) -> Hashable:
        """It changes with every line of these kinds."""
        return self.since, self.last_of(kinds)

    def following(self, lines: list[Line]) -> "Heard":
        """What it knows after these lines, of which the first is the last that it knew."""
        if not lines and self.end == NONE:
            return self
        if len(lines) > FOLLOWED or not lines or lines[0] != self.end:
            return Heard(next(iter(_lines("ORDER BY number DESC LIMIT 1", [])), NONE))
        if len(lines) == 1:
            return self
        later = {line.kind: line for line in lines[1:]}
        return Heard(lines[-1], {**self.lines, **later}, self.since)


def _lines(which: str, asked: list[int]) -> list[Line]:
    """Django would take longer to write these questions than the database to answer them."""
    lines = prepared(f"SELECT number, kind, hash FROM core_event {which}", asked)  # noqa: S608 - both endings are ours
    return [Line(*row) for row in lines]


_heard = Heard()


@asked_once
def heard() -> Heard:
    """What the process knows now, in one question."""
    global _heard  # noqa: PLW0603 - known to the process, whoever asks
    known = _heard
    later = "WHERE number >= %s ORDER BY number LIMIT %s"
    _heard = now = known.following(_lines(later, [known.end.number, FOLLOWED + 1]))
    return now


@contextmanager
def presuming_heard() -> Iterator[Callable[[str], bool]]:
    """Within it nobody asks where the ledger ends: it is presumed to end where the process knows.
    What is read says where it did, by the hash of the last line, and so whether that was right.
    """
    known = _heard
    with presuming(heard, known) as prove:

        def ends(read: str) -> bool:
            if is_so := read == known.end.hash != "":
                prove()
            return is_so

        yield ends


def kinds_of(*kinds: type[EventKind] | EventKind) -> frozenset[str]:
    """Some kinds of line, as they are written; those of a thing are given together."""
    each: list[Iterable[EventKind]] = [one if isinstance(one, type) else (one,) for one in kinds]
    return frozenset(str(kind) for several in each for kind in several)


def kept_until_heard(
    kinds: Container[str],
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Decorator: keep what a question was answered, by what it takes and in which language, until
    the ledger has another line of a kind that can change it. The day is among what it takes.
    Nobody changes what it answers.

    Only what was read outside any act is kept, or what is then undone would stay.
    """

    def keep(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        kept_questions[question] = kinds
        return _kept(question, kinds)

    return keep


def kept_while_ledger_stands(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Decorator: keep it so until the ledger has another line of whatever kind."""
    return _kept(question, EVERY_KIND)


def _kept(question: Callable[Asked, Answer], kinds: Container[str]) -> Callable[Asked, Answer]:
    known: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
    lock = Lock()

    @wraps(question)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if not settings.KEPT_MB or not is_reading():
            return question(*args, **kwargs)
        now = heard()
        if now.end == NONE:  # nothing was done yet, so nothing tells one state from another
            return question(*args, **kwargs)
        state = now.state_of(kinds)
        key = (get_language(), args, tuple(sorted(kwargs.items())))
        with lock:
            if key in known and known[key][0] == state:
                known.move_to_end(key)
                found: Answer = known[key][1]
                return found
        said = question(*args, **kwargs)
        with lock:
            known[key] = state, said
            while len(known) > MOST:
                known.popitem(last=False)
        return said

    return answer

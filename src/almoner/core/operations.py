"""What an operation is: one transaction, one line in the ledger, and the only way to write.

Two lesser acts exist, because not every write is evidence. *Staging* adds rows to a batch that
nobody can see yet; the operation that makes the batch live leaves the line. *Bookkeeping* keeps
what can be made again or proves nothing (an index, a delivery attempt, the log of reads).
Tests refuse a staging or bookkeeping write to any table whose model does not say so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Literal, ParamSpec, TypeAlias, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")
Manner: TypeAlias = Literal["operation", "staging", "bookkeeping"]


@dataclass(slots=True)
class Act:
    """Something under way that writes."""

    name: str
    manner: Manner = "operation"
    is_recorded: bool = False


_current: ContextVar[Act | None] = ContextVar("current act", default=None)


def current_act() -> Act | None:
    return _current.get()


def operation(verb: Callable[P, R]) -> Callable[P, R]:
    """Make of a function one transaction, undone unless it leaves its line in the ledger."""

    @wraps(verb)
    def perform(*args: P.args, **kwargs: P.kwargs) -> R:
        act = Act(verb.__name__)
        token = _current.set(act)
        try:
            with transaction.atomic():
                result = verb(*args, **kwargs)
                if not act.is_recorded:
                    raise RuntimeError(f"{act.name} left no line in the ledger")
                return result
        finally:
            _current.reset(token)

    return perform


@contextmanager
def together() -> Iterator[None]:
    """Do several operations or none of them: one transaction, in which each leaves its own line."""
    with transaction.atomic():
        yield


def staging(verb: Callable[P, R]) -> Callable[P, R]:
    """Make of a function one transaction that adds rows to a batch not yet live.

    It writes only to models with `is_staged = True`, and leaves no line: the operation that makes
    the batch live will.
    """
    return _without_line(verb, "staging")


def bookkeeping(verb: Callable[P, R]) -> Callable[P, R]:
    """Make of a function one transaction that writes only to models with `is_bookkeeping = True`.

    Called within an operation, it shares the operation's transaction and its fate.
    """
    return _without_line(verb, "bookkeeping")


def _without_line(verb: Callable[P, R], manner: Manner) -> Callable[P, R]:
    @wraps(verb)
    def perform(*args: P.args, **kwargs: P.kwargs) -> R:
        token = _current.set(Act(verb.__name__, manner))
        try:
            with transaction.atomic():
                return verb(*args, **kwargs)
        finally:
            _current.reset(token)

    perform.manner = manner  # type: ignore[attr-defined]  # read by the tests that list such acts
    return perform

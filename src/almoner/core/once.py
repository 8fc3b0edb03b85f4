"""Questions that are asked once while something is read, however many parts of it need the answer.

A page asks in a dozen places what is hidden from the public. Within `reading` each such question
is put to the database once; outside, each time. Nothing is written within it, or what was answered
would be old.
"""

import inspect
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Remember, until it ends, what questions that are asked once were answered.

    Within another, it is a part of that one.
    """
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def is_reading() -> bool:
    """Whether something is read, so that nothing is written meanwhile."""
    return _answers.get() is not None


@contextmanager
def presuming(question: Callable[[], Answer], answer: Answer) -> Iterator[Callable[[], None]]:
    """Within it, a question that is asked once is answered as is presumed, and so is all that
    follows from it. Unless what it gives is called, all of it is forgotten. Raises RuntimeError
    where something was asked before.
    """
    answers = _answers.get()
    if answers is None or answers:
        raise RuntimeError("Only at the beginning of what is read can anything be presumed")
    answers[inspect.unwrap(question), (), ()] = answer
    proven: list[bool] = []
    try:
        yield lambda: proven.append(True)
    finally:
        if not proven:
            answers.clear()


def nothing_was_asked() -> bool:
    """Whether what is read has only begun."""
    return _answers.get() == {}


def asked_once(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Let a question be asked once while something is read. What it takes can be a key."""

    @wraps(question)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = question(*args, **kwargs)
        known: Answer = answers[key]
        return known

    return answer

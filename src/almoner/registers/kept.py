"""What every public page asks, kept in the process until anything public may have changed.

The ledger says when (see `revision`): a withholding is a line of it, so from its commit on nothing
that was answered before is told again. The day counts too, since a register is read as at today.
Only what was read outside any act is kept, or what is then undone would stay.
"""

from collections.abc import Callable, Hashable
from datetime import date
from functools import wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.utils.timezone import localdate

from almoner.core.once import asked_once, is_reading

from .revision import revision

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
State = tuple[str, date]


@asked_once
def public_state() -> State:
    """What it changes with, whatever the public can read."""
    return revision(), localdate()


class Kept:
    """The answers in one state of what is public. Those of an earlier state are let go."""

    def __init__(self) -> None:
        self._now: tuple[State | None, dict[Hashable, Any]] = (None, {})

    def answers(self) -> dict[Hashable, Any]:
        state = public_state()
        known, answers = self._now
        if known != state:
            # A new one, never emptied: who still answers by the old state puts it in the old.
            self._now = known, answers = state, {}
        return answers


_kept = Kept()
# Who asks while another thread of the process already does waits for its answer: a crowd that comes
# after a change would else read the same half million rows as often as there are threads.
_asking = RLock()


def kept_answer(key: Hashable, question: Callable[[], Answer]) -> Answer:
    """What is answered under a key while nothing public changes. Keys are few, as all answers are
    kept, and never of a past day.
    """
    if not settings.KEPT_MB or not is_reading():
        return question()
    answers = _kept.answers()
    if key not in answers:
        with _asking:
            if key not in answers:
                answers[key] = question()
    known: Answer = answers[key]
    return known


def kept_while_public_stands(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Decorator: keep what a question was answered. It may be asked of few things only, as all its
    answers are kept, and never of a past day.
    """

    @wraps(question)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        key = (question, args, tuple(sorted(kwargs.items())))
        return kept_answer(key, lambda: question(*args, **kwargs))

    return answer

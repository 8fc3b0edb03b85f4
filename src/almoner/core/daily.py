"""What the house does by itself: steps that apps declare in `tasks.py`, run by a timer.

A step is safe to run at any time and twice: what was done already is not done again.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, TypeVar

from django.utils.translation import gettext as _

from .leases import holding

log = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")
Step: TypeAlias = Callable[[datetime], str]
steps: dict[str, Step] = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step, in its own words."""

    step: str
    said: str
    has_failed: bool = False


def declare_daily(name: str) -> Callable[[Step], Step]:
    """Decorator: make a step known. It says in a few words what it did."""

    def declare(step: Step) -> Step:
        if name in steps:
            raise ValueError(f"Two steps are called {name!r}")
        steps[name] = step
        return step

    return declare


def run_steps(*, at: datetime) -> Iterator[Outcome]:
    """Run every step, each alone: one that fails does not hold the others up."""
    for name in sorted(steps):
        yield _run(name, at=at)


def with_each(things: Iterable[T], act: Callable[[T], R]) -> list[R]:
    """What came of each of the things that a step deals with, each alone: what is wrong with one
    does not hold the others up. Raises what was wrong once all were tried.
    """
    done: list[R] = []
    wrong: list[Exception] = []
    for thing in things:
        try:
            done.append(act(thing))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told at the end
            wrong.append(error)
    if wrong:
        raise ExceptionGroup(_("Some could not be dealt with"), wrong)
    return done


def _run(name: str, *, at: datetime) -> Outcome:
    try:
        with holding(f"daily:{name}") as is_ours:
            if not is_ours:
                return Outcome(name, _("somebody else is doing it"))
            return Outcome(name, steps[name](at))
    except Exception as error:
        log.exception("The step %s failed", name)
        return Outcome(name, f"{type(error).__name__}: {error}", has_failed=True)

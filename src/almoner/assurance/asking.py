"""Asking controls: of one case, for a gate, or of all that they cover. Whatever could not be
asked counts as broken, and says so.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.once import reading
from almoner.core.operations import together
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .controls import (
    Break,
    Control,
    Parameters,
    control_called,
    parameters_on,
    read_parameters,
)

log = logging.getLogger(__name__)
T = TypeVar("T")
Given = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a control found among all that it covers. One that could not be asked found nothing,
    and is red nevertheless.
    """

    control: Control[Any]
    on: date
    covered: int
    breaks: tuple[Break, ...]
    failure: str = ""

    @property
    def is_green(self) -> bool:
        return not self.breaks and not self.failure


@dataclass(frozen=True, slots=True)
class Standing:
    """How one case stands with one control: green, or red for these reasons."""

    control: Control[Any]
    breaks: tuple[Break, ...] = ()
    failure: str = ""

    @property
    def is_green(self) -> bool:
        return not self.breaks and not self.failure

    @property
    def reasons(self) -> list[str]:
        if self.failure:
            return [_("It could not be checked, so nothing says that it is kept.")]
        return [found.reason for found in self.breaks]

    @property
    def verdict(self) -> Verdict:
        return ALLOWED if self.is_green else refused(" ".join(self.reasons))


def findings(code: str, *, on: date, parameters: Mapping[str, object] | None = None) -> Findings:
    """Ask a control of all that it covers on a day. Raises NoSuchControl, BadParameter."""
    control = control_called(code)
    settled = _settled(code, parameters, on=on)

    def ask() -> tuple[int, tuple[Break, ...]]:
        cases = control.covers(on, settled)
        return cases.count(), tuple(control.breaks(cases, on, settled))

    answer, failure = tried(code, ask)
    covered, breaks = answer or (0, ())
    return Findings(control, on, covered, breaks, failure)


def stands(
    case: Model, code: str, *, on: date, parameters: Mapping[str, object] | None = None
) -> Verdict:
    """Whether one case keeps a control. Raises NoSuchControl, BadParameter."""
    given = None if parameters is None else {code: parameters}
    return standings(case, [code], on=on, parameters=given)[0].verdict


def standings(
    case: Model, codes: Sequence[str], *, on: date, parameters: Given | None = None
) -> list[Standing]:
    """How one case stands with each control, in that order: one query for all of those that are
    asked in sets, and one more for each that is broken and whose reasons differ.

    A case that a control does not cover keeps it, but a control of another kind of thing cannot be
    asked. `parameters`, by code, are those of the case's own framework; without, the body's.
    Raises NoSuchControl, BadParameter.
    """
    asked = [
        (control_called(code), _settled(code, (parameters or {}).get(code), on=on))
        for code in codes
    ]
    broken = _broken_at_once(case, asked, on=on)
    return [_standing(case, control, settled, on, broken) for control, settled in asked]


def population(control: Control[Any], *, on: date) -> str:
    """The digest of which cases a control covers, in order. It reads their keys one by one, so that
    a million take no more room than one.
    """
    told = sha256()
    cases = control.covers(on, parameters_on(control.code, on))
    for key in cases.order_by("pk").values_list("pk", flat=True).iterator():
        told.update(f"{key}\n".encode())
    return told.hexdigest()


def tried(code: str, ask: Callable[[], T]) -> tuple[T | None, str]:
    """What a control answers, or why it could not: whatever is wrong with it is its own."""
    # On PostgreSQL an error would else be the end of the whole operation that asks.
    guarded = together() if connection.in_atomic_block else nullcontext()
    try:
        with guarded, reading():
            return ask(), ""
    except Exception as error:
        log.exception("The control %s could not be asked", code)
        return None, type(error).__name__


def _settled(code: str, given: Mapping[str, object] | None, *, on: date) -> Parameters:
    return parameters_on(code, on) if given is None else read_parameters(code, given)


Asked = Sequence[tuple[Control[Any], Parameters]]


def _broken_at_once(case: Model, asked: Asked, *, on: date) -> frozenset[str] | None:
    """The codes of those that the case breaks; None where they have to be asked one by one."""

    def ask() -> frozenset[str]:
        flags = dict(_flags(case, asked, on=on))
        if not flags:
            return frozenset()
        names = {f"breaks_{n}": code for n, code in enumerate(flags)}
        given = {name: flags[code] for name, code in names.items()}
        row = type(case)._default_manager.filter(pk=case.pk).annotate(**given).values(*given).get()
        return frozenset(names[name] for name, is_broken in row.items() if is_broken)

    return tried("all at once", ask)[0]


def _flags(case: Model, asked: Asked, *, on: date) -> Iterator[tuple[str, Exists]]:
    for control, settled in asked:
        if control.is_asked_in_sets:
            cases = control.covers(on, settled)
            _check_kind(case, control, cases.model)
            broken = control.broken(cases, on, settled)
            yield control.code, Exists(broken.order_by().filter(pk=OuterRef("pk")))


def _check_kind(case: Model, control: Control[Any], asks_of: type[Model]) -> None:
    if asks_of is not type(case):
        raise TypeError(f"{control.code} asks of {asks_of.__name__}, not {type(case).__name__}")


def _standing(
    case: Model,
    control: Control[Any],
    settled: Parameters,
    on: date,
    broken: frozenset[str] | None,
) -> Standing:
    if broken is not None and control.is_asked_in_sets:
        if control.code not in broken:
            return Standing(control)
        if control.has_one_reason:
            return Standing(control, (control.break_of(case, on, settled),))

    def ask() -> tuple[Break, ...]:
        cases = control.covers(on, settled)
        _check_kind(case, control, cases.model)
        return tuple(control.breaks(cases.filter(pk=case.pk), on, settled))

    breaks, failure = tried(control.code, ask)
    return Standing(control, breaks or (), failure)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases a control covers, and how many break it; not which."""

    control: Control[Any]
    promise: str
    covered: int
    broken: int
    failure: str = ""

    @property
    def is_green(self) -> bool:
        return not self.broken and not self.failure


def tallies(controls: Iterable[Control[Any]], *, on: date) -> list[Tally]:
    """How each of these controls stands on a day: two queries each, however many cases there are,
    and for those that Python tells as many as they take.
    """
    return [tally(control, on=on) for control in controls]


def tally(control: Control[Any], *, on: date) -> Tally:
    settled = parameters_on(control.code, on)

    def ask() -> tuple[int, int]:
        cases = control.covers(on, settled)
        if control.is_asked_in_sets:
            return cases.count(), control.broken(cases, on, settled).count()
        return cases.count(), sum(1 for _break in control.breaks(cases, on, settled))

    answer, failure = tried(control.code, ask)
    covered, broken = answer or (0, 0)
    return Tally(control, control.promise_in_words(settled), covered, broken, failure)


class Exceptions:
    """The cases that break a control today, of those that somebody may know of: read by slices, as
    a paginator does. One that cannot be asked has none; its tally says so.
    """

    def __init__(self, control: Control[Any], user: User, *, on: date) -> None:
        self.control, self.user, self.on = control, user, on
        self.settled = parameters_on(control.code, on)

    def __len__(self) -> int:
        return self._tried(lambda: len(self._told)) or 0

    def __getitem__(self, part: slice) -> Sequence[Break]:
        return self._tried(lambda: self._page(part)) or []

    def _tried(self, ask: Callable[[], T]) -> T | None:
        return tried(self.control.code, ask)[0]

    @cached_property
    def _told(self) -> list[Any]:
        """The keys of those that are asked in sets; what Python tells of the rest."""
        if self.control.is_asked_in_sets:
            broken = self.control.broken(self._cases(), self.on, self.settled)
            return list(broken.order_by("pk").values_list("pk", flat=True))
        return list(self.control.breaks(self._cases(), self.on, self.settled))

    def _page(self, part: slice) -> Sequence[Break]:
        if not self.control.is_asked_in_sets:
            return self._told[part]
        cases = self._cases().filter(pk__in=self._told[part])
        return list(self.control.breaks(cases, self.on, self.settled))

    def _cases(self) -> QuerySet[Any]:
        return self.control.open_to(self.user, self.control.covers(self.on, self.settled), self.on)

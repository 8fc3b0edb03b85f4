"""Whether the parts of a framework agree: every contradiction, with its place and what to do."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Protocol

from .contents import Framework
from .registries import known_controls, known_templates
from .soundness_of_limits import faults_of_limits
from .soundness_of_risks import faults_of_risks
from .soundness_of_routes import faults_of_routes
from .soundness_of_training import faults_of_training
from .words import Inconsistent


class Coded(Protocol):
    """A line of a list, known by its code."""

    @property
    def code(self) -> str: ...


def faults_in(framework: Framework) -> Iterator[Inconsistent]:
    """Every contradiction within a framework."""
    return chain(
        _repeated(framework),
        _items_are_met(framework),
        faults_of_limits(framework),
        faults_of_routes(framework),
        faults_of_training(framework),
        faults_of_risks(framework),
    )


def unknown_names(framework: Framework) -> Iterator[Inconsistent]:
    """Controls and templates that no app declares.

    Asked when a framework is checked, proposed or chosen; never of one that was approved, which
    must stay readable when a later release of Almoner has another list.
    """
    for nth, route in enumerate(framework.routes):
        for place, stage in enumerate(route.stages):
            where = ("route", nth, "stage", place)
            for number, code in enumerate(stage.controls):
                if code not in known_controls():
                    yield _unknown("control", code, known_controls(), *where, "controls", number)
            for number, code in enumerate(stage.documents):
                if code not in known_templates():
                    yield _unknown("template", code, known_templates(), *where, "documents", number)
    for nth, setting in enumerate(framework.controls):
        if setting.code not in known_controls():
            yield _unknown("control", setting.code, known_controls(), "control", nth, "code")


def _unknown(noun: str, code: str, known: Iterable[str], *place: str | int) -> Inconsistent:
    return Inconsistent(
        f"No {noun} is called {code}. There are: {', '.join(sorted(known))}.", *place
    )


def _repeated(framework: Framework) -> Iterator[Inconsistent]:
    lists: dict[str, Sequence[Coded]] = {
        "duty": framework.duties,
        "office": framework.offices,
        "matter": framework.matters,
        "route": framework.routes,
        "power": framework.powers,
        "reason": framework.reasons,
        "objective": framework.objectives,
        "review": framework.reviews,
        "control": framework.controls,
        "course": framework.courses,
        "training": framework.training,
        "certificate": framework.certificates,
        "risk-category": framework.risk_categories,
        "risk-escalation": framework.escalations,
    }
    for noun, lines in lists.items():
        yield from _repeated_codes(noun, lines)
    for nth, route in enumerate(framework.routes):
        yield from _repeated_codes("stage", route.stages, "route", nth)


def _repeated_codes(noun: str, lines: Sequence[Coded], *place: str | int) -> Iterator[Inconsistent]:
    """Each line of a list whose code an earlier one has."""
    codes: set[str] = set()
    for nth, line in enumerate(lines):
        if line.code in codes:
            yield Inconsistent(
                f"Another {noun} is called {line.code}. Give this one a code of its own.",
                *(*place, noun, nth, "code"),
            )
        codes.add(line.code)


def _items_are_met(framework: Framework) -> Iterator[Inconsistent]:
    codes = {duty.code for duty in framework.duties}
    paragraphs: set[str] = set()
    for nth, item in enumerate(framework.items):
        if item.duty and item.duty not in codes:
            yield Inconsistent(
                f"No duty is called {item.duty}. There are: {', '.join(sorted(codes))}.",
                *("item", nth, "duty"),
            )
        if item.paragraph in paragraphs:
            yield Inconsistent(
                f"Another item is paragraph {item.paragraph}. Say each once.",
                *("item", nth, "paragraph"),
            )
        paragraphs.add(item.paragraph)

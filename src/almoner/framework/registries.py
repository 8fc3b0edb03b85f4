"""What other apps declare, which the framework knows by name only: controls, templates, cases."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeAlias

# By code of route and of stage, how many live cases stand there.
Standing: TypeAlias = Mapping[tuple[str, str], int]
# It is given the digest of a framework's text, which each case keeps.
Counting: TypeAlias = Callable[[str], Standing]

_counting: list[Counting] = []
_codes: dict[str, Callable[[], frozenset[str]]] = {}


def know(
    *, controls: Callable[[], frozenset[str]], templates: Callable[[], frozenset[str]]
) -> None:
    """Say where the codes of controls and of templates are asked for. It is called from `ready`,
    since the engines that answer have models.
    """
    _codes.update(controls=controls, templates=templates)


def known_controls() -> frozenset[str]:
    """The codes of the controls that a gate may ask: those that apps declare."""
    return _codes["controls"]()


def known_templates() -> frozenset[str]:
    """The codes of the templates that a gate may want filled."""
    return _codes["templates"]()


def named(code: str) -> str:
    """A control or template as its code says it: `need-recorded` is “Need recorded”."""
    return code.replace("-", " ").capitalize()


def count_live_cases_by(counting: Counting) -> None:
    """Let the app that holds cases say how many stand where. It is called from its `ready`."""
    _counting.append(counting)


def live_cases(digest: str) -> Standing:
    """How many live cases that keep a framework's text stand at each stage.

    None, while no app holds cases.
    """
    total: Counter[tuple[str, str]] = Counter()
    for counting in _counting:
        total.update(counting(digest))
    return total

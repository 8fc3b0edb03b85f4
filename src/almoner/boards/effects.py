"""What an outcome does to the thing that an item is about: each app declares it for its kinds.

The board says what it made of an item; the app that owns the thing hears that in the same
transaction, by `MinuteEvent.ENACTED`, and acts or refuses. This room knows none of them.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from .kinds import Outcome

Effects: TypeAlias = Callable[[str, date], Mapping[Outcome, str]]
_declared: dict[str, Effects] = {}


def declare_effects(label: str) -> Callable[[Effects], Effects]:
    """Decorator: `effects(reference, on)` says in words what each outcome would do to a thing of a
    kind as it now stands; an outcome that would do nothing is not in it.
    """

    def declare(effects: Effects) -> Effects:
        _declared[label] = effects
        return effects

    return declare


def effects_on(about: str, *, on: date) -> Mapping[Outcome, str]:
    """What each outcome would do to the thing of this name in the ledger."""
    label, _colon, reference = about.partition(":")
    effects = _declared.get(label)
    return effects(reference, on) if effects else {}

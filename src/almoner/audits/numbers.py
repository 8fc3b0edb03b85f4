"""Rows of a list that have the same number: one recommendation, about which several actions were
agreed, if what they say of the recommendation itself agrees.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .kinds import Answer

Key: TypeAlias = tuple[str, str]
# What rows of one number have to say alike, where they say it at all: a list often says it once.
OF_ITSELF = {
    "report_date": gettext_lazy("report date"),
    "rating": gettext_lazy("rating"),
    "finding": gettext_lazy("finding"),
    "risk": gettext_lazy("risk"),
    "recommendation": gettext_lazy("recommendation"),
    "priority": gettext_lazy("priority"),
    "response": gettext_lazy("management response"),
}
ACCEPTED = (Answer.ACCEPTED, Answer.PARTLY)


@dataclass(slots=True)
class Told:
    """What is known of a number so far: from its first row and those after it."""

    row: int
    answer: str
    itself: dict[str, str]
    actions: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Numbers:
    """Every number of a list, and why some are left out with all their rows."""

    told: dict[Key, Told] = field(default_factory=dict)
    spoilt: dict[Key, str] = field(default_factory=dict)

    def take(
        self, key: Key, number: int, answer: str, agreed: str, said: Mapping[str, Any]
    ) -> tuple[str, str]:
        """What management answered by all the rows of this number so far, and why this row says
        nothing new, if it does not. What two rows dispute is kept.
        """
        itself = {name: _plain(said[name]) for name in OF_ITSELF if said.get(name)}
        known = self.told.get(key)
        if known is None:
            self.told[key] = Told(number, answer, itself, {_plain(agreed): number})
            return answer, ""
        differs = [name for name in itself if known.itself.get(name, itself[name]) != itself[name]]
        if differs:
            self.spoilt.setdefault(key, _dispute(key, known.row, number, differs))
        known.itself = {**itself, **known.itself}
        earlier = known.actions.setdefault(_plain(agreed), number)
        if not agreed or known.answer not in ACCEPTED or earlier != number:
            return known.answer, _twice(earlier if earlier != number else known.row)
        return known.answer, ""

    def spoil(self, key: Key, number: int) -> None:
        words = _("Row %(row)d has the same number and is left out. Mend it, and both come in.")
        self.spoilt.setdefault(key, words % {"row": number})


def _dispute(key: Key, first: int, second: int, differs: list[str]) -> str:
    words = _(
        "Rows %(first)d and %(second)d say different things of recommendation %(number)s:"
        " %(fields)s. Let them say the same, or give each its own number."
    )
    fields = ", ".join(str(OF_ITSELF[name]) for name in differs)
    return words % {"first": first, "second": second, "number": key[1], "fields": fields}


def _twice(earlier: int) -> str:
    words = _(
        "This number stands twice in the list, in row %(row)d too, and no other agreed action with"
        " it. Give each recommendation its own number, and each row of one its own action."
    )
    return words % {"row": earlier}


def _plain(said: object) -> str:
    return " ".join(str(said).casefold().split())

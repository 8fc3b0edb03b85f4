"""How a risk is scored: likelihood times impact, each from 1 to 5, and how high that is.

The bounds are the parameters of the control `risks-accepted`, which a framework may set.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.assurance.controls import Parameter, parameters_on

SCALE = range(1, 6)
BOUNDS = (
    Parameter("medium", _("From which score on a risk is medium"), 5),
    Parameter("high", _("From which score on it is high, and wants a mitigation"), 10),
    Parameter("escalated", _("From which score on it goes to an approver, who accepts it"), 15),
)
ACCEPTED = "risks-accepted"


class Likelihood(IntegerChoices):
    REMOTE = 1, _("1 Remote")
    UNLIKELY = 2, _("2 Unlikely")
    POSSIBLE = 3, _("3 Possible")
    LIKELY = 4, _("4 Likely")
    ALMOST_CERTAIN = 5, _("5 Almost certain")


class Impact(IntegerChoices):
    SLIGHT = 1, _("1 Slight")
    MINOR = 2, _("2 Minor")
    MODERATE = 3, _("3 Moderate")
    MAJOR = 4, _("4 Major")
    SEVERE = 5, _("5 Severe")


class Level(TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    ESCALATED = "escalated", _("Very high")


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which score on a risk is medium, high, and for an approver to accept."""

    medium: int
    high: int
    escalated: int

    def level_of(self, score: int) -> Level:
        reached = [
            level for level in (Level.MEDIUM, Level.HIGH, Level.ESCALATED) if score >= self[level]
        ]
        return max(reached, key=list(Level).index, default=Level.LOW)

    def __getitem__(self, level: Level) -> int:
        return int(getattr(self, level.value))


def bounds_on(on: date) -> Bounds:
    """The bounds as the body has set them on a day."""
    return Bounds(**{name: int(value) for name, value in parameters_on(ACCEPTED, on).items()})

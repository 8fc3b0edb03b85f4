"""The life of a match and of a rule, and what a match was proposed on."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class MatchState(TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    UNDONE = "undone", _("Undone")


# A person may think again, and each time that is a decision of its own.
MATCH_LIFECYCLE = Lifecycle(
    {
        MatchState.PROPOSED: {MatchState.CONFIRMED, MatchState.REFUSED},
        MatchState.CONFIRMED: {MatchState.UNDONE},
        MatchState.REFUSED: {MatchState.CONFIRMED},
        MatchState.UNDONE: {MatchState.CONFIRMED},
    }
)


class RuleState(TextChoices):
    IN_USE = "in-use", _("In use")
    ENDED = "ended", _("Ended")


RULE_LIFECYCLE = Lifecycle({RuleState.IN_USE: {RuleState.ENDED}, RuleState.ENDED: set()})


class Basis(TextChoices):
    """What a match was proposed on, the strongest first."""

    PERSON = "person", _("Chosen by a person")
    RULE = "rule", _("A saved rule")
    REFERENCE = "reference", _("The agreement’s reference")
    DAYS = "days", _("The organisation and the day")


STRENGTH = list(Basis)

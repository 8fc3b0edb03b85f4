"""The life of a decision. Whether part 1 is out, or a delegation over, is told by days."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class DecisionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Awaiting approval")
    RETURNED = "returned", _("Returned")
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


DECISION_LIFECYCLE = Lifecycle(
    {
        DecisionState.DRAFT: {DecisionState.SUBMITTED, DecisionState.WITHDRAWN},
        DecisionState.SUBMITTED: {
            DecisionState.RETURNED,
            DecisionState.SIGNED,
            DecisionState.REFUSED,
            DecisionState.WITHDRAWN,
        },
        DecisionState.RETURNED: {DecisionState.SUBMITTED, DecisionState.WITHDRAWN},
        DecisionState.SIGNED: set(),
        DecisionState.REFUSED: set(),
        DecisionState.WITHDRAWN: set(),
    }
)
OPEN_TO_CHANGE = (DecisionState.DRAFT, DecisionState.RETURNED)
UNDECIDED = (DecisionState.DRAFT, DecisionState.SUBMITTED, DecisionState.RETURNED)
NOT_MADE = (DecisionState.REFUSED, DecisionState.WITHDRAWN)

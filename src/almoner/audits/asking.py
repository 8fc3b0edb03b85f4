"""What recommendations want of the actions that were agreed about them."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.actions.sources import Asking, declare_asking
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .kinds import Finds
from .models import Recommendation
from .queries import recommendation_of_action, verdicts_on
from .wants import wants_of_evidence


def may_finish(_user: User, action: Action, on: date) -> Verdict:
    """Management says that it is implemented once something shows it."""
    recommendation = recommendation_of_action(action.pk)
    wants = wants_of_evidence(recommendation, on=on) if recommendation else []
    return refused(wants[0].reason) if wants else ALLOWED


def may_verify(_user: User, action: Action, on: date) -> Verdict:
    """The auditor's verdict verifies it, and is given on the recommendation's own page."""
    recommendation = recommendation_of_action(action.pk)
    if recommendation is None:
        return ALLOWED
    spoken = verdicts_on(on).filter(recommendation=recommendation, finds=Finds.FULLY)
    if spoken.exists():
        return ALLOWED
    return refused(
        _("It is verified by the auditor’s verdict, on the page of %(reference)s.")
        % {"reference": recommendation}
    )


declare_asking(
    Recommendation._meta.label_lower,
    Asking(
        may_finish=may_finish,
        may_verify=may_verify,
        verifiers=frozenset({Role.AUDITOR}),
        has_own_page=True,
    ),
)

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
from .policies import may_give_verdict, may_take_on
from .queries import recommendation_asking, recommendation_named, verdicts_on
from .wants import wants_of_actions, wants_of_evidence


def may_open(user: User, source: str, on: date) -> Verdict:
    """Whatever it asks for is agreed by management, so who may answer it has it done."""
    recommendation = recommendation_named(source)
    if recommendation is None:
        return refused(_("There is no such recommendation."))
    return may_take_on(user, recommendation, on=on)


def may_finish(_user: User, action: Action, on: date) -> Verdict:
    """With the leading action management says that the whole is implemented: once something shows
    it, and nothing else that was agreed about it is still to be done.
    """
    recommendation = recommendation_asking(action)
    if recommendation is None or recommendation.action_id != action.pk:
        return ALLOWED
    wants = [*wants_of_actions(recommendation), *wants_of_evidence(recommendation, on=on)]
    return refused(" ".join(want.reason for want in wants)) if wants else ALLOWED


def may_verify(user: User, action: Action, on: date) -> Verdict:
    """The leading action by the verdict alone, which is given on the recommendation's own page;
    any other by an auditor who might give the verdict.
    """
    recommendation = recommendation_asking(action)
    if recommendation is None:
        return ALLOWED
    if recommendation.action_id != action.pk:
        return may_give_verdict(user, recommendation, on=on)
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
        may_open=may_open,
        may_finish=may_finish,
        may_verify=may_verify,
        verifiers=frozenset({Role.AUDITOR}),
        has_own_page=True,
    ),
)

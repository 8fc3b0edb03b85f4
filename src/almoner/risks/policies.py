"""Who may record, assess, accept and close risks. Nobody accepts what they own or scored."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import Assessment
from .queries import READERS, READERS_OF_RESTRICTED, is_hidden_from

WRITERS = READERS - {Role.AUDITOR}


def may_see_risks(user: User, *, on: date) -> Verdict:
    """Any official: the register holds what each may read."""
    return ALLOWED if roles_of(user, on=on) else refused(_("You hold no role here."))


def may_read_risk(user: User, assessment: Assessment, *, on: date) -> Verdict:
    """Its owner and who recorded it; the rest by their roles, and of a restricted one few. That of
    a restricted case is read by those who may read the case.
    """
    readers = READERS_OF_RESTRICTED if assessment.risk.is_restricted else READERS
    if _is_theirs(user, assessment, on=on):
        return ALLOWED
    if roles_of(user, on=on) & readers and not is_hidden_from(user, assessment.risk, on=on):
        return ALLOWED
    return refused(_("This risk is for its owner, and for those who see to it."))


def may_record_risk(user: User, *, on: date) -> Verdict:
    """Officials who work on cases."""
    if roles_of(user, on=on) & WRITERS:
        return ALLOWED
    return refused(_("Only officials who work on cases record risks."))


def may_review_risk(user: User, assessment: Assessment, *, on: date) -> Verdict:
    """Its owner, who recorded it, or an approver."""
    if _is_theirs(user, assessment, on=on) or Role.APPROVER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only its owner, who recorded it, or an approver assesses it."))


def may_close_risk(user: User, assessment: Assessment, *, on: date) -> Verdict:
    """The same."""
    return may_review_risk(user, assessment, on=on)


def may_accept_risk(user: User, assessment: Assessment, *, on: date) -> Verdict:
    """An approver who neither owns it nor scored it as it stands, nor stands in for who did."""
    if Role.APPROVER not in roles_of(user, on=on):
        return refused(_("Only an approver accepts a risk."))
    parties = {assessment.owner.actor, assessment.assessed_by.actor}
    if {user.actor, *worker_of(user, on=on).actors} & parties:
        return refused(_("You own it or scored it, or stand in for who did. Another accepts it."))
    return ALLOWED


def _is_theirs(user: User, assessment: Assessment, *, on: date) -> bool:
    theirs = {assessment.owner.actor, assessment.risk.recorded_by.actor}
    return bool(worker_of(user, on=on).actors & theirs)

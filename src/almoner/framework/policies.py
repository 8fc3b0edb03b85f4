"""Who may read the framework, propose another version, and is the second person."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import FrameworkVersion

PROPOSERS = frozenset({Role.ADMINISTRATOR, Role.COMMISSIONING_OFFICER})


def may_see_framework(user: User, *, on: date) -> Verdict:
    """Any official: everyone works by it."""
    return ALLOWED if roles_of(user, on=on) else refused(_("You hold no role here."))


def may_draft_framework(user: User, *, on: date) -> Verdict:
    """An administrator or a commissioning officer."""
    if roles_of(user, on=on) & PROPOSERS:
        return ALLOWED
    return refused(_("Only an administrator or a commissioning officer changes the framework."))


def may_propose_framework(user: User, version: FrameworkVersion, *, on: date) -> Verdict:
    """Whoever drafted it, while they may."""
    if version.proposed_by_id != user.pk:
        return refused(_("Somebody else drafted this version. Only they propose it."))
    return may_draft_framework(user, on=on)


def may_withdraw_framework(user: User, version: FrameworkVersion, *, on: date) -> Verdict:
    """A draft, whoever made it. What was proposed, anyone who may propose: its text stays."""
    if version.proposed_at is None:
        return may_propose_framework(user, version, on=on)
    return may_draft_framework(user, on=on)


def may_decide_framework(user: User, version: FrameworkVersion, *, on: date) -> Verdict:
    """An approver who did not propose it, and does not stand in for who did."""
    if Role.APPROVER not in roles_of(user, on=on):
        return refused(_("Only an approver decides about the framework."))
    if version.proposed_by_id == user.pk:
        return refused(_("You proposed this, so someone else must approve it."))
    if version.proposed_by.actor in worker_of(user, on=on).actors:
        return refused(_("You stand in for who proposed this, so someone else must approve it."))
    return ALLOWED

"""Who may read the framework and change it, and say who holds its offices."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.policies import DECIDERS
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .holding import has_confirmed_office
from .models import FrameworkVersion, OfficeGrant
from .states import OfficeState

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


def may_propose_office(user: User, holder: User | None, *, on: date) -> Verdict:
    """An administrator, who decides no case, for anybody else who has an account."""
    if Role.ADMINISTRATOR not in roles_of(user, on=on):
        return refused(_("Only an administrator proposes who holds an office."))
    if holder is not None and holder.pk == user.pk:
        return refused(_("Nobody gives an office to themselves."))
    if holder is not None and not holder.is_active:
        return refused(_("Their account is closed."))
    return ALLOWED


def may_decide_office(user: User, grant: OfficeGrant, *, on: date) -> Verdict:
    """An administrator or approver who is, and stands for, neither proposer nor holder."""
    if grant.proposed_by is None:
        return refused(_("The operator filled this office. Two officials confirm it."))
    if user.pk == grant.holder_id:
        return refused(_("The office would be yours, so someone else must decide."))
    if user.pk == grant.proposed_by_id:
        return refused(_("You proposed this, so someone else must decide."))
    worker = worker_of(user, on=on)
    if not worker.roles & DECIDERS:
        return refused(_("Only an administrator or an approver decides who holds an office."))
    if worker.actors & {grant.holder.actor, grant.proposed_by.actor}:
        return refused(_("You stand in for one of the two, so someone else must decide."))
    return ALLOWED


def may_withdraw_office(user: User, grant: OfficeGrant, *, on: date) -> Verdict:
    """Whoever proposed it, while their account is open."""
    del on
    if user.is_active and user.pk == grant.proposed_by_id:
        return ALLOWED
    return refused(_("Only the person who proposed it withdraws it."))


def may_vacate_office(user: User, holder: User, *, on: date) -> Verdict:
    """Its holder, an administrator or an approver. One is enough: taking power away needs no
    second person.
    """
    if user.is_active and user.pk == holder.pk:
        return ALLOWED
    if roles_of(user, on=on) & DECIDERS:
        return ALLOWED
    return refused(_("Only its holder, an administrator or an approver ends that."))


def may_confirm_operators_office(user: User, grant: OfficeGrant, *, on: date) -> Verdict:
    """Any official but the holder, once."""
    if not grant.is_operators:
        return refused(_("The operator did not fill this office."))
    if grant.state != OfficeState.HELD:
        return refused(_("They hold it no more."))
    if user.pk == grant.holder_id:
        return refused(_("This office is yours, so others must confirm it."))
    if not roles_of(user, on=on):
        return refused(_("Only officials confirm what the operator did."))
    if has_confirmed_office(user, grant):
        return refused(_("You have confirmed this. Someone else must be the second."))
    return ALLOWED

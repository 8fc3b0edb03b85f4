"""Who may do what to people, their roles, their invitations and their teams."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import Invitation, RoleGrant, Team, User
from .queries import (
    has_confirmed,
    holds_throughout,
    is_official,
    rivals_of,
    roles_of,
    worker_of,
)
from .roles import Role
from .states import GrantState
from .teams import leads_team

DECIDERS = {Role.ADMINISTRATOR, Role.APPROVER}


def may_see_people(user: User, *, on: date) -> Verdict:
    """Any official: who holds which role is no secret among them."""
    return ALLOWED if is_official(user, on=on) else refused(_("You hold no role here."))


def may_invite_person(user: User, *, on: date) -> Verdict:
    """An administrator."""
    if Role.ADMINISTRATOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an administrator invites people."))


def may_withdraw_invitation(user: User, invitation: Invitation, *, on: date) -> Verdict:
    """An administrator, whoever sent it."""
    if Role.ADMINISTRATOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an administrator withdraws an invitation."))


def may_propose_role(user: User, person: User, *, on: date) -> Verdict:
    """An administrator, for anybody else who has an account."""
    if user.pk == person.pk:
        return refused(_("You cannot propose a role for yourself."))
    if Role.ADMINISTRATOR not in roles_of(user, on=on):
        return refused(_("Only an administrator proposes roles."))
    if not person.is_active:
        return refused(_("Their account is closed."))
    return ALLOWED


def may_propose_deputy(user: User, absent: User, *, on: date) -> Verdict:
    """The person going on leave, or an administrator."""
    if user.is_active and user.pk == absent.pk:
        return ALLOWED
    if Role.ADMINISTRATOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only the person on leave, or an administrator, arranges a deputy."))


def may_stand_grant(grant: RoleGrant, *, on: date) -> Verdict:
    """Whether the paper makes sense: its days, its people, and nothing like it already."""
    if grant.valid_to is not None and grant.valid_to < max(on, grant.valid_from):
        return refused(_("Its last day has passed, or comes before its first."))
    if not grant.holder.is_active:
        return refused(_("Their account is closed."))
    if grant.proposed_by_id is not None and grant.proposed_by_id == grant.holder_id:
        return refused(_("You cannot propose a role for yourself."))
    if rivals_of(grant).exists():
        return refused(_("They hold this role on some of those days already, or may soon."))
    return ALLOWED if grant.in_place_of is None else _may_deputise(grant)


def _may_deputise(grant: RoleGrant) -> Verdict:
    absent, last = grant.in_place_of, grant.valid_to
    if absent == grant.holder:
        return refused(_("Nobody deputises for themselves."))
    if last is None:
        return refused(_("A deputy needs a last day."))
    if absent and holds_throughout(absent, grant.role, first=grant.valid_from, last=last):
        return ALLOWED
    return refused(_("The person on leave does not hold this role on all of those days."))


def may_confirm_role(user: User, grant: RoleGrant, *, on: date) -> Verdict:
    """An administrator or approver who is, and stands for, neither proposer nor holder."""
    return _may_decide(user, grant, on=on)


def may_refuse_role(user: User, grant: RoleGrant, *, on: date) -> Verdict:
    """An administrator or approver who is, and stands for, neither proposer nor holder."""
    return _may_decide(user, grant, on=on)


def _may_decide(user: User, grant: RoleGrant, *, on: date) -> Verdict:
    if grant.proposed_by is None:
        return refused(_("The operator granted this role. Two officials confirm it."))
    if user.pk == grant.holder_id:
        return refused(_("This role is yours, so someone else must decide."))
    if user.pk == grant.proposed_by_id:
        return refused(_("You proposed this role, so someone else must decide."))
    if not roles_of(user, on=on) & DECIDERS:
        return refused(_("Only an administrator or an approver decides on roles."))
    if worker_of(user, on=on).actors & {grant.holder.actor, grant.proposed_by.actor}:
        return refused(_("You stand in for one of the two, so someone else must decide."))
    return ALLOWED


def may_withdraw_role_proposal(user: User, grant: RoleGrant, *, on: date) -> Verdict:
    """Whoever proposed it."""
    if user.is_active and user.pk == grant.proposed_by_id:
        return ALLOWED
    return refused(_("Only the person who proposed a role withdraws the proposal."))


def may_end_role(user: User, grant: RoleGrant, *, on: date) -> Verdict:
    """Its holder, the person they deputise for, an administrator or an approver. One is enough:
    taking power away needs no second person.
    """
    if user.is_active and user.pk in {grant.holder_id, grant.in_place_of_id}:
        return ALLOWED
    if roles_of(user, on=on) & DECIDERS:
        return ALLOWED
    return refused(_("Only its holder, an administrator or an approver ends a role."))


def may_confirm_operator_grant(user: User, grant: RoleGrant, *, on: date) -> Verdict:
    """Any official but the holder, once."""
    if not grant.is_operators:
        return refused(_("The operator did not grant this role."))
    if grant.state != GrantState.IN_FORCE:
        return refused(_("This role has ended."))
    if user.pk == grant.holder_id:
        return refused(_("This role is yours, so others must confirm it."))
    if not is_official(user, on=on):
        return refused(_("Only officials confirm what the operator granted."))
    if has_confirmed(user, grant):
        return refused(_("You have confirmed this role. Someone else must be the second."))
    return ALLOWED


def may_set_password(user: User, person: User, *, on: date) -> Verdict:
    """Oneself, while one's account is open: a link sent before it was closed opens it no more."""
    if user.pk != person.pk:
        return refused(_("Everybody sets their own password."))
    return ALLOWED if person.is_active else refused(_("This account is closed."))


def may_deactivate_person(user: User, person: User, *, on: date) -> Verdict:
    """An administrator, for anybody else."""
    if user.pk == person.pk:
        return refused(_("You cannot close your own account."))
    if Role.ADMINISTRATOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an administrator closes an account."))


def may_reactivate_person(user: User, person: User, *, on: date) -> Verdict:
    """An administrator, unless the person has been forgotten."""
    if person.is_forgotten:
        return refused(_("They have been forgotten. Invite them again."))
    if Role.ADMINISTRATOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an administrator opens an account again."))


def may_forget_person(user: User, person: User, *, on: date) -> Verdict:
    """An administrator, once the account is closed."""
    if Role.ADMINISTRATOR not in roles_of(user, on=on):
        return refused(_("Only an administrator forgets a person."))
    if person.is_active:
        return refused(_("Close their account first."))
    return ALLOWED


def may_end_on(grant: RoleGrant, *, ends: date, on: date) -> Verdict:
    """What was done in a role stays done: it ends today at the earliest, and only sooner."""
    if ends < on:
        return refused(_("A role ends today at the earliest."))
    last = grant.valid_to if grant.ended_from is None else None
    if (last and ends > last) or (grant.ended_from and ends >= grant.ended_from):
        day = date_format(last or grant.ended_from or ends, "j F Y")
        return refused(_("It ends on %(day)s anyway.") % {"day": day})
    return ALLOWED


def may_read_ledger(user: User, *, on: date) -> Verdict:
    """The internal auditor, who changes nothing in it, as nobody can."""
    if Role.AUDITOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only the internal auditor reads the ledger."))


def may_read_access_log(user: User, *, on: date) -> Verdict:
    if Role.AUDITOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only the internal auditor reads the access log."))


def may_make_backup(user: User, *, on: date) -> Verdict:
    """An administrator, in whose name the operator makes it."""
    if Role.ADMINISTRATOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an administrator makes backups."))


def may_see_teams(user: User, *, on: date) -> Verdict:
    """Any official: which teams there are, and who is in them."""
    return may_see_people(user, on=on)


def may_manage_teams(user: User, *, on: date) -> Verdict:
    """An administrator, who looks after people and roles."""
    if Role.ADMINISTRATOR in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an administrator sets teams up and says who is in them."))


def may_change_team(user: User, team: Team, *, on: date) -> Verdict:
    """An administrator, until it is closed."""
    if team.is_closed:
        return refused(_("This team is closed."))
    return may_manage_teams(user, on=on)


def may_add_to_team(user: User, team: Team, *, on: date) -> Verdict:
    """An administrator who does not lead it: whoever leads a team sees the training of its people,
    and nobody gives themselves that.
    """
    verdict = may_change_team(user, team, on=on)
    if verdict and leads_team(user, team, on=on):
        return refused(_("You lead this team, so another administrator adds people to it."))
    return verdict


def may_join_team(person: User, *, on: date) -> Verdict:
    """Whoever holds a role."""
    if is_official(person, on=on):
        return ALLOWED
    return refused(_("They hold no role here, and so can be in no team."))


def may_give_team_lead(user: User, team: Team, person: User, *, on: date) -> Verdict:
    """An administrator, to anybody else."""
    if user.pk == person.pk:
        return refused(_("Nobody makes themselves the lead of a team. Another administrator does."))
    return may_change_team(user, team, on=on)


def may_take_team_lead(user: User, team: Team, person: User, *, on: date) -> Verdict:
    """An administrator, or the lead, who steps down."""
    if user.pk == person.pk and is_official(user, on=on) and not team.is_closed:
        return ALLOWED
    return may_change_team(user, team, on=on)

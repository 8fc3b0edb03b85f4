"""Who may import, publish editions, withhold, or judge. Who may import may also undo it."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.agreements.policies import READERS as ANSWERERS
from almoner.core.verdicts import ALLOWED, Verdict, refused
from almoner.framework.duties import Duty

from .findings import importers_of
from .kinds import Register
from .models import Finding, Preparation, StandingAuthority, Withholding
from .states import AuthorityState


def may_import_spend(user: User, *, on: date) -> Verdict:
    """Finance officers and publishers."""
    if roles_of(user, on=on) & {Role.FINANCE, Role.PUBLISHER}:
        return ALLOWED
    return refused(_("Only a finance officer or a publisher may import spend."))


def may_import_contracts(user: User, *, on: date) -> Verdict:
    """Publishers."""
    if Role.PUBLISHER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only a publisher may import contracts."))


def may_import_grants(user: User, *, on: date) -> Verdict:
    """Publishers."""
    if Role.PUBLISHER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only a publisher may import grants."))


def may_see_imports(user: User, *, on: date) -> Verdict:
    """Whoever may import anything."""
    if registers_open_to(user, on=on):
        return ALLOWED
    return refused(_("Only a finance officer or a publisher may see and prepare imports."))


def registers_open_to(user: User, *, on: date) -> list[Register]:
    """The registers of which somebody may import files."""
    return [register for register in Register if MAY_IMPORT[register](user, on=on)]


def roles_that_submit(duty: Duty) -> set[Role]:
    return {duty.owner, duty.deputy, Role.PUBLISHER}


def may_submit_edition(user: User, duty: Duty, *, on: date) -> Verdict:
    """The duty's owner, its deputy, and publishers. Who may submit may also begin a correction."""
    if roles_of(user, on=on) & roles_that_submit(duty):
        return ALLOWED
    named = dict.fromkeys((duty.owner, duty.deputy, Role.PUBLISHER))
    roles = ", ".join(f"“{role.label}”" for role in named)
    return refused(
        _("Only somebody who holds one of these roles submits this: %(roles)s.") % {"roles": roles}
    )


def may_approve_edition(user: User, preparation: Preparation, *, on: date) -> Verdict:
    """A publisher who is, and stands in for, none of those who made it."""
    if Role.PUBLISHER not in roles_of(user, on=on):
        return refused(_("Only a publisher approves an edition."))
    authors = [one for one in (preparation.drafted_by, preparation.submitted_by) if one]
    if user in authors:
        return refused(_("You made this edition, so another publisher must approve it."))
    if worker_of(user, on=on).actors & {author.actor for author in authors}:
        return refused(_("You stand in for who made it, so someone else must approve it."))
    return ALLOWED


def may_return_edition(user: User, duty: Duty, *, on: date) -> Verdict:
    """Whoever may submit it, too: taking back needs no second person."""
    return may_submit_edition(user, duty, on=on)


def may_withdraw_preparation(
    user: User, preparation: Preparation, duty: Duty, *, on: date
) -> Verdict:
    """Whoever may submit it, if it corrects an edition: what is due is not withdrawn."""
    if not preparation.correction:
        return refused(_("This edition is due, so it stays. Only a correction is withdrawn."))
    return may_submit_edition(user, duty, on=on)


def may_see_editions(user: User, *, on: date) -> Verdict:
    """Any official: how the body stands with its duties is no secret among them."""
    return ALLOWED if roles_of(user, on=on) else refused(_("You hold no role here."))


def may_propose_authority(user: User, *, on: date) -> Verdict:
    """A publisher."""
    if Role.PUBLISHER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only a publisher grants a standing authority."))


def may_decide_on_authority(user: User, authority: StandingAuthority, *, on: date) -> Verdict:
    """A publisher who is not, and does not stand in for, the one who proposed it."""
    if authority.proposed_by is None:
        return refused(_("The operator granted this authority. Two publishers confirm it."))
    if Role.PUBLISHER not in roles_of(user, on=on):
        return refused(_("Only a publisher decides on a standing authority."))
    if authority.proposed_by.actor in {user.actor, *worker_of(user, on=on).actors}:
        return refused(_("You proposed it, or stand in for who did, so someone else decides."))
    return ALLOWED


def may_confirm_operators_authority(
    user: User, authority: StandingAuthority, *, on: date
) -> Verdict:
    """A publisher, once."""
    if not authority.is_operators:
        return refused(_("The operator did not grant this authority."))
    if authority.state != AuthorityState.IN_FORCE:
        return refused(_("This authority has ended."))
    if Role.PUBLISHER not in roles_of(user, on=on):
        return refused(_("Only publishers confirm what the operator granted."))
    if authority.confirmations.filter(confirmed_by=user).exists():
        return refused(_("You have confirmed it. Another publisher must be the second."))
    return ALLOWED


def may_end_authority(user: User, *, on: date) -> Verdict:
    """A publisher or an approver. One is enough: taking power away needs no second person."""
    if roles_of(user, on=on) & {Role.PUBLISHER, Role.APPROVER}:
        return ALLOWED
    return refused(_("Only a publisher or an approver ends a standing authority."))


def may_use_authority(user: User, authority: StandingAuthority, duty: Duty, *, on: date) -> Verdict:
    """Whoever may submit the duty's editions, on the days on which the authority holds for it."""
    if authority.duty != duty.code:
        return refused(
            _("%(authority)s is for %(duty)s only.")
            % {"authority": authority, "duty": authority.duty}
        )
    if authority.state != AuthorityState.IN_FORCE:
        return refused(_("%(authority)s is not in force.") % {"authority": authority})
    if not authority.valid_from <= on <= authority.valid_to:
        return refused(_("%(authority)s does not hold on this day.") % {"authority": authority})
    return may_submit_edition(user, duty, on=on)


MAY_IMPORT = {
    Register.CONTRACTS: may_import_contracts,
    Register.GRANTS: may_import_grants,
    Register.SPEND: may_import_spend,
}


# An administrator reads no case, and a member only papers: neither learns what is withheld.
READERS = set(Role) - {Role.ADMINISTRATOR, Role.MEMBER}
PROPOSERS = READERS - {Role.AUDITOR}


def may_see_withholdings(user: User, *, on: date) -> Verdict:
    """Any official but administrators and members of boards."""
    if roles_of(user, on=on) & READERS:
        return ALLOWED
    return refused(_("Only officials who work on cases see what is withheld."))


def may_propose_withholding(user: User, *, on: date) -> Verdict:
    """Any official who sees what is withheld, but the auditor, who changes nothing."""
    if roles_of(user, on=on) & PROPOSERS:
        return ALLOWED
    return refused(_("Only officials who work on cases propose to withhold something."))


def may_decide_withholding(user: User, withholding: Withholding, *, on: date) -> Verdict:
    """An approver who is not, and does not stand for, whoever proposed it."""
    return _may_be_second(user, withholding.proposed_by, on=on)


def may_keep_withholding(user: User, withholding: Withholding, *, on: date) -> Verdict:
    """An approver."""
    if Role.APPROVER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only an approver keeps something withheld for longer."))


def may_propose_lifting(user: User, withholding: Withholding, *, on: date) -> Verdict:
    """Whoever may propose a withholding."""
    if roles_of(user, on=on) & PROPOSERS:
        return ALLOWED
    return refused(_("Only officials who work on cases propose to lift a withholding."))


def may_decide_lifting(user: User, withholding: Withholding, *, on: date) -> Verdict:
    """An approver who is not, and does not stand for, whoever proposed to lift it."""
    return _may_be_second(user, withholding.lifting_proposed_by, on=on)


def _may_be_second(user: User, first: User | None, *, on: date) -> Verdict:
    if Role.APPROVER not in roles_of(user, on=on):
        return refused(_("Only an approver decides on what is withheld."))
    if first is not None and user.pk == first.pk:
        return refused(_("You proposed this, so someone else must decide."))
    if first is not None and first.actor in worker_of(user, on=on).actors:
        return refused(_("You stand in for whoever proposed this, so someone else must decide."))
    return ALLOWED


JUDGES = {
    Register.CONTRACTS: frozenset({Role.AGREEMENT_MANAGER, Role.PUBLISHER}),
    Register.GRANTS: frozenset({Role.AGREEMENT_MANAGER, Role.PUBLISHER}),
    Register.SPEND: frozenset({Role.FINANCE, Role.PUBLISHER}),
}


def registers_judged_by(user: User, *, on: date) -> list[Register]:
    """The registers of which somebody judges what the checks find."""
    roles = roles_of(user, on=on)
    return [register for register in Register if JUDGES[register] & roles]


def may_see_findings(user: User, *, on: date) -> Verdict:
    """Whoever judges what is found in any register: it is about private people and safe places."""
    if registers_judged_by(user, on=on):
        return ALLOWED
    return refused(
        _("Only a finance officer, a grant or contract manager or a publisher sees findings.")
    )


def may_judge_findings_of(user: User, register: Register, *, on: date) -> Verdict:
    """Finance officers for spend, managers for grants and contracts, and publishers for all."""
    if register in registers_judged_by(user, on=on):
        return ALLOWED
    return refused(
        _("Only a publisher or, for spend a finance officer, for others a manager, judges this.")
    )


def may_judge_finding(user: User, finding: Finding, *, on: date) -> Verdict:
    """Whoever judges in its register and, where it holds rows, neither imported one nor stands in
    for who did.
    """
    verdict = may_judge_findings_of(user, Register(finding.register), on=on)
    if not verdict or not finding.blocks:
        return verdict
    importers = {one.actor for one in importers_of(finding)}
    if user.actor in importers:
        return refused(_("You imported a row that says this, so someone else must judge it."))
    if worker_of(user, on=on).actors & importers:
        return refused(_("You stand in for who imported this, so someone else must judge it."))
    return ALLOWED


def may_reopen_finding(user: User, finding: Finding, *, on: date) -> Verdict:
    """Whoever judges in its register. One is enough: it lets nothing out."""
    return may_judge_findings_of(user, Register(finding.register), on=on)


def may_see_holdings(user: User, *, on: date) -> Verdict:
    """Those who read agreements, since they answer for what is held of them. Of each kind of
    record they see what they may read, and how many there are.
    """
    if roles_of(user, on=on) & ANSWERERS:
        return ALLOWED
    return refused(_("Only officials who read agreements see what is held about something."))

"""Who may import, issue an edition, or withhold. Who may import may also undo it."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .kinds import Register
from .models import Withholding


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


def may_issue_edition(user: User, *, on: date) -> Verdict:
    """Publishers."""
    if Role.PUBLISHER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only a publisher may issue an edition."))


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

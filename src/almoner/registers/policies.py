"""Who may import, and who may issue an edition. Who may import may also undo it."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .kinds import Register


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

"""Who may read funds, who keeps them, who plans against them, and who decides on transfers."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import BudgetLine, Fund, Transfer

# Not the administrator, who reads no case; nor members, assessors and others from outside.
READERS = frozenset(
    {
        Role.COMMISSIONING_OFFICER,
        Role.APPROVER,
        Role.AGREEMENT_MANAGER,
        Role.FINANCE,
        Role.PUBLISHER,
        Role.AUDITOR,
    }
)
KEEPERS = frozenset({Role.FINANCE})
PLANNERS = KEEPERS | {Role.COMMISSIONING_OFFICER}
DECIDERS = KEEPERS | {Role.APPROVER}


def may_see_funds(user: User, *, on: date) -> Verdict:
    """Those whose work is paid from them, and the internal auditor."""
    if roles_of(user, on=on) & READERS:
        return ALLOWED
    return refused(_("Your role does not read funds."))


def may_keep_funds(user: User, *, on: date) -> Verdict:
    """A finance officer: opens funds and lines, says their rules, puts in and takes out."""
    if roles_of(user, on=on) & KEEPERS:
        return ALLOWED
    return refused(_("Only a finance officer keeps funds."))


def may_plan_money(user: User, line: BudgetLine, *, on: date) -> Verdict:
    """A commissioning officer for a case, or a finance officer. A plan binds nobody outside."""
    if roles_of(user, on=on) & PLANNERS:
        return ALLOWED
    return refused(_("Only a commissioning or finance officer plans against a fund."))


def may_commit_money(user: User, line: BudgetLine, *, on: date) -> Verdict:
    """A finance officer."""
    if roles_of(user, on=on) & KEEPERS:
        return ALLOWED
    return refused(_("Only a finance officer commits money of a fund."))


def may_settle_money(user: User, line: BudgetLine, *, on: date) -> Verdict:
    """A finance officer: enters what became due, was paid, and came back."""
    if roles_of(user, on=on) & KEEPERS:
        return ALLOWED
    return refused(_("Only a finance officer enters what is due, paid and recovered."))


def may_propose_transfer(user: User, fund: Fund, *, on: date) -> Verdict:
    """A finance officer. Above what the fund's rules leave to one, another person decides."""
    if roles_of(user, on=on) & KEEPERS:
        return ALLOWED
    return refused(_("Only a finance officer transfers money between lines."))


def may_decide_on_transfer(user: User, transfer: Transfer, *, on: date) -> Verdict:
    """A finance officer or an approver who did not propose it, nor stands in for who did."""
    if user.pk == transfer.proposed_by_id:
        return refused(_("You proposed this transfer, so someone else must decide."))
    if not roles_of(user, on=on) & DECIDERS:
        return refused(_("Only a finance officer or an approver decides on a transfer."))
    if transfer.proposed_by.actor in worker_of(user, on=on).actors:
        return refused(_("You stand in for who proposed it, so someone else must decide."))
    return ALLOWED


def may_withdraw_transfer(user: User, transfer: Transfer, *, on: date) -> Verdict:
    """Whoever proposed it."""
    if user.is_active and user.pk == transfer.proposed_by_id:
        return ALLOWED
    return refused(_("Only who proposed a transfer withdraws it."))

"""Who may keep documents, prepare a copy, check it, or say that none is owed."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import Copy, Exemption

KEEPERS = frozenset({Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.PUBLISHER})
CHECKERS = frozenset({Role.AGREEMENT_MANAGER, Role.PUBLISHER, Role.APPROVER})
PAPER_READERS = KEEPERS | CHECKERS | {Role.FINANCE, Role.AUDITOR}


def may_see_papers(user: User, *, on: date) -> Verdict:
    """Officials who make, manage, pay or publish agreements, and the auditor."""
    if roles_of(user, on=on) & PAPER_READERS:
        return ALLOWED
    return refused(_("Only officials who work on agreements see their documents."))


def may_keep_documents(user: User, *, on: date) -> Verdict:
    """Commissioning officers, agreement managers and publishers."""
    if roles_of(user, on=on) & KEEPERS:
        return ALLOWED
    return refused(
        _("Only a commissioning officer, an agreement manager or a publisher keeps documents.")
    )


def may_prepare_copy(user: User, *, on: date) -> Verdict:
    """Whoever keeps documents. Who may prepare one may also withdraw it."""
    if roles_of(user, on=on) & KEEPERS:
        return ALLOWED
    return refused(
        _("Only a commissioning officer, an agreement manager or a publisher prepares a copy.")
    )


def may_check_copy(user: User, copy: Copy, *, on: date) -> Verdict:
    """A publisher, agreement manager or approver who is, and stands for, none of its authors."""
    if not roles_of(user, on=on) & CHECKERS:
        return refused(_("Only a publisher, an agreement manager or an approver checks a copy."))
    authors = [one for one in (copy.prepared_by, copy.submitted_by) if one]
    if user in authors:
        return refused(_("You prepared or sent this copy, so someone else must check it."))
    if worker_of(user, on=on).actors & {author.actor for author in authors}:
        return refused(_("You stand in for who prepared it, so someone else must check it."))
    return ALLOWED


def may_propose_exemption(user: User, *, on: date) -> Verdict:
    """Whoever prepares copies."""
    if roles_of(user, on=on) & KEEPERS:
        return ALLOWED
    return refused(
        _(
            "Only a commissioning officer, an agreement manager or a publisher says that no copy is"
            " owed."
        )
    )


def may_decide_exemption(user: User, exemption: Exemption, *, on: date) -> Verdict:
    """An approver who is not, and does not stand in for, whoever proposed it."""
    if Role.APPROVER not in roles_of(user, on=on):
        return refused(_("Only an approver decides that no copy is owed."))
    if user.pk == exemption.proposed_by_id:
        return refused(_("You proposed this, so someone else must decide."))
    if exemption.proposed_by.actor in worker_of(user, on=on).actors:
        return refused(_("You stand in for whoever proposed this, so someone else must decide."))
    return ALLOWED


def may_end_exemption(user: User, exemption: Exemption, *, on: date) -> Verdict:
    """Whoever prepares copies, and approvers. One is enough: it only makes a copy owed again."""
    if roles_of(user, on=on) & (KEEPERS | {Role.APPROVER}):
        return ALLOWED
    return refused(_("Only officials who prepare copies, or an approver, end an exemption."))

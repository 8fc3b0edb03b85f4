"""Who may see agreements in the workspace, and who may manage them."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .managed import acts_for, managers_on
from .models import Stewardship

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
NAMERS = frozenset({Role.APPROVER, Role.PUBLISHER})  # they may name any manager
MANAGERS = NAMERS | {Role.AGREEMENT_MANAGER}
WRITERS = READERS - {Role.AUDITOR}


def may_see_agreements(user: User, *, on: date) -> Verdict:
    """Those whose work they are, and the internal auditor."""
    if roles_of(user, on=on) & READERS:
        return ALLOWED
    return refused(_("Your role does not read agreements."))


def may_adopt_agreements(user: User, *, on: date) -> Verdict:
    """Grant or contract managers for themselves; approvers and publishers for any of them."""
    if roles_of(user, on=on) & MANAGERS:
        return ALLOWED
    return refused(
        _("Only a grant or contract manager, an approver or a publisher adopts agreements.")
    )


def may_adopt_agreement(user: User, manager: User, *, on: date) -> Verdict:
    """A grant or contract manager for themself; an approver or publisher for any such manager."""
    return _may_name(user, manager, on=on)


def may_hand_over_agreement(
    user: User, stewardship: Stewardship, manager: User, *, on: date
) -> Verdict:
    """Its manager, or who deputises for them, to any other; an approver or publisher; and of one
    whose manager no longer holds the role, any manager to themself.
    """
    if stewardship.manager_id == manager.pk:
        return refused(_("They manage it already."))
    if not _holds(manager, on=on):
        return _not_a_manager()
    if may_change_management(user, stewardship, on=on):
        return ALLOWED
    is_left = stewardship.manager is None or not _holds(stewardship.manager, on=on)
    if is_left or roles_of(user, on=on) & NAMERS:
        return _may_name(user, manager, on=on)
    return refused(_("Only its manager, an approver or a publisher hands an agreement over."))


def may_change_management(user: User, stewardship: Stewardship, *, on: date) -> Verdict:
    """Its manager, and who deputises for them."""
    if stewardship.manager and acts_for(user, stewardship.manager, on=on):
        return ALLOWED
    return refused(_("Only its manager, or who deputises for them, changes this."))


def may_release_agreement(user: User, stewardship: Stewardship, *, on: date) -> Verdict:
    """Its manager, who deputises for them, an approver or a publisher."""
    if roles_of(user, on=on) & NAMERS:
        return ALLOWED
    if may_change_management(user, stewardship, on=on):
        return ALLOWED
    return refused(_("Only its manager, an approver or a publisher releases an agreement."))


def may_read_contact(user: User, stewardship: Stewardship, *, on: date) -> Verdict:
    """Its manager, who deputises for them, and approvers: nobody else needs to ring."""
    if Role.APPROVER in roles_of(user, on=on):
        return ALLOWED
    if may_change_management(user, stewardship, on=on):
        return ALLOWED
    return refused(_("Only its manager and approvers read whom to ring at the provider."))


def may_forget_contact(user: User, stewardship: Stewardship, *, on: date) -> Verdict:
    """Whoever may read it."""
    return may_read_contact(user, stewardship, on=on)


def may_write_note(user: User, *, on: date) -> Verdict:
    """Whoever reads agreements, but the auditor, who changes nothing."""
    if roles_of(user, on=on) & WRITERS:
        return ALLOWED
    return refused(_("Your role does not write notes on agreements."))


def _may_name(user: User, manager: User, *, on: date) -> Verdict:
    if not _holds(manager, on=on):
        return _not_a_manager()
    if user.pk == manager.pk or roles_of(user, on=on) & NAMERS:
        return ALLOWED
    if Role.AGREEMENT_MANAGER in roles_of(user, on=on):
        return refused(_("A manager adopts for themself. An approver or publisher names others."))
    return may_adopt_agreements(user, on=on)


def _holds(manager: User, *, on: date) -> bool:
    return managers_on(on).filter(pk=manager.pk).exists()


def _not_a_manager() -> Verdict:
    return refused(_("They do not hold the role of a grant or contract manager."))

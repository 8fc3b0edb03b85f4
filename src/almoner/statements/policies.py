"""Who may write the body's standing pages, and who is the second person."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .models import StatementVersion

DECIDERS = frozenset({Role.PUBLISHER, Role.APPROVER})


def may_see_statements(user: User, *, on: date) -> Verdict:
    """Any official."""
    return ALLOWED if roles_of(user, on=on) else refused(_("You hold no role here."))


def may_write_statement(user: User, *, on: date) -> Verdict:
    """A publisher."""
    if Role.PUBLISHER in roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only a publisher writes the body’s pages."))


def may_submit_statement(user: User, version: StatementVersion, *, on: date) -> Verdict:
    """Whoever writes it, while they are a publisher."""
    if version.written_by_id != user.pk:
        return refused(_("Somebody else writes this version. Only they change or submit it."))
    return may_write_statement(user, on=on)


def may_withdraw_statement(user: User, version: StatementVersion, *, on: date) -> Verdict:
    """Any publisher: nothing is lost but a place in the queue, and its text stays."""
    return may_write_statement(user, on=on)


def may_decide_statement(user: User, version: StatementVersion, *, on: date) -> Verdict:
    """A publisher or an approver who did not write it, and does not stand in for who did."""
    if not roles_of(user, on=on) & DECIDERS:
        return refused(_("Only a publisher or an approver decides what the body’s pages say."))
    if version.written_by_id == user.pk:
        return refused(_("You wrote this, so someone else must approve it."))
    if version.written_by.actor in worker_of(user, on=on).actors:
        return refused(_("You stand in for who wrote this, so someone else must approve it."))
    return ALLOWED

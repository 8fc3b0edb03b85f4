"""Who may see, and who may say, under which agreement a payment was made."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

DECIDERS = frozenset({Role.FINANCE, Role.AGREEMENT_MANAGER})
READERS = DECIDERS | {Role.AUDITOR}


def may_see_matches(user: User, *, on: date) -> Verdict:
    """Finance officers, grant or contract managers, and the internal auditor."""
    if roles_of(user, on=on) & READERS:
        return ALLOWED
    return refused(
        _("Only finance officers, grant or contract managers and the auditor see matches.")
    )


def may_decide_matches(user: User, *, on: date) -> Verdict:
    """Finance officers, and grant or contract managers."""
    return _decider(user, on=on)


def may_keep_matching_rules(user: User, *, on: date) -> Verdict:
    """Finance officers, and grant or contract managers."""
    return _decider(user, on=on)


def _decider(user: User, *, on: date) -> Verdict:
    if roles_of(user, on=on) & DECIDERS:
        return ALLOWED
    return refused(_("Only a finance officer or a grant or contract manager matches payments."))

"""Who may say that a register holds a row twice."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

DECIDERS = frozenset({Role.AGREEMENT_MANAGER, Role.PUBLISHER})
READERS = DECIDERS | {Role.AUDITOR}


def may_see_repeated_rows(user: User, *, on: date) -> Verdict:
    """Grant or contract managers, publishers, and the internal auditor."""
    if roles_of(user, on=on) & READERS:
        return ALLOWED
    return refused(
        _("Only grant or contract managers, publishers and the auditor see rows held twice.")
    )


def may_decide_repeated_rows(user: User, *, on: date) -> Verdict:
    """Grant or contract managers, and publishers. One is enough: it can be taken back."""
    if roles_of(user, on=on) & DECIDERS:
        return ALLOWED
    return refused(
        _("Only a grant or contract manager or a publisher says that a row is held twice.")
    )

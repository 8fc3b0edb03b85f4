"""Who may see which organisations may be one, and who may say that they are."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused

DECIDERS = frozenset(
    {Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.FINANCE, Role.PUBLISHER}
)
READERS = DECIDERS | {Role.AUDITOR}


def may_see_likenesses(user: User, *, on: date) -> Verdict:
    """Whoever may decide on them, and the internal auditor."""
    if roles_of(user, on=on) & READERS:
        return ALLOWED
    return refused(_("Only officials who deal with organisations and the auditor see this."))


def may_decide_likenesses(user: User, *, on: date) -> Verdict:
    """Commissioning officers, grant or contract managers, finance officers and publishers.

    One person is enough: what is merged can be parted, and what is parted merged again.
    """
    if roles_of(user, on=on) & DECIDERS:
        return ALLOWED
    return refused(
        _(
            "Only a commissioning officer, grant or contract manager, finance officer or publisher"
            " decides whether organisations are one."
        )
    )

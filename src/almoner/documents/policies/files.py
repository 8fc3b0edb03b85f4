"""Who may take a file down, and who looks at it afterwards."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused
from almoner.documents.models import StoredFile

TAKERS = {Role.COMMISSIONING_OFFICER, Role.AGREEMENT_MANAGER, Role.PUBLISHER, Role.APPROVER}


def may_take_down_file(user: User, file: StoredFile, *, on: date) -> Verdict:
    """Whoever may keep or publish documents, and approvers. One is enough: waiting endangers."""
    if roles_of(user, on=on) & TAKERS:
        return ALLOWED
    return refused(_("Only officials who keep or publish documents take one down."))


def may_review_file(user: User, file: StoredFile, *, on: date) -> Verdict:
    """An approver who is not, and does not stand in for, whoever took it down."""
    if Role.APPROVER not in roles_of(user, on=on):
        return refused(_("Only an approver decides what becomes of a file that was taken down."))
    first = file.taken_down_by
    if first is not None and user.pk == first.pk:
        return refused(_("You took this down, so someone else must decide."))
    if first is not None and first.actor in worker_of(user, on=on).actors:
        return refused(_("You stand in for whoever took this down, so someone else must decide."))
    return ALLOWED

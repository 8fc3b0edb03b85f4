"""Who may read the templates, propose a version, and decide on it."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of, worker_of
from almoner.accounts.roles import Role
from almoner.core.verdicts import ALLOWED, Verdict, refused
from almoner.documents.models import TemplateVersion

PROPOSERS = frozenset({Role.COMMISSIONING_OFFICER, Role.ADMINISTRATOR})


def may_see_templates(user: User, *, on: date) -> Verdict:
    """Any official."""
    if roles_of(user, on=on):
        return ALLOWED
    return refused(_("Only officials of this body read its templates."))


def may_propose_template(user: User, *, on: date) -> Verdict:
    """Commissioning officers, and the administrator: a template says nothing of any case."""
    if roles_of(user, on=on) & PROPOSERS:
        return ALLOWED
    return refused(_("Only a commissioning officer or the administrator writes templates."))


def may_decide_template(user: User, version: TemplateVersion, *, on: date) -> Verdict:
    """An approver who did not propose it, and does not stand in for who did."""
    if Role.APPROVER not in roles_of(user, on=on):
        return refused(_("Only an approver decides what the body’s templates say."))
    author = version.written_by
    if author and author.pk == user.pk:
        return refused(_("You proposed this, so someone else must decide."))
    if author and author.actor in worker_of(user, on=on).actors:
        return refused(_("You stand in for who proposed this, so someone else must decide."))
    return ALLOWED

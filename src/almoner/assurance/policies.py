"""Who may see how the body keeps its promises, and who the cases that break them."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.core.verdicts import ALLOWED, Verdict, refused

from .controls import Control


def may_see_controls(user: User, *, on: date) -> Verdict:
    """Any official: what is promised, and how many cases break it."""
    return ALLOWED if roles_of(user, on=on) else refused(_("You hold no role here."))


def may_read_exceptions(user: User, control: Control[Any], *, on: date) -> Verdict:
    """Those whose roles let them read the cases that the control is about."""
    if roles_of(user, on=on) & control.readers:
        return ALLOWED
    return refused(_("The cases themselves are for those whose work they are."))

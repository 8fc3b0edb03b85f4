"""Who may read what registers keep to themselves. Every read is logged."""

from datetime import date

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict

from .policies import may_see_withholdings


@declare_reader("registers.withholding")
def may_read_withholding(user: User, _reference: str, on: date) -> Verdict:
    return may_see_withholdings(user, on=on)

"""Who may read funds, their lines, and transfers between these."""

from datetime import date

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict

from .policies import may_see_funds


@declare_reader("funding.fund")
@declare_reader("funding.budgetline")
@declare_reader("funding.transfer")
def may_read_fund(user: User, reference: str, on: date) -> Verdict:  # noqa: ARG001 - every reader's signature
    return may_see_funds(user, on=on)

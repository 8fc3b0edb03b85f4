"""What was made of each register of agreements, by financial year, as the public may know it."""

from datetime import date

from django.db.models import Value

from almoner.agreements.queries import Totals
from almoner.core.periods import FinancialYear

from .kinds import KINDS, Register
from .publicity import public_agreements_known
from .sums import rows_by_year, totals_from


def agreements_by_year(*, on: date) -> dict[Register, dict[FinancialYear, Totals]]:
    """The sums of each register as now known, in one query for both."""
    first, *others = [
        rows_by_year(public_agreements_known(kind, on), Value(register.value))
        for register, kind in KINDS.items()
    ]
    found: dict[Register, dict[FinancialYear, Totals]] = {register: {} for register in KINDS}
    for register, began, *row in first.union(*others, all=True):
        found[Register(register)][FinancialYear(began)] = totals_from(*row)
    return found

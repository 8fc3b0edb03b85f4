"""What is done with funds: they are opened and revised; lines are put in, moved, planned,
committed, and what is committed becomes due, is paid, and may come back.
"""

from .funds import Rules, open_fund, revise_fund
from .lines import decrease_line, increase_line, open_budget_line
from .moving import lock_lines
from .plans import commit_money, plan_money, release_commitment, release_plan
from .settling import (
    Paper,
    owe_money,
    pay_money,
    recover_money,
    return_recovered,
    reuse_recovered,
    undo_payment,
    withdraw_due,
)
from .transfers import (
    approve_transfer,
    refuse_proposed_transfer,
    transfer_money,
    withdraw_transfer,
)

__all__ = [
    "Paper",
    "Rules",
    "approve_transfer",
    "commit_money",
    "decrease_line",
    "increase_line",
    "lock_lines",
    "open_budget_line",
    "open_fund",
    "owe_money",
    "pay_money",
    "plan_money",
    "recover_money",
    "refuse_proposed_transfer",
    "release_commitment",
    "release_plan",
    "return_recovered",
    "reuse_recovered",
    "revise_fund",
    "transfer_money",
    "undo_payment",
    "withdraw_due",
    "withdraw_transfer",
]

"""What is done with funds: they are opened and revised, lines put in, moved, planned, committed."""

from .funds import Rules, open_fund, revise_fund
from .lines import decrease_line, increase_line, open_budget_line
from .moving import lock_lines
from .plans import commit_money, plan_money, release_commitment, release_plan
from .transfers import (
    approve_transfer,
    refuse_proposed_transfer,
    transfer_money,
    withdraw_transfer,
)

__all__ = [
    "Rules",
    "approve_transfer",
    "commit_money",
    "decrease_line",
    "increase_line",
    "lock_lines",
    "open_budget_line",
    "open_fund",
    "plan_money",
    "refuse_proposed_transfer",
    "release_commitment",
    "release_plan",
    "revise_fund",
    "transfer_money",
    "withdraw_transfer",
]

"""Who may open the pages about funds, their lines and transfers."""

from decimal import Decimal

from almoner.accounts.roles import Role
from almoner.funding.policies import KEEPERS, PLANNERS, READERS
from tests.funding.factories import TransferFactory, line_with

NOBODY = frozenset[Role]()

FUNDS = {
    "workspace:funds": READERS,
    "workspace:funds-csv": READERS,
    "workspace:open-fund": KEEPERS,
    "workspace:fund": READERS,
    "workspace:fund-entries": READERS,
    "workspace:fund-entries-csv": READERS,
    "workspace:revise-fund": KEEPERS,
    "workspace:open-budget-line": KEEPERS,
    "workspace:budget-line": READERS,
    # The verb in the world is to plan: the others are a finance officer's, as the policies say.
    "workspace:move-money": PLANNERS,
    "workspace:settling": READERS,
    "workspace:transfer-money": KEEPERS,
    "workspace:transfer": READERS,
    "workspace:approve-transfer": KEEPERS | {Role.APPROVER},
    "workspace:refuse-transfer": KEEPERS | {Role.APPROVER},
    # Only who proposed it withdraws it, who is none of those asked.
    "workspace:withdraw-transfer": NOBODY,
}


def tell_of_funds():
    """A fund with a line, and a transfer in it that awaits a second person."""
    line = line_with(Decimal(100_000))
    return {"line": line, "transfer": TransferFactory(source=line)}


def arguments(world):
    """What the addresses name."""
    line, transfer = world["line"], world["transfer"]
    of_transfer = ("transfer", "approve-transfer", "refuse-transfer", "withdraw-transfer")
    of_fund = ("fund", "fund-entries", "fund-entries-csv", "revise-fund", "open-budget-line")
    return {
        **{f"workspace:{route}": [line.fund] for route in of_fund},
        "workspace:funds": [],
        "workspace:funds-csv": [],
        "workspace:open-fund": [],
        "workspace:budget-line": [line],
        "workspace:settling": [line],
        "workspace:transfer-money": [line],
        "workspace:move-money": [line, "plan"],
        **{f"workspace:{route}": [transfer] for route in of_transfer},
    }

"""Who may open the pages about controls, actions and risks."""

from almoner.accounts.roles import Role
from almoner.actions.policies import WRITERS
from almoner.actions.queries import READERS

OFFICIALS = frozenset(Role)
READ = frozenset(READERS)
WRITE = frozenset(WRITERS)
APPROVER = frozenset({Role.APPROVER})
NOBODY = frozenset[Role]()  # among people asked, since the thing asked about is not theirs to touch

ASSURANCE = {
    "workspace:controls": OFFICIALS,
    "workspace:control": OFFICIALS,
    # The list holds what each may read. The action in the world names none of those asked.
    "workspace:actions": OFFICIALS,
    "workspace:overdue-actions": OFFICIALS,
    "workspace:open-action": WRITE,
    "workspace:action": READ,
    "workspace:note-progress": NOBODY,
    "workspace:finish-action": NOBODY,
    "workspace:verify-action": NOBODY,
    "workspace:send-action-back": NOBODY,
    "workspace:move-action": APPROVER,
    "workspace:propose-action-day": NOBODY,
    "workspace:decide-action-day": APPROVER,
    "workspace:hand-action-over": APPROVER,
    "workspace:drop-action": APPROVER,
    "workspace:risks": OFFICIALS,
    "workspace:record-risk": WRITE,
    "workspace:risk-movement": OFFICIALS,
    "workspace:risk-programme": OFFICIALS,
    "workspace:risk": READ,
    "workspace:review-risk": APPROVER,
    "workspace:accept-risk": APPROVER,
    "workspace:close-risk": APPROVER,
}
OF_AN_ACTION = ["action", "note-progress"]
OF_AN_ACTION += [f"{verb}-action" for verb in ("finish", "verify", "move", "drop")]
OF_AN_ACTION += ["send-action-back", "hand-action-over", "propose-action-day"]
OF_AN_ACTION += ["decide-action-day"]
OF_A_RISK = ["risk", "review-risk", "accept-risk", "close-risk"]


def tell_of_assurance():
    """An action and a risk of others."""
    from tests.actions.factories import ActionFactory, DayProposalFactory
    from tests.risks.factories import risk

    action = ActionFactory()
    DayProposalFactory(action=action)
    return {"action": action, "risk": risk(5, 5)}


def arguments(world):
    """What the addresses name: things of a world that has one of each."""
    return {
        "workspace:control": ["grant-power-recorded"],
        "workspace:open-action": [],
        "workspace:record-risk": [],
        "workspace:risk-movement": [],
        "workspace:risk-programme": ["support-victims"],
        **{f"workspace:{route}": [world["action"]] for route in OF_AN_ACTION},
        **{f"workspace:{route}": [world["risk"]] for route in OF_A_RISK},
    }

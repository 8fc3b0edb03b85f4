"""Who may open the pages about the framework and its versions."""

from almoner.accounts.roles import Role
from almoner.framework.policies import PROPOSERS

OFFICIALS = frozenset(Role)
APPROVER = frozenset({Role.APPROVER})
NOBODY = frozenset[Role]()  # among people asked, since the version asked about is not theirs

FRAMEWORK = {
    "workspace:framework": OFFICIALS,
    "workspace:framework-route": OFFICIALS,
    "workspace:framework-limits": OFFICIALS,
    "workspace:framework-lists": OFFICIALS,
    "workspace:framework-file": OFFICIALS,
    "workspace:change-framework": PROPOSERS,
    "workspace:framework-version": OFFICIALS,
    "workspace:framework-version-route": OFFICIALS,
    "workspace:framework-version-file": OFFICIALS,
    "workspace:propose-framework": NOBODY,
    "workspace:approve-framework": APPROVER,
    "workspace:refuse-framework": APPROVER,
    "workspace:withdraw-framework": PROPOSERS,
}
OF_A_VERSION = ["framework-version", "framework-version-file"]
OF_A_VERSION += [f"{verb}-framework" for verb in ("propose", "approve", "refuse", "withdraw")]


def arguments(world):
    """What the addresses name: a version that awaits its second person, and a route of it."""
    version = world["framework"]
    return {
        **{f"workspace:{route}": [version] for route in OF_A_VERSION},
        "workspace:framework-version-route": [version, "grant"],
        "workspace:framework-route": ["competitive-grant"],
    }

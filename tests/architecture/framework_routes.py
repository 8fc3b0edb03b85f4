"""Who may open the pages about the framework and its versions."""

from almoner.accounts.roles import Role
from almoner.framework.models import FrameworkVersion
from almoner.framework.policies import PROPOSERS
from almoner.framework.states import VersionState

OFFICIALS = frozenset(Role)
APPROVER = frozenset({Role.APPROVER})
NOBODY = frozenset[Role]()  # among people asked, since the version asked about is not theirs

FRAMEWORK = {
    "workspace:framework": OFFICIALS,
    "workspace:framework-as-at": OFFICIALS,
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


def arguments():
    """What the addresses name: the version that the story leaves proposed, and a route of it."""
    version = FrameworkVersion.objects.get(state=VersionState.PROPOSED)
    return {
        **{f"workspace:{route}": [version] for route in OF_A_VERSION},
        "workspace:framework-version-route": [version, "small-grant"],
        "workspace:framework-route": ["competitive-grant"],
    }

"""Who may open the pages about teams."""

from almoner.accounts.roles import Role
from tests.accounts.factories import TeamMembershipFactory
from tests.factories import official

OFFICIALS = frozenset(Role)
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
OF_A_TEAM = ["team", "team-history", "rename-team", "join-team", "close-team"]
OF_A_MEMBER = ["leave-team", "lead-team", "step-down-team"]

TEAMS = {
    **dict.fromkeys((f"workspace:{name}" for name in ("teams", "team", "team-history")), OFFICIALS),
    **dict.fromkeys(
        (
            f"workspace:{name}"
            for name in ("set-up-team", *OF_A_TEAM[2:], *OF_A_MEMBER)  # the first two only tell
        ),
        ADMINISTRATOR,
    ),
    # Of those asked nobody leads a team: its lead is somebody else.
    "workspace:team-training": frozenset[Role](),
}


def tell_of_teams():
    """A team with somebody in it."""
    return {"membership": TeamMembershipFactory(person=official(Role.FINANCE))}


def arguments(world):
    """What the addresses name."""
    one = world["membership"]
    return {
        **{f"workspace:{name}": [one.team] for name in OF_A_TEAM},
        **{f"workspace:{name}": [one.team, one.person] for name in OF_A_MEMBER},
        "workspace:set-up-team": [],
        "workspace:teams": [],
        "workspace:team-training": [],
    }

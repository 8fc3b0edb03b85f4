"""People who sign in, the roles they hold, and the teams in which they work."""

from .people import (
    AccessEntry,
    Invitation,
    People,
    RoleConfirmation,
    RoleGrant,
    RoleHolding,
    User,
    grant_reference,
    invitation_reference,
    person_reference,
)
from .teams import Team, TeamMembership, TeamTerms, team_reference

__all__ = [
    "AccessEntry",
    "Invitation",
    "People",
    "RoleConfirmation",
    "RoleGrant",
    "RoleHolding",
    "Team",
    "TeamMembership",
    "TeamTerms",
    "User",
    "grant_reference",
    "invitation_reference",
    "person_reference",
    "team_reference",
]

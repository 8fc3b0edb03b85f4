"""How the demonstration's people work together: its teams, who leads them, and what changed."""

from dataclasses import dataclass
from datetime import datetime

from almoner.accounts.models import Team, User
from almoner.accounts.operations import (
    give_team_lead,
    join_team,
    leave_team,
    rename_team,
    set_up_team,
)
from almoner.core.moments import day_of


@dataclass(frozen=True, slots=True)
class Told:
    """A team as the story tells it."""

    name: str
    purpose: str
    lead: str
    people: tuple[str, ...]


CONTRACTS, FINANCE = "Grants and contracts", "Finance"
TEAMS = (
    Told(
        "Commissioning",
        "Leads cases from a need to an award.",
        "cerys.vane",
        ("jonah.peake", "hugo.tansley"),
    ),
    Told(
        CONTRACTS,
        "Manages what is signed, and keeps its registers.",
        "hugo.tansley",
        ("owen.brack", "dev.marlow", "etta.quaye"),
    ),
    Told(FINANCE, "Looks after funds, claims and spend.", "etta.quaye", ("dev.marlow",)),
    Told(
        "Governance and learning",
        "Prepares boards, and runs the academy.",
        "greta.holm",
        ("ines.coble",),
    ),
)


def set_up_teams(moment: datetime) -> None:
    by, on = _person("imogen.farrow"), day_of(moment)
    for told in TEAMS:
        team = set_up_team(told.name, purpose=told.purpose, by=by, at=moment)
        for name in (told.lead, *told.people):
            join_team(team, _person(name), valid_from=on, valid_to=None, by=by, at=moment)
        give_team_lead(team, _person(told.lead), by=by, at=moment)


def change_teams(moment: datetime) -> None:
    """One leaves a team for another that takes over what she did there."""
    by = _person("rhys.tallow")
    left, took = Team.objects.get(name=CONTRACTS), Team.objects.get(name=FINANCE)
    leave_team(left, _person("etta.quaye"), ends=day_of(moment), by=by, at=moment)
    purpose = "Looks after funds, and checks and pays claims."
    rename_team(took, name="Finance and claims", purpose=purpose, by=by, at=moment)


def _person(username: str) -> User:
    return User.objects.get(username=username)

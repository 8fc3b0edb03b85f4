"""`almoner user list`: who is here."""

from argparse import ArgumentParser, Namespace

from django.utils.timezone import localdate
from rich.console import Console
from rich.table import Table

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on, operator_grants_awaiting_confirmation
from almoner.accounts.teams import memberships_on


def add_arguments(parser: ArgumentParser) -> None:
    """Take no words."""
    del parser


def run(_given: Namespace) -> None:
    table = Table("User", "Name", "Email", "Roles", "Teams", "May sign in", box=None)
    roles: dict[int, set[str]] = {}
    waiting = operator_grants_awaiting_confirmation(localdate())
    unconfirmed = set(waiting.values_list("holder_id", "role"))
    for holding in holdings_on(localdate()):
        note = " (to be confirmed)" if (holding.holder_id, holding.role) in unconfirmed else ""
        roles.setdefault(holding.holder_id, set()).add(f"{holding.role}{note}")
    teams: dict[int, list[str]] = {}
    for membership in memberships_on(localdate()).select_related("team").order_by("team__name"):
        leads = " (leads it)" if membership.is_lead else ""
        teams.setdefault(membership.person_id, []).append(f"{membership.team.name}{leads}")
    for person in User.objects.order_by("username"):
        held = ", ".join(sorted(roles.get(person.pk, set())))
        may = "yes" if person.is_active else "no"
        together = ", ".join(teams.get(person.pk, []))
        table.add_row(person.username, person.name, person.email, held, together, may)
    console = Console()
    if not console.is_terminal:  # a person to a line, for whatever reads us
        console.width = 1000
    console.print(table)

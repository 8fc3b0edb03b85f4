"""`almoner user list`: who is here."""

from argparse import ArgumentParser, Namespace

from django.utils.timezone import localdate
from rich.console import Console
from rich.table import Table

from almoner.accounts.models import User
from almoner.accounts.queries import holdings_on


def add_arguments(parser: ArgumentParser) -> None:
    """Take no words."""
    del parser


def run(_given: Namespace) -> None:
    table = Table("User", "Name", "Email", "Roles", "May sign in", box=None)
    roles: dict[int, set[str]] = {}
    for holding in holdings_on(localdate()):
        roles.setdefault(holding.holder_id, set()).add(holding.role)
    for person in User.objects.order_by("username"):
        held = ", ".join(sorted(roles.get(person.pk, set())))
        may = "yes" if person.is_active else "no"
        table.add_row(person.username, person.name, person.email, held, may)
    Console(soft_wrap=True).print(table)

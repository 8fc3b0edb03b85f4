"""`almoner migrate`: tables, the cache's table, and the first line of the ledger."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import now

from almoner.accounts.models import User
from almoner.core.actors import OPERATOR
from almoner.core.installation import Purpose, found_installation
from almoner.core.models import Installation


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all goes well")


def run(given: Namespace) -> None:
    waiting = waiting_migrations()
    make_tables()
    if not given.quiet:
        say(waiting)
    if not Installation.objects.exists():
        found_installation(purpose=Purpose.LIVE, by=OPERATOR, at=now())
    check_the_seals()


def waiting_migrations() -> list[str]:
    """The migrations that this database has not had, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


def say(applied: list[str]) -> None:
    """Say what changed, and what comes next in a new installation."""
    if not Installation.objects.exists():
        print("Made the tables.")
    else:
        print("\n".join(f"Applied {name}." for name in applied) or "The tables were up to date.")
    if not User.objects.exists():
        print("Nobody is here yet. Add the first people: `almoner user add --help` says how.")


def make_tables() -> None:
    """Bring the tables up to date, without a word on what the installation is for."""
    with impatience():
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def check_the_seals() -> None:
    """Run every check, those that read the database too. Raises SystemCheckError."""
    call_command("check", databases=["default"], stdout=StringIO())


@contextmanager
def impatience() -> Iterator[None]:
    """Give up a migration that waits for a lock or runs long: people are at work meanwhile."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '4s'; SET statement_timeout = '5s'")
        yield  # after a failure nothing follows, so patience returns only after success
        cursor.execute("RESET lock_timeout; RESET statement_timeout")

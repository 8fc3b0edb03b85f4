"""`almoner migrate`: tables, the cache's table, and the first line of the ledger."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from almoner.core.actors import OPERATOR
from almoner.core.installation import Purpose, found_installation
from almoner.core.models import Installation


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all goes well")


def run(given: Namespace) -> None:
    make_tables(verbosity=0 if given.quiet else 1)
    if not Installation.objects.exists():
        found_installation(purpose=Purpose.LIVE, by=OPERATOR, at=now())
    check_the_seals()


def make_tables(*, verbosity: int = 0) -> None:
    """Bring the tables up to date, without a word on what the installation is for."""
    with impatience():
        call_command("migrate", interactive=False, verbosity=verbosity)
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

"""`almoner authority list`: the standing authorities, and how each stands."""

from argparse import ArgumentParser, Namespace

from django.utils.timezone import localdate

from almoner.registers.queries import with_confirmations

from .authorities import described


def add_arguments(_parser: ArgumentParser) -> None:
    """It takes none."""


def run(_given: Namespace) -> None:
    on = localdate()
    lines = [described(authority, on=on) for authority in with_confirmations()]
    print("\n".join(lines) or "There is no standing authority.")

"""Whose name a command is run in."""

from argparse import ArgumentParser

from almoner.accounts.models import User

from .refusals import Misuse


def acting(parser: ArgumentParser) -> None:
    """Make a command ask in whose name it writes."""
    parser.add_argument(
        "--as",
        dest="acting_as",
        metavar="USER",
        required=True,
        help="the person who does this: the ledger names them, and their roles decide",
    )


def acting_or_operator(parser: ArgumentParser) -> None:
    """Let an act of the operator's be done in a person's name instead."""
    parser.add_argument(
        "--as",
        dest="acting_as",
        metavar="USER",
        help="an administrator who does this (default: the operator, who has the machine)",
    )


def person_named(username: str) -> User:
    """The person with this user name. Raises Misuse."""
    try:
        return User.objects.get_by_natural_key(username)
    except User.DoesNotExist as error:
        raise Misuse(f"Nobody here is called {username!r}. See `almoner user list`.") from error

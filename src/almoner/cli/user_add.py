"""`almoner user add`: how the first people come in."""

from argparse import ArgumentParser, Namespace

from django.utils.timezone import now

from almoner.accounts.operations import AlreadyKnown, add_person_as_operator
from almoner.accounts.roles import Role
from almoner.core.actors import OPERATOR

from .links import password_link
from .refusals import Misuse, Refusal


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("username", metavar="USER", help="the name they will sign in with")
    parser.add_argument("--name", required=True, help="their own name, as pages show it")
    parser.add_argument("--email", required=True, help="where their messages go")
    parser.add_argument(
        "--role",
        dest="roles",
        metavar="ROLE",
        nargs="+",
        action="extend",
        required=True,
        help=f"one or more of {', '.join(Role.values)}",
    )


def run(given: Namespace) -> None:
    at = now()
    roles = [role_named(name) for name in dict.fromkeys(given.roles)]
    try:
        person = add_person_as_operator(
            username=given.username,
            name=given.name,
            email=given.email,
            roles=roles,
            by=OPERATOR,
            at=at,
        )
    except AlreadyKnown as error:
        raise Refusal(str(error)) from error
    except ValueError as error:
        raise Misuse(str(error)) from error
    print(f"Added {person.username} ({person}): {', '.join(roles)}.")
    print(f"They set their password here, once, within three days: {password_link(person, at=at)}")


def role_named(name: str) -> Role:
    """Read a role. Raises Misuse."""
    try:
        return Role(name)
    except ValueError as error:
        raise Misuse(f"{name!r} is no role. The roles are {', '.join(Role.values)}.") from error

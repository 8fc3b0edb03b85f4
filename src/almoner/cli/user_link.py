"""`almoner user link`: for whoever cannot get in, and gets no mail either."""

from argparse import ArgumentParser, Namespace

from django.utils.timezone import now

from .links import password_link
from .people import person_named
from .refusals import Refusal


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("username", metavar="USER", help="the name they sign in with")


def run(given: Namespace) -> None:
    person = person_named(given.username)
    if not person.is_active:
        raise Refusal(f"{person.username} may not sign in: that account is closed.")
    print(password_link(person, at=now()))

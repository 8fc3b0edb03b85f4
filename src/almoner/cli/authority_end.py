"""`almoner authority end`: end a standing authority now."""

from argparse import ArgumentParser, Namespace

from django.utils.timezone import localdate, now

from almoner.registers.operations import end_authority

from .authorities import authority_called, described
from .people import acting, person_named


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("authority", metavar="REF", help="such as AUT-…")
    acting(parser)


def run(given: Namespace) -> None:
    authority = authority_called(given.authority)
    ended = end_authority(authority, by=person_named(given.acting_as), at=now())
    print(described(ended, on=localdate()))

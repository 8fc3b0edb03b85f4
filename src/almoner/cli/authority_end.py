"""`almoner authority end`: end a standing authority now."""

from argparse import ArgumentParser, Namespace

from django.utils.timezone import localdate, now

from almoner.core.lifecycles import IllegalTransition
from almoner.registers.operations import end_authority

from .authorities import authority_called, described
from .people import acting, person_named
from .refusals import Refusal


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("authority", metavar="REF", help="such as AUT-…")
    acting(parser)


def run(given: Namespace) -> None:
    authority = authority_called(given.authority)
    person = person_named(given.acting_as)
    try:
        ended = end_authority(authority, by=person, at=now())
    except IllegalTransition as refusal:
        state = authority.get_state_display().lower()
        raise Refusal(
            f"{authority} is {state}, so there is nothing to end. See `almoner authority list`."
        ) from refusal
    print(described(ended, on=localdate()))

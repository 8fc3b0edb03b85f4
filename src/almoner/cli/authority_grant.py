"""`almoner authority grant`: a standing authority, by the operator's own act."""

from argparse import ArgumentParser, Namespace

from django.utils.timezone import localdate, now

from almoner.core.actors import OPERATOR
from almoner.registers.operations import grant_authority_as_operator

from .authorities import described
from .days import day
from .duty_codes import duty_of, takes_duty
from .people import acting, person_named


def add_arguments(parser: ArgumentParser) -> None:
    takes_duty(parser)
    parser.add_argument(
        "--until", required=True, type=day, metavar="DAY", help="its last day, such as 2027-03-31"
    )
    acting(parser)


def run(given: Namespace) -> None:
    authority = grant_authority_as_operator(
        duty_of(given),
        valid_to=given.until,
        named=person_named(given.acting_as),
        by=OPERATOR,
        at=now(),
    )
    print(described(authority, on=localdate()))
    print("It is the operator's own act and nobody's approval. Two publishers should confirm it.")

"""How an edition is named on the command line: its dataset and its period."""

from argparse import ArgumentParser

from almoner.core.periods import Month, Quarter, parse_period
from almoner.publication.datasets import registry

from .refusals import Misuse


def takes_edition(parser: ArgumentParser) -> None:
    parser.add_argument("dataset", choices=sorted(registry), help="such as spend")
    parser.add_argument("period", metavar="PERIOD", help="such as 2026-04, or 2026-27-Q1")


def span(text: str) -> Month | Quarter:
    """Read a month or a quarter. Raises Misuse."""
    try:
        period = parse_period(text)
    except ValueError as error:
        raise Misuse(str(error)) from error
    if isinstance(period, Month | Quarter):
        return period
    raise Misuse("An edition covers a month, such as 2026-04, or a quarter, such as 2026-27-Q1.")

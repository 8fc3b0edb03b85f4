"""`almoner edition issue`: freeze what is public of a month, and write its files."""

from argparse import ArgumentParser, Namespace

from django.utils.timezone import now

from almoner.registers.operations import EditionOvertaken, folder_of, issue_edition

from .editions import span, takes_edition
from .people import acting, person_named
from .refusals import Refusal


def add_arguments(parser: ArgumentParser) -> None:
    takes_edition(parser)
    acting(parser)


def run(given: Namespace) -> None:
    person = person_named(given.acting_as)
    try:
        edition = issue_edition(given.dataset, period=span(given.period), by=person, at=now())
    except EditionOvertaken as overtaken:
        raise Refusal(str(overtaken)) from overtaken
    print(f"{edition}: {edition.dataset} {edition.period}, edition {edition.number}")
    print(f"{edition.row_count:,} rows, SHA-256 of its sums {edition.digest}")
    print(folder_of(edition))

"""`almoner audits import`: bring in a list of recommendations that was kept elsewhere."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate, now

from almoner.audits.bringing import ListRead, read_list
from almoner.audits.operations import bring_recommendations
from almoner.opendata.sources import UnreadableFile

from .people import acting, person_named
from .refusals import Refusal

SHOWN = 50


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="a CSV file or a workbook, a recommendation a row"
    )
    parser.add_argument(
        "--sponsor",
        required=True,
        metavar="USER",
        help="the official who answers for the reviews, and owns what names nobody who is here",
    )
    parser.add_argument(
        "--carried-out-by",
        default="",
        metavar="WORDS",
        help="who carried the reviews out (default: internal audit)",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only say what it would do, and keep nothing"
    )
    acting(parser)


def run(given: Namespace) -> None:
    person, sponsor = person_named(given.acting_as), person_named(given.sponsor)
    try:
        found = read_list(given.file, on=localdate())
    except UnreadableFile as refusal:
        raise Refusal(str(refusal)) from refusal
    _tell(found)
    if given.dry_run:
        print("Nothing was kept, since this was a dry run.")
        return
    said = {"sponsor": sponsor, "carried_out_by": given.carried_out_by}
    try:
        came = bring_recommendations(found.rows, **said, by=person, at=now())
    except PermissionDenied as refusal:
        raise Refusal(str(refusal)) from refusal
    except ValidationError as refusal:
        raise Refusal(" ".join(refusal.messages)) from refusal
    brought = f"Brought in: {came.recommendations} recommendations"
    print(f"{brought}; actions to be done: {came.actions}; new reviews: {came.reviews}.")


def _tell(found: ListRead) -> None:
    for one in found.troubles[:SHOWN]:
        left_out = " It is left out." if one.is_left_out else ""
        print(f"Row {one.number}: {one.words}{left_out}")
    if len(found.troubles) > SHOWN:
        print(f"And {len(found.troubles) - SHOWN} more.")
    fresh = f"To bring in: {found.recommendations}."
    print(f"{fresh} Here already: {found.known}. Left out: {found.left_out}.")

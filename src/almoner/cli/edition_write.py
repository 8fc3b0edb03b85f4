"""`almoner edition write`: write an edition's files again, byte for byte, and check them."""

from argparse import ArgumentParser, Namespace

from almoner.registers.models import Edition
from almoner.registers.operations import (
    EditionDiffers,
    EditionTakenDown,
    folder_of,
    restore_edition,
    write_edition,
)
from almoner.registers.queries import edition_numbered

from .folders import folder
from .refusals import Refusal


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("duty", metavar="DUTY", help="such as spend-monthly: see `almoner duties`")
    parser.add_argument("period", metavar="PERIOD", help="such as 2026-04, or 2026-27-Q1")
    parser.add_argument("--number", type=int, metavar="N", help="which edition (default: the last)")
    parser.add_argument(
        "--out",
        type=folder,
        metavar="DIR",
        help="a new folder for the files (default: where the edition's own files belong)",
    )


def run(given: Namespace) -> None:
    try:
        edition = edition_numbered(given.duty, given.period, given.number)
        package = write_edition(edition, given.out) if given.out else restore_edition(edition)
    except Edition.DoesNotExist as missing:
        raise Refusal(
            f"No such edition of {given.duty} {given.period} was published. To publish it, run"
            " `almoner publish`."
        ) from missing
    except (EditionDiffers, EditionTakenDown) as refusal:
        raise Refusal(str(refusal)) from refusal
    if package.digest == edition.digest:
        print(f"{edition}: {package.row_count:,} rows, the same bytes as were issued")
    else:
        print(f"{edition}: {package.row_count:,} rows, without what was taken down since")
        print("The bytes first issued are not made again: see taken-down.txt")
    print(given.out or folder_of(edition))

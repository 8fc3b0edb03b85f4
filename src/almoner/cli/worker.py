"""`almoner worker`: empties the queue of background work."""

from argparse import ArgumentParser, Namespace

from django.core.management import call_command


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--batch",
        action="store_true",
        help="stop once the queue is empty, as a timer would have it",
    )


def run(given: Namespace) -> None:
    call_command("db_worker", batch=given.batch)

"""`almoner worker`: does the background work."""

from argparse import ArgumentParser, Namespace

from django.core.management import call_command


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--batch",
        action="store_true",
        help="stop once nothing waits, for use from a timer",
    )


def run(given: Namespace) -> None:
    call_command("worker", batch=given.batch)

"""`almoner worker`: empties the queue of background work."""

from argparse import ArgumentParser, Namespace
from datetime import timedelta
from secrets import token_hex

from django.core.management import call_command

from almoner.core.leases import LASTING
from almoner.core.work import at_work

from .start import refuse_a_wrong_start


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--batch",
        action="store_true",
        help="stop once the queue is empty, as a timer would have it",
    )
    parser.add_argument(
        "--lease",
        type=float,
        default=LASTING.total_seconds(),
        metavar="SECONDS",
        help="after so many seconds without a sign of life, another worker takes its task over",
    )


def run(given: Namespace) -> None:
    refuse_a_wrong_start()
    worker_id = token_hex(16)
    with at_work(worker_id, lasting=timedelta(seconds=given.lease)):
        call_command("db_worker", batch=given.batch, worker_id=worker_id, reload=False)

"""`almoner import undo`: take back an import, or say what stands on it."""

import sys
from argparse import ArgumentParser, Namespace

from django.utils.timezone import now

from almoner.core.batches import BatchInProgress
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Batch
from almoner.core.states import BatchState
from almoner.registers.kinds import Register
from almoner.registers.operations import StoodUpon, undo_import

from .people import acting, person_named
from .refusals import Misuse, Refusal


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("batch", metavar="BATCH", help="the import's reference, such as BAT-…")
    parser.add_argument(
        "--reason", required=True, metavar="WORDS", help="why: kept, and not shown to the public"
    )
    acting(parser)


def run(given: Namespace) -> None:
    person, batch = person_named(given.acting_as), _batch(given.batch)
    try:
        undo_import(batch, reason=given.reason, by=person, at=now())
    except StoodUpon as refusal:
        for sentence in refusal.why:
            print(sentence, file=sys.stderr)
        raise Refusal(f"{batch} cannot be undone, because of what stands on it.") from refusal
    except IllegalTransition as refusal:
        state = BatchState(batch.state).label.lower()
        raise Refusal(f"{batch} is {state}: only an import that is live is undone.") from refusal
    except BatchInProgress as refusal:
        raise Refusal(str(refusal)) from refusal
    print(f"{batch} is undone: nobody sees its {batch.row_count:,} rows any more.")


def _batch(reference: str) -> Batch:
    try:
        return Batch.objects.get(reference=reference.upper(), kind__in=Register.values)
    except Batch.DoesNotExist as error:
        raise Misuse(
            f"There is no import {reference!r}. The reference is what `almoner import` said, and"
            " stands on the page of imports."
        ) from error

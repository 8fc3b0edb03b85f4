"""Walk the ledger and print its checkpoint."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from almoner.core.ledger import START, BrokenLedger, Checkpoint, verify


class Command(BaseCommand):
    help = "Check every line of the ledger, and print a checkpoint to keep somewhere else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=parse, default=START, help="a checkpoint kept earlier")

    def handle(self, *, since: Checkpoint, **options: Any) -> None:
        try:
            self.stdout.write(str(verify(since=since)))
        except BrokenLedger as broken:
            raise CommandError(str(broken)) from broken


def parse(text: str) -> Checkpoint:
    count, head = text.split(":")
    return Checkpoint(int(count), head)

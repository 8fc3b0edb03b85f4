"""`almoner verify-files`: whether every stored file is there, and is what was sent."""

from argparse import ArgumentParser, Namespace

from almoner.documents.models import StoredFile
from almoner.documents.queries import unsound_files
from almoner.documents.states import FileState

from .refusals import Refusal


def add_arguments(parser: ArgumentParser) -> None:
    parser.description = (
        f"{parser.description} It reads every byte, so it takes a while where there are many."
    )


def run(_given: Namespace) -> None:
    count = StoredFile.objects.exclude(state=FileState.DELETED).count()
    broken = [str(file) for file in unsound_files()]
    if broken:
        raise Refusal(
            f"{len(broken)} of {count} files are missing, or are not what was sent:"
            f" {', '.join(broken)}. Put them back from a backup."
        )
    print(f"All {count} files are what was sent.")

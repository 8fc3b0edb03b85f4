"""What each file of an edition holds, in words, the rows themselves first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from almoner.registers.models import EditionFile, ReplacementFile

# By the ends of their names, in the order in which a page shows them.
WORDS: dict[str, Promise] = {
    ".csv": _("The rows"),
    ".xlsx": _("The rows as a workbook that says what each column means"),
    ".json": _("The rows, for programs"),
    "-ocds.json": _("The contracts in the open contracting standard, for programs"),
    "-360giving.json": _("The grants in the 360Giving standard, for programs"),
    "-changes.csv": _("What changed since the edition before it"),
    "-quality.txt": _("The note on quality: what the rows do not say"),
    "-quality.json": _("The note on quality, for programs"),
    "datapackage.json": _("What the files and their columns are, for programs"),
    "checkpoint.txt": _("Where the ledger ended when it was issued"),
    "SHA256SUMS": _("The sum of each file, to check them by"),
}
SHOWN = list(WORDS)
LONGEST_FIRST = sorted(WORDS, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class Shown:
    """A file of an edition, and what it holds."""

    file: EditionFile | ReplacementFile
    end: str

    @property
    def what(self) -> str:
        return str(WORDS.get(self.end, ""))


def in_words(files: Iterable[EditionFile | ReplacementFile]) -> list[Shown]:
    shown = [Shown(file, _end_of(file.name)) for file in files]
    return sorted(shown, key=lambda one: SHOWN.index(one.end) if one.end else len(SHOWN))


def _end_of(name: str) -> str:
    return next((end for end in LONGEST_FIRST if name.endswith(end)), "")

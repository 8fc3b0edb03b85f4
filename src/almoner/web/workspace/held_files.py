"""Files of what is held about a thing: the marked list for officials, and the public parts for
whoever asked.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.holdings import Holding
from almoner.core.moments import LONDON
from almoner.publication.datasets import Dataset
from almoner.publication.spreadsheets import cut
from almoner.publication.writers import CsvWriter, csv_lines
from almoner.registers.left_out import LeftOut
from almoner.registers.public_parts import PublicParts
from almoner.registers.shown import Much
from almoner.statements.queries import licence_in_force

from .held_rows import HeldRow

Listed: TypeAlias = Iterable[tuple[Holding, HeldRow]]
WIDTH = 26
NOTE = "read-me.txt"
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
CLASS = gettext_lazy("INTERNAL: not for release")
MUCH = {
    Much.WHOLE: gettext_lazy("Public"),
    Much.PART: gettext_lazy("Public in part"),
    Much.NOTHING: gettext_lazy("Not public"),
}


def headings() -> list[str]:
    return [
        _("Class"),
        _("Kind"),
        _("What it is"),
        _("Reference"),
        _("Day"),
        _("Who may read it"),
        _("Public now"),
        _("Which parts are public"),
        _("Public address"),
        _("Why it is not public"),
        _("More"),
    ]


def cells_of(holding: Holding, row: HeldRow) -> list[str]:
    is_hidden = row.much == Much.NOTHING
    return [
        str(CLASS),
        str(holding.label),
        row.told.what,
        row.reference,
        row.told.day.isoformat() if row.told.day else "",
        str(holding.readers),
        str(MUCH[row.much]),
        row.parts,
        f"{settings.ADDRESS}{row.public_url}" if row.public_url else "",
        str(row.why.label) if is_hidden else "",
        row.words if is_hidden else "",
    ]


def list_as_csv(listed: Listed) -> Iterator[bytes]:
    """The marked list, row by row: each says that it is internal."""
    writer = CsvWriter(headings())
    yield writer.begin()
    for holding, row in listed:
        yield writer.row(tuple(cells_of(holding, row)))


def list_as_workbook(listed: Listed) -> IO[bytes]:
    """The same as a workbook, which says so on every printed page as well."""
    made = TemporaryFile(prefix="almoner-held-")  # noqa: SIM115 - whoever sends it closes it
    with (
        TemporaryDirectory(prefix="almoner-held-") as folder,
        xlsxwriter.Workbook(made, OPTIONS | {"tmpdir": folder}) as book,
    ):
        sheet = book.add_worksheet(_("Held"))
        sheet.set_header(f"&C&B{CLASS}")
        sheet.set_column(0, len(headings()) - 1, WIDTH)
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, said in enumerate(headings()):
            sheet.write_string(0, place, said, bold)
        for number, (holding, row) in enumerate(listed, start=1):
            for place, said in enumerate(cells_of(holding, row)):
                sheet.write_string(number, place, cut(said))
    made.seek(0)
    return made


def public_zip(parts: PublicParts, left_out: list[LeftOut], *, at: datetime) -> IO[bytes]:
    """The public parts, a CSV each, and a note that says what they are. It goes to the disk as it
    is made, so that memory stays flat.
    """
    made = TemporaryFile(prefix="almoner-held-")  # noqa: SIM115 - whoever sends it closes it
    with ZipFile(made, "w", ZIP_DEFLATED) as pack:
        files = [_put(pack, dataset, at=at) for dataset in parts.datasets]
        note = {
            "parts": parts,
            "files": files,
            "left_out": left_out if files else [],
            "licence": licence_in_force(),
            "body": settings.BODY_NAME,
            "address": settings.ADDRESS,
            "at": at,
        }
        words = render_to_string("workspace/held/note.txt", note)
        pack.writestr(_member(NOTE, at), words.lstrip())
    made.seek(0)
    return made


def _put(pack: ZipFile, dataset: Dataset, *, at: datetime) -> tuple[str, str, int]:
    """The file of a data set: its name, what it is, and how many rows it has."""
    name, lines = f"{dataset.slug}.csv", 0
    with pack.open(_member(name, at), "w") as file:
        for line in csv_lines(dataset):
            file.write(line)
            lines += 1
    return name, str(dataset.title), lines - 1


def _member(name: str, at: datetime) -> ZipInfo:
    there = at.astimezone(LONDON)
    member = ZipInfo(name, there.timetuple()[:6])
    member.compress_type = ZIP_DEFLATED
    return member

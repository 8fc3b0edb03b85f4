"""Reads a list of attendance that was filled in, and says of each row what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from almoner.opendata.dictionaries import Dictionary, read_dictionary
from almoner.opendata.reading import NoTable, read
from almoner.opendata.sources import UnreadableFile
from almoner.opendata.tables import Row

from .models import Booking, Workshop
from .states import BookingState, Outcome

MOST = 1_000  # rows; no room holds more
WORDS: Mapping[str, Outcome] = {
    **dict.fromkeys(("attended", "yes", "y", "present", "came", "x", "1"), Outcome.ATTENDED),
    **dict.fromkeys(("absent", "no", "n", "did not attend", "dna", "0"), Outcome.ABSENT),
    **dict.fromkeys(("excused", "apologies", "sent apologies", "ill"), Outcome.EXCUSED),
}


class UnreadableList(Exception):
    """The file is no list of attendance. The message says what to do."""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of the list: whose it is, what it says, and why it cannot be used, if it cannot."""

    number: int
    said: str
    booking: Booking | None
    outcome: Outcome | None
    problem: str = ""


@cache
def _dictionary() -> Dictionary:
    return read_dictionary(Path(__file__).with_name("attendance.toml"))


def read_attendance(path: Path, workshop: Workshop) -> list[ListedRow]:
    """The rows of a file that say something, each with its booking. Raises UnreadableList."""
    booked = workshop.bookings.filter(state=BookingState.BOOKED).select_related("person")
    known = {booking.reference: booking for booking in booked}
    try:
        with read(path, dictionaries=[_dictionary()]) as reading:
            rows = [row for table in reading.tables() for row in table.rows()]
    except NoTable as error:
        raise UnreadableList(
            _("It has no columns called Booking and Attendance. Fill in the list as we gave it.")
        ) from error
    except UnreadableFile as error:
        raise UnreadableList(str(error)) from error
    if len(rows) > MOST:
        raise UnreadableList(_("It has more than %(most)d rows. Send one list.") % {"most": MOST})
    return list(_judged(rows, known))


def _judged(rows: list[Row], known: Mapping[str, Booking]) -> Iterator[ListedRow]:
    seen: dict[str, int] = {}
    for row in rows:
        reference = str(row.values.get("booking", "")).strip().upper()
        said = str(row.values.get("attendance", "")).strip()
        booking, outcome = known.get(reference), WORDS.get(said.casefold())
        problem = _problem(reference, said, booking, outcome, seen.get(reference))
        seen.setdefault(reference, row.number)
        yield ListedRow(row.number, said, booking, outcome, problem)


def _problem(
    reference: str,
    said: str,
    booking: Booking | None,
    outcome: Outcome | None,
    before: int | None,
) -> str:
    if not reference:
        return _("It names no booking. Keep the first column of the list.")
    if booking is None:
        words = _("%(reference)s is no place at this workshop. Book it first.")
        return words % {"reference": reference}
    if before is not None:
        return _("Row %(number)d says this booking already.") % {"number": before}
    if not said:
        return _("It does not say whether they came.")
    if outcome is None:
        return _("“%(said)s” is not known. Write Attended, Absent or Excused.") % {"said": said}
    return ""

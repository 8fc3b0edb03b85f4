"""Days as an iCalendar file (RFC 5545), which calendars of all makers read.

Lines end in a carriage return and a line feed, and none is longer than 75 octets: what is longer
goes on in the next, after a space.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True, slots=True)
class Happening:
    """Something on a whole day or, where it says when it starts and ends, between those
    moments. The same `uid` always means the same thing, so that a calendar into which the file is
    read again moves it and does not double it.
    """

    uid: str
    day: date
    summary: str
    url: str
    is_private: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    where: str = ""


def calendar(happenings: Iterable[Happening], *, name: str, at: datetime) -> bytes:
    """The whole file, as it was made at a moment."""
    lines = _lines(happenings, name=name, stamp=_moment(at))
    return b"".join(folded(line) for line in lines)


def folded(line: str) -> bytes:
    """A line as the file has it. No letter is cut in two, however many octets it takes."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        # Those that go on begin with a space, which counts.
        if len(piece) + len(octets) > (LONGEST if not pieces else LONGEST - 1):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"


def escaped(text: str) -> str:
    return text.translate(ESCAPED)


def _lines(happenings: Iterable[Happening], *, name: str, stamp: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Almoner//Almoner//EN")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}")
    for one in happenings:
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(one.uid)}"
        yield f"DTSTAMP:{stamp}"
        yield from _when(one)
        yield f"SUMMARY:{escaped(one.summary)}"
        yield f"URL:{one.url}"
        yield f"CLASS:{'PRIVATE' if one.is_private else 'PUBLIC'}"
        if one.where:
            yield f"LOCATION:{escaped(one.where)}"
        yield f"TRANSP:{'OPAQUE' if one.starts_at else 'TRANSPARENT'}"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _when(one: Happening) -> Iterator[str]:
    if one.starts_at and one.ends_at:
        yield f"DTSTART:{_moment(one.starts_at)}"
        yield f"DTEND:{_moment(one.ends_at)}"
        return
    yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"


def _moment(moment: datetime) -> str:
    """A moment in UTC, which every calendar puts into its reader's own time."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"

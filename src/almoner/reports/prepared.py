"""How a report begins: its template's words, with figures named by their days, and without what
nothing is recorded of.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.core.figures import PLACES, is_figure, resolved
from almoner.core.periods import parse_period, period_in_words
from almoner.documents.contents import begun_text
from almoner.documents.merge_fields import MARK, figures_in
from almoner.documents.shapes import Section, SectionKind
from almoner.documents.subjects import value_of

PIECES = re.compile(r"\n[ \t]*\n")
ITEM = re.compile(r"^(?:[-*]|\d+[.)]|[a-z][.)])\s", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}\s")


def prepared_text(section: Section, *, on: date, recorded: Callable[[str], bool]) -> str:
    """A section as it begins: places such as `last-year` are named, and a sentence all of whose
    figures are unrecorded is left out, and a heading below which nothing is left.
    """
    text = _with_places(begun_text(section), on=on)
    if section.kind != SectionKind.PROSE:
        return text
    said = [kept for piece in PIECES.split(named(text, on=on)) if (kept := _kept(piece, recorded))]
    return "\n\n".join(_without_bare_headings(said))


def named(text: str, *, on: date) -> str:
    """A text whose figures are called by their own keys: `spend.2020-21` for `spend.last-year`."""

    def its_key(found: re.Match[str]) -> str:
        key = found[1]
        return "{{ " + resolved(key, on=on) + " }}" if is_figure(key) else found[0]

    return MARK.sub(its_key, text)


def is_recorded_on(on: date) -> Callable[[str], bool]:
    """Whether anything is recorded of a figure as at a day. Each is asked once."""
    return cache(lambda key: bool(value_of(key, on=on)))


def _with_places(text: str, *, on: date) -> str:
    """`[last-year]` as the year that was over."""
    for place, called in PLACES.items():
        text = text.replace(f"[{place}]", _called(called(on)))
    return text


def _called(period: str) -> str:
    """A year as it is; a quarter with its months, which no reader counts."""
    if "-Q" not in period:
        return period
    quarter = parse_period(period)
    return _("%(quarter)s (%(first)s to %(last)s)") % {
        "quarter": period_in_words(quarter),
        "first": date_format(quarter.first_day, "F"),
        "last": date_format(quarter.last_day, "F Y"),
    }


def _kept(piece: str, recorded: Callable[[str], bool]) -> str:
    """A paragraph, or of a list the items, of which something is recorded."""
    if not ITEM.match(piece):
        return piece if _says_something(piece, recorded) else ""
    items = [one for one in _items(piece) if _says_something(one, recorded)]
    return "\n".join(items)


def _items(piece: str) -> Iterator[str]:
    starts = [found.start() for found in ITEM.finditer(piece)]
    for start, end in zip(starts, [*starts[1:], len(piece)], strict=True):
        yield piece[start:end].rstrip("\n")


def _says_something(text: str, recorded: Callable[[str], bool]) -> bool:
    keys = figures_in(text)
    return not keys or any(recorded(key) for key in keys)


def _without_bare_headings(pieces: list[str]) -> Iterator[str]:
    following = [*pieces[1:], "# "][: len(pieces)]
    for piece, after in zip(pieces, following, strict=True):
        if not (HEADING.match(piece) and HEADING.match(after)):
            yield piece

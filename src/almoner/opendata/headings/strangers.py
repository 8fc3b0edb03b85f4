"""What to call a table that is none of the kinds we know."""

from collections.abc import Sequence

from almoner.opendata.dictionaries import plain_heading

from .matching import unit_of
from .samples import is_data

NAMED = 6  # columns named before the rest are counted
LONG = 40  # letters of a heading
_CODES = frozenset(("code", "codes", "key"))
_MEANINGS = frozenset(("title", "name", "description", "label", "meaning"))


def why_none(rows: Sequence[Sequence[str]]) -> str:
    """One plain phrase that says what these rows are, since they are no register."""
    real = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    real = [row for row in real if row]
    if not real:
        return "no rows at all"
    headings = _likeliest_headings(real)
    if not headings:
        return "no row of headings"
    known = {plain_heading(heading) for heading in headings}
    if known & _CODES and known & _MEANINGS:
        return f"a list of codes with columns {_named(headings)}"
    if max(map(len, real)) == len(("label", "answer")):
        return f"a form or list of two columns, beginning “{_short(' '.join(headings))}”"
    if unit := next(filter(None, map(unit_of, headings)), ""):
        return f"a table whose amounts are {unit}, with columns {_named(headings)}"
    return f"a table that is none of these kinds, with columns {_named(headings)}"


def _likeliest_headings(rows: list[list[str]]) -> list[str]:
    """The first row as wide as most: titles above it are narrower."""
    wide = max(map(len, rows)) / 2
    return next(
        (
            row
            for row in rows
            if len(row) > 1 and len(row) >= wide and sum(map(is_data, row)) <= len(row) / 4
        ),
        [],
    )


def _named(headings: list[str]) -> str:
    words = ", ".join(_short(heading) for heading in headings[:NAMED])
    more = len(headings) - NAMED
    return f"{words} and {more} more" if more > 0 else words


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONG else f"{words[: LONG - 1]}…"

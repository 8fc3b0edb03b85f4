"""Which row heads a table, and whether a later row heads it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from almoner.opendata.dictionaries import Dictionary, plain_heading

from .layouts import Layout, layout_of
from .matching import claims_of
from .samples import is_data

AGAIN = 3  # headings that another row of headings must hold
TITLE = 3  # cells that make a row too wide for a title
WIDEST = 16_384  # as many columns as a spreadsheet has
FEWEST = 2  # words of ours without which a row is not worth a closer look
_FIGURES = frozenset("0123456789£-(")


@dataclass(frozen=True, slots=True)
class Found:
    """The row of headings among the first rows of a file, and what it means."""

    place: int
    layout: Layout


def find_table(
    rows: Sequence[Sequence[str]],
    *,
    dictionaries: Sequence[Dictionary],
    names: Sequence[str] = (),
    fixed: Mapping[str, str] | None = None,
) -> Found | None:
    """The first row that heads a table of a known kind, or None."""
    titles = list(names)
    for place, row in enumerate(rows):
        layout = _layout_at(place, rows, dictionaries=dictionaries, names=titles, fixed=fixed)
        if layout is None:
            said = [cell for cell in row if cell.strip()]
            titles += said if len(said) < TITLE else []
            continue
        # It may be the row of groups above the real one, which then says more.
        below = _layout_at(place + 1, rows, dictionaries=dictionaries, names=titles, fixed=fixed)
        if below and below.score > layout.score:
            return Found(place + 1, below)
        return Found(place, layout)
    return None


def _layout_at(
    place: int,
    rows: Sequence[Sequence[str]],
    *,
    dictionaries: Sequence[Dictionary],
    names: Sequence[str],
    fixed: Mapping[str, str] | None,
) -> Layout | None:
    if place >= len(rows) or not _may_be_headings(rows[place], dictionaries, fixed or {}):
        return None
    row, above, below = rows[place], rows[place - 1] if place else (), rows[place + 1 :]
    layouts = [
        layout_of(header, below, dictionaries=dictionaries, names=names, fixed=fixed)
        for header in _headers(row, above, dictionaries)
    ]
    return max(filter(None, layouts), key=lambda layout: layout.score, default=None)


def heads_again(cells: Sequence[str], layout: Layout, *, may_differ: bool = True) -> bool:
    """Whether a row of a table is one of headings: the same again, or others as good."""
    # Nearly every row leaves here: one that begins a cell with a figure is no row of headings.
    for cell in cells:
        if cell and cell[0] in _FIGURES:
            return False
    if sum(map(bool, cells)) < FEWEST or len(cells) > WIDEST:
        return False
    if repeats(cells, layout):
        return True
    if not may_differ:
        return False
    found = layout_of(cells, (), dictionaries=[layout.dictionary])
    return bool(found and not found.lacks and len(found.by_field) >= AGAIN)


def repeats(cells: Sequence[str], layout: Layout) -> bool:
    """Whether a row has nothing but the headings of its table, in their places."""
    said = [(place, cell) for place, cell in enumerate(cells) if cell.strip()]
    columns = layout.columns
    # The first cell decides of nearly every row, so no more are looked at. A heading was perhaps
    # completed by its group: “Supplier Name” stands again as “Name”.
    return len(said) >= FEWEST and all(
        place < len(columns)
        and f" {plain_heading(columns[place].header)}".endswith(f" {plain_heading(cell)}")
        for place, cell in said
    )


def _may_be_headings(
    row: Sequence[str], dictionaries: Sequence[Dictionary], fixed: Mapping[str, str]
) -> bool:
    if len(row) > WIDEST:
        return False
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(cells) < FEWEST or sum(map(is_data, cells)) > len(cells) / 4:
        return False
    decided = {plain_heading(key) for key in fixed}
    known = sum(
        plain_heading(cell) in decided
        or any(claims_of(dictionary, cell) for dictionary in dictionaries)
        for cell in cells
    )
    return known >= FEWEST


def _headers(
    row: Sequence[str], above: Sequence[str], dictionaries: Sequence[Dictionary]
) -> list[list[str]]:
    """A row of headings as it stands, and as a row of groups above it completes it."""
    if sum(bool(cell.strip()) for cell in above) < FEWEST:
        return [list(row)]
    blanks = [""] * max(0, len(above) - len(row))
    filled = [
        cell if cell.strip() or place >= len(above) else above[place]
        for place, cell in enumerate([*row, *blanks])
    ]
    grouped = _grouped(filled, above, dictionaries)
    return [filled] if grouped == filled else [filled, grouped]


def _grouped(
    row: Sequence[str], above: Sequence[str], dictionaries: Sequence[Dictionary]
) -> list[str]:
    """Each heading with the group that it stands under, where that makes it one of ours."""
    group, headings = "", []
    for place, cell in enumerate(row):
        if place < len(above) and above[place].strip():
            group = above[place].strip()
        whole = f"{group} {cell.strip()}"
        known = bool(cell.strip()) and any(
            claim.is_whole for dictionary in dictionaries for claim in claims_of(dictionary, whole)
        )
        headings.append(whole if known else cell)
    return headings

"""The one structure of which every output is made: paragraphs, lists, headings and tables.

Text is the little of Markdown that `core.markdown` reads. What comes from Word becomes the same
blocks, so that two texts are alike if their blocks are.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from markdown_it.token import Token

from almoner.core.markdown import READER, leads_somewhere_safe

# What would be read as a mark, were it typed as it stands.
SIGNS = re.compile(r"([\\*_\[\]])")
BEGINS_LIKE_A_MARK = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+](?=\s|$)|\d{1,9}(?=[.)](?:\s|$)))")

A_SHORT_TABLE, A_PAIR, A_LINE = 12, 2, 120  # lines, columns, letters from side to side
EMPTY = "–"
NUMBER = re.compile(r"-?£?[\d,]+(\.\d+)?%?")
DAY = re.compile(r"\d{1,2} \w+ \d{4}")


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of one look."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    link: str = ""


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section, below the section's own."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. Each item is a paragraph, and what may stand below it."""

    is_ordered: bool
    items: "tuple[tuple[Block, ...], ...]"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts. Of one that is also drawn, which column says how long the bars are, and
    whether its last row sums up the others; of one that a figure gave, the mark in whose place it
    stands. Two tables that say the same are alike, however they are drawn.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    drawn_column: int | None = field(default=None, compare=False)
    sums_up: bool = field(default=False, compare=False)
    mark: str = field(default="", compare=False)

    @property
    def are_numbers(self) -> list[bool]:
        """Of each column, whether it says numbers and nothing else."""
        said = ([row[n] for row in self.rows] for n in range(len(self.columns)))
        filled = ([cell for cell in cells if cell and cell != EMPTY] for cells in said)
        return [bool(cells) and all(map(NUMBER.fullmatch, cells)) for cells in filled]

    @property
    def is_short(self) -> bool:
        """Whether it is better kept on one page than parted: by its lines, as letters tell them."""
        room = A_LINE // max(len(self.columns), 1)
        lines = (max((_lines_of(cell, room) for cell in row), default=1) for row in self.rows)
        return sum(lines) <= A_SHORT_TABLE

    @property
    def is_to_sign(self) -> bool:
        """Whether its rows say who signs, and leave room for it."""
        rows = self.rows if len(self.columns) > A_PAIR else ()
        return bool(rows) and all(any(row[:1]) and not any(row[1:]) for row in rows)


Block: TypeAlias = Paragraph | Heading | Listing | Table
Blocks: TypeAlias = tuple[Block, ...]


def blocks_of(text: str) -> Blocks:
    """Read a text."""
    return tuple(_blocks(iter(READER.parse(text)), until=""))


def as_text(blocks: Iterable[Block]) -> str:
    """Blocks as a text that reads as the same blocks. A table is not one of them."""
    return "\n\n".join(_as_text(block) for block in blocks if not isinstance(block, Table))


def typed(said: str) -> Blocks:
    """A text as somebody typed it, a paragraph a line: nothing in it is read as a mark."""
    lines = (line.strip() for line in said.splitlines())
    return tuple(Paragraph((Run(line),)) for line in lines if line)


def as_typed(said: str) -> str:
    """The same as a text, with its would-be marks escaped."""
    return as_text(typed(said))


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def joined(runs: Iterable[Run]) -> Runs:
    """Runs without two neighbours of one look, and without space at either end."""
    tidy: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if tidy and replace(tidy[-1], text="") == replace(run, text=""):
            tidy[-1] = replace(run, text=tidy[-1].text + run.text)
        else:
            tidy.append(run)
    if tidy:
        tidy[0] = replace(tidy[0], text=tidy[0].text.lstrip())
        tidy[-1] = replace(tidy[-1], text=tidy[-1].text.rstrip())
    return tuple(run for run in tidy if run.text)


def _lines_of(cell: str, room: int) -> int:
    return sum(1 + len(line) // room for line in cell.split("\n"))


def _blocks(tokens: Iterator[Token], *, until: str) -> Iterator[Block]:
    for token in tokens:
        if token.type == until:
            return
        if token.type == "heading_open":
            yield Heading(_inline(next(tokens)))
        elif token.type == "paragraph_open":
            yield Paragraph(_inline(next(tokens)))
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            closing = token.type.replace("open", "close")
            items = tuple(_items(tokens, until=closing))
            yield Listing(token.type.startswith("ordered"), items)


def _items(tokens: Iterator[Token], *, until: str) -> Iterator[Blocks]:
    for token in tokens:
        if token.type == until:
            return
        if token.type == "list_item_open":
            yield tuple(_blocks(tokens, until="list_item_close"))


def _inline(token: Token) -> Runs:
    found, look = [], Run("")
    for child in token.children or []:
        match child.type:
            case "strong_open" | "strong_close":
                look = replace(look, is_bold=child.type.endswith("open"))
            case "em_open" | "em_close":
                look = replace(look, is_italic=child.type.endswith("open"))
            case "link_open":
                look = replace(look, link=str(child.attrGet("href") or ""))
            case "link_close":
                look = replace(look, link="")
            case _:
                found.append(replace(look, text=child.content.replace("\n", " ")))
    return joined(found)


def _as_text(block: Block) -> str:
    match block:
        case Heading(runs):
            return f"### {_marked(runs)}"
        case Paragraph(runs):
            return BEGINS_LIKE_A_MARK.sub(_escaped_beginning, _marked(runs))
        case Listing(is_ordered, items):
            return "\n".join(_item(n, item, is_ordered) for n, item in enumerate(items, start=1))
    return ""


def _escaped_beginning(found: re.Match[str]) -> str:
    space, mark = found[1], found[2]
    return f"{space}{mark}\\" if mark[0].isdigit() else f"{space}\\{mark}"


def _item(number: int, item: Blocks, is_ordered: bool) -> str:  # noqa: FBT001 - of one list
    mark = f"{number}. " if is_ordered else "- "
    lines = as_text(item).replace("\n\n", "\n").split("\n")
    return mark + ("\n" + " " * len(mark)).join(lines)


def _marked(runs: Sequence[Run]) -> str:
    return "".join(_marked_run(run) for run in runs)


def _marked_run(run: Run) -> str:
    inner = run.text.strip()
    if not inner:
        return run.text
    before, _, after = run.text.partition(inner)
    said = SIGNS.sub(r"\\\1", inner)
    if run.is_italic:
        said = f"*{said}*"
    if run.is_bold:
        said = f"**{said}**"
    if run.link and leads_somewhere_safe(run.link):
        said = f"[{said}]({run.link})"
    return before + said + after

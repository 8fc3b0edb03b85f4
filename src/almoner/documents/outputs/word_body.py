"""What stands in a Word document: its blocks, written in Word's own XML."""

from dataclasses import dataclass, field, replace
from itertools import zip_longest
from xml.sax.saxutils import quoteattr

from almoner.core.markdown import leads_somewhere_safe
from almoner.documents.blocks import (
    DAY,
    Block,
    Blocks,
    Heading,
    Listing,
    Paragraph,
    Run,
    Runs,
    Table,
)

from .charts import Chart, chart_of
from .word_charts import CHART_STYLE, frame_of
from .word_xml import said

PAGE_WIDTH = 9400  # twentieths of a point between the margins
DEEPEST = 2
WIDE, NARROW = 50, 12  # letters: what is longer goes on in the next line, what is shorter has room
SHORT = 12
LETTER, PADDING = 102, 340  # twentieths of a point, of the letters of a cell and beside them
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
LINES = (f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>' for side in SIDES)
BORDERS = f"<w:tblBorders>{''.join(LINES)}</w:tblBorders>"
FIRST_INDENT, FURTHER = 500, 300
# Or two tables become one; no higher than the space between paragraphs.
AFTER_TABLE = (
    '<w:p><w:pPr><w:pStyle w:val="Cell"/>'
    '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
)
BULLETS, FIRST_ORDERED = 1, 2
ALONE = 1  # rows of a long table that would stand by themselves on a page
KEPT = "<w:keepNext/>"
RIGHT = '<w:jc w:val="right"/>'


@dataclass(slots=True)
class Body:
    """The body under way. Links, charts and numbered lists are told to other parts of the file."""

    empty: str = ""  # what stands in a cell that says nothing
    draws_charts: bool = True
    charts: list[Chart] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ordered: list[int] = field(default_factory=list)  # the level at which each begins
    bookmarks: int = 0

    def drawn(self, blocks: Blocks) -> str:
        """Blocks, one after another. What leads to a table stays on its page."""
        leads = [isinstance(after, Table) for after in (*blocks[1:], None)]
        pairs = zip(blocks, leads, strict=False)
        return "".join(self.block(block, keeps=keeps) for block, keeps in pairs)

    def block(self, block: Block, *, keeps: bool = False) -> str:
        match block:
            case Paragraph(runs):
                return self.paragraph(runs, numbering=KEPT if keeps else "")
            case Heading(runs):
                return self.paragraph(runs, style="Heading2")
            case Listing():
                return self.listing(block)
            case Table():
                return self.table(block)

    def paragraph(self, runs: Runs, *, style: str = "", numbering: str = "") -> str:
        about = f'<w:pStyle w:val="{style}"/>' if style else ""
        about += numbering
        kept = f"<w:pPr>{about}</w:pPr>" if about else ""
        return f"<w:p>{kept}{''.join(self.run(run) for run in runs)}</w:p>"

    def words(self, text: str, *, style: str = "") -> str:
        return self.paragraph((Run(text),), style=style)

    def heading(self, text: str, *, bookmark: str) -> str:
        self.bookmarks += 1
        number = self.bookmarks
        return (
            '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
            f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(bookmark)}/>'
            f'{run_of(Run(text))}<w:bookmarkEnd w:id="{number}"/></w:p>'
        )

    def run(self, run: Run) -> str:
        if not run.link or not leads_somewhere_safe(run.link) or run.link.startswith(("/", "#")):
            return run_of(run)
        self.links.append(run.link)
        linked = run_of(run, style='<w:rStyle w:val="Hyperlink"/>')
        return f'<w:hyperlink r:id="link{len(self.links)}">{linked}</w:hyperlink>'

    def listing(self, listing: Listing, level: int = 0) -> str:
        """A list. A numbered one counts from its own beginning."""
        number, level = BULLETS, min(level, DEEPEST)
        if listing.is_ordered:
            self.ordered.append(level)
            number = FIRST_ORDERED + len(self.ordered) - 1
        mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return "".join(
            self.paragraph(block.runs, style="ListParagraph", numbering=mark)
            if isinstance(block, Paragraph)
            else self.listing(block, level + 1)
            if isinstance(block, Listing)
            else self.block(block)
            for item in listing.items
            for block in item
        )

    def table(self, table: Table) -> str:
        """A table: a short one stays on one page, with its chart, and one to sign leaves room for
        it.
        """
        widths, chart = widths_of(table), chart_of(table) if self.draws_charts else None
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        empty = "" if table.is_to_sign else self.empty
        rows = table.rows or (("",) * len(table.columns),)
        sides = [RIGHT if is_number else "" for is_number in table.are_numbers]
        head = self.row(table.columns, widths, sides, about="<w:tblHeader/>", is_head=True)
        tall = '<w:trHeight w:val="800"/>' if table.is_to_sign else ""
        last = len(rows) + 1 if chart else len(rows)  # with which nothing else is kept
        body = "".join(
            self.row(
                tuple(cell or empty for cell in row),
                widths,
                sides,
                about=tall,
                is_bold=table.sums_up and n == len(rows),
                keeps=n < last and (table.is_short or not ALONE < n < len(rows) - ALONE),
            )
            for n, row in enumerate(rows, start=1)
        )
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/>'
            f'<w:tblW w:w="{PAGE_WIDTH}" w:type="dxa"/>{BORDERS}<w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
            ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
            f"{self.chart(chart) if chart else AFTER_TABLE}"
        )

    def chart(self, chart: Chart) -> str:
        """The bars of the table above, in a paragraph of their own, as high as they need."""
        self.charts.append(chart)
        frame = frame_of(chart, number=len(self.charts), width=PAGE_WIDTH)
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{CHART_STYLE}"/>'
            f'<w:spacing w:before="160" w:after="160" w:line="240" w:lineRule="auto"/></w:pPr>'
            f"{frame}</w:p>"
        )

    def row(
        self,
        cells: tuple[str, ...],
        widths: list[int],
        sides: list[str],
        *,
        about: str = "",
        is_head: bool = False,
        is_bold: bool = False,
        keeps: bool = False,
    ) -> str:
        """A row. It stays on the page of the next where it `keeps`, as a head does; `sides` says
        where the words of each column stand.
        """
        next_too = KEPT if is_head or keeps else ""
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="E9EFE9"/>' if is_head else ""
        return (
            f"<w:tr><w:trPr><w:cantSplit/>{about}</w:trPr>"
            + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
                + "".join(
                    self.paragraph(
                        (Run(line, is_bold=is_head or is_bold),),
                        style="Cell",
                        numbering=next_too + side,
                    )
                    for line in cell.splitlines() or [""]
                )
                + "</w:tc>"
                for cell, width, side in zip(cells, widths, sides, strict=False)
            )
            + "</w:tr>"
        )


def widths_of(table: Table) -> list[int]:
    """How wide each column is: by the longest that it says, none so narrow that a word, a day or a
    short cell is cut, as far as there is room.
    """
    if table.is_to_sign:
        return [PAGE_WIDTH // len(table.columns)] * len(table.columns)
    columns = list(zip_longest(table.columns, *table.rows, fillvalue=""))
    weights = [min(max(map(len, column)), WIDE) + NARROW for column in columns]
    least = [max(map(_uncut, column)) * LETTER + PADDING for column in columns]
    room = PAGE_WIDTH - sum(least)
    if room < 0:
        return [PAGE_WIDTH * one // sum(least) for one in least]
    wanting = [
        max(0, PAGE_WIDTH * weight // sum(weights) - one)
        for weight, one in zip(weights, least, strict=True)
    ]
    share = sum(wanting) or 1
    return [one + room * wants // share for one, wants in zip(least, wanting, strict=True)]


def _uncut(cell: str) -> int:
    """How many letters of a cell stand in one line."""
    is_whole = len(cell) <= SHORT or DAY.fullmatch(cell)
    return max(map(len, [cell] if is_whole else cell.split()), default=0)


class BareBody(Body):
    """Blocks for a file whose styles, lists and links we do not know: all that they need is in
    them.
    """

    def run(self, run: Run) -> str:
        address = f" ({run.link})" if run.link and run.link != run.text else ""
        return run_of(replace(run, text=run.text + address, link=""))

    def listing(self, listing: Listing, level: int = 0) -> str:
        left = FIRST_INDENT + level * FURTHER
        indent = f'<w:ind w:left="{left}" w:hanging="{FURTHER}"/>'
        drawn = []
        for number, item in enumerate(listing.items, start=1):
            mark = f"{number}. " if listing.is_ordered else "• "
            for block in item:
                if isinstance(block, Paragraph):
                    drawn.append(self.paragraph((Run(mark), *block.runs), numbering=indent))
                elif isinstance(block, Listing):
                    drawn.append(self.listing(block, level + 1))
        return "".join(drawn)


def run_of(run: Run, *, style: str = "") -> str:
    look = style + "<w:b/>" * run.is_bold + "<w:i/>" * run.is_italic
    about = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{said(run.text)}</w:t></w:r>'

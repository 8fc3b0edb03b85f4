"""Charts as Word draws them itself: each a part of the file, with a workbook from which its bars
can be edited. The same chart gives the same bytes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import quoteattr

import xlsxwriter

from .charts import FILL, INK, Bar, Chart
from .word_xml import DRAWING, OFFICE, PACKAGE, XML, said, without_controls

KINDS = "application/vnd.openxmlformats-officedocument"
RELATIONS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
ENDS = {RELATIONS: "</Relationships>", TYPES: "</Types>"}
PART = re.compile(r"word/charts/chart(\d+)\.xml")
CHART_STYLE = "Chart"
SHEET = "Chart"
EMU = 635  # to a twentieth of a point
A_BAR, ROUND_THEM = 380, 120  # twentieths of a point
FIRST_FRAME = 10_001  # far from what a body's own layout counts its pictures by
MADE_AT = datetime(2000, 1, 1)  # noqa: DTZ001 - as a workbook says it: the same bytes every time

Parts = Mapping[str, str | bytes]


def frame_of(chart: Chart, *, number: int, width: int) -> str:
    """What stands in the page in a chart's place, with words for whoever cannot see it. A paper is
    as wide as `width` says, in twentieths of a point.
    """
    height = len(chart.bars) * A_BAR + ROUND_THEM
    words = quoteattr(without_controls(chart.words))
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing"'
        ' distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width * EMU}" cy="{height * EMU}"/>'
        f'<wp:docPr id="{FIRST_FRAME + number}" name="Chart {number}" descr={words}/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{DRAWING}/main">'
        f'<a:graphicData uri="{DRAWING}/chart"><c:chart xmlns:c="{DRAWING}/chart"'
        f' xmlns:r="{OFFICE}" r:id="{_relation(number)}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def can_hold_charts(parts: Parts) -> bool:
    """Whether a file says what it holds in a way to which charts can be added."""
    return all(_text(parts.get(name, "")).rstrip().endswith(end) for name, end in ENDS.items())


def with_charts(parts: Parts, charts: Sequence[Chart]) -> dict[str, str | bytes]:
    """The parts of a file with those of its charts, counted from the last that it had before."""
    whole = dict(parts)
    had = max((int(found[1]) for found in map(PART.fullmatch, parts) if found), default=0)
    relations, types = "", ""
    for number, chart in enumerate(charts, start=1):
        name = f"chart{had + number}"
        whole[f"word/charts/{name}.xml"] = chart_xml(chart)
        whole[f"word/charts/_rels/{name}.xml.rels"] = (
            f'{XML}<Relationships xmlns="{PACKAGE}"><Relationship Id="workbook"'
            f' Type="{OFFICE}/package" Target="../embeddings/{name}.xlsx"/></Relationships>'
        )
        whole[f"word/embeddings/{name}.xlsx"] = workbook_of(chart)
        relations += (
            f'<Relationship Id="{_relation(number)}" Type="{OFFICE}/chart"'
            f' Target="charts/{name}.xml"/>'
        )
        types += (
            f'<Override PartName="/word/charts/{name}.xml"'
            f' ContentType="{KINDS}.drawingml.chart+xml"/>'
            f'<Override PartName="/word/embeddings/{name}.xlsx"'
            f' ContentType="{KINDS}.spreadsheetml.sheet"/>'
        )
    for name, added in ((RELATIONS, relations), (TYPES, types)) if charts else ():
        before, end, after = _text(whole[name]).rpartition(ENDS[name])
        whole[name] = before + added + end + after
    return whole


def chart_xml(chart: Chart) -> str:
    """A chart as Word keeps it, its figures in it: they are drawn before its workbook is opened."""
    written = number_format(chart.bars)
    return _drawing().format(
        sheet=SHEET,
        what=said(chart.what),
        fill=FILL.upper(),
        ink=INK.upper(),
        format=said(written),
        format_attribute=quoteattr(written),
        count=len(chart.bars),
        last=len(chart.bars) + 1,
        names=_points(said(bar.short_name) for bar in chart.bars),
        values=_points(f"{bar.amount:f}" for bar in chart.bars),
    )


def workbook_of(chart: Chart) -> bytes:
    """The workbook that Word opens to edit a chart."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": MADE_AT})
        written = book.add_format({"num_format": number_format(chart.bars)})
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, 1, 36)
        for column, called in enumerate((chart.by, chart.what)):
            sheet.write_string(0, column, without_controls(called))
        for row, bar in enumerate(chart.bars, start=1):
            sheet.write_string(row, 0, without_controls(bar.short_name))
            sheet.write_number(row, 1, float(bar.amount), written)
    return made.getvalue()


def number_format(bars: Sequence[Bar]) -> str:
    """How a spreadsheet writes these figures as their table does: £1,204 or 12.5%."""
    places = max(len(bar.written.rstrip("%").partition(".")[2]) for bar in bars)
    pounds = '"£"' if any(bar.written.startswith("£") for bar in bars) else ""
    share = '"%"' if any(bar.written.endswith("%") for bar in bars) else ""
    return f"{pounds}#,##0{'.' + '0' * places if places else ''}{share}"


def _points(values: Iterable[str]) -> str:
    return "".join(f'<c:pt idx="{n}"><c:v>{one}</c:v></c:pt>' for n, one in enumerate(values))


@cache
def _drawing() -> str:
    return (Path(__file__).parent / "word_parts" / "chart.xml").read_text(encoding="utf-8")


def _relation(number: int) -> str:
    return f"tableChart{number}"


def _text(part: str | bytes) -> str:
    return part if isinstance(part, str) else part.decode("utf-8", errors="replace")

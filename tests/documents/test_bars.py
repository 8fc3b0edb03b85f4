import re
from base64 import b64decode
from io import BytesIO

import pytest
from pypdf import PdfReader

from almoner.core.figures import figures
from almoner.documents.blocks import Table
from almoner.documents.outputs.charts import chart_of
from almoner.documents.outputs.html import drawn

ROWS = (
    ("Refuges <north>", "3", "£1,200", "60.0%"),
    ("Advice", "1", "£800", "40.0%"),
    ("All together", "4", "£2,000", "100.0%"),
)


def table(rows=ROWS, **said):
    columns = ("Programme", "Awards", "Awarded", "Share")
    return Table(columns, rows, **{"drawn_column": 2, "sums_up": True, **said})


def pictures_in(page):
    return [b64decode(found).decode() for found in re.findall(r"base64,([^\"]+)", page)]


def test_a_table_is_followed_by_its_bars_with_words_for_whoever_cannot_see_them():
    page = drawn((table(),))

    assert page.index("</table>") < page.index("<img")
    assert (
        "Bars of the table above: Awarded, by programme. The highest is Refuges &lt;north&gt;,"
        " £1,200. The table says every figure." in page
    )
    narrow, wide = pictures_in(page)
    for picture, lengths in ((narrow, [250.0, 166.7]), (wide, [330.0, 220.0])):
        assert "Refuges &lt;north&gt;" in picture
        widths = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', picture)]
        assert widths == lengths


@pytest.mark.parametrize(
    "left_alone",
    [
        table(drawn_column=None),
        table((("Money back", "1", "-£5", "1%"), *ROWS)),
        table((("Nothing said", "1", "–", "–"), *ROWS)),
        table(ROWS[1:]),
        table((("One", "1", "£0", "–"), ("Two", "1", "£0", "–"), ROWS[-1])),
    ],
)
def test_what_bars_cannot_say_is_left_to_the_table(left_alone):
    assert chart_of(left_alone) is None
    assert "<img" not in drawn((left_alone,))


def test_every_table_that_is_drawn_has_the_column_that_it_names():
    drawn_by = [figure for figure in figures.values() if figure.drawn_column is not None]

    assert {figure.code for figure in drawn_by} >= {"table.spend-by-year", "table.awards-by-fund"}
    assert all(figure.drawn_column < len(figure.columns) for figure in drawn_by)


def test_a_pdf_has_the_bars_as_a_figure_with_the_same_words():
    from weasyprint import HTML

    page = f"<html lang=en><title>Bars</title><main><h1>Bars</h1>{drawn((table(),))}</main></html>"

    content = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")

    root = PdfReader(BytesIO(content)).root_object["/StructTreeRoot"].get_object()
    said = dict(told_by(root))
    assert "The table says every figure." in said["/Figure"]


def told_by(node):
    """Each kind of thing in a tagged document that has words of its own, with these."""
    if "/Alt" in node:
        yield str(node["/S"]), str(node["/Alt"])
    inner = node.get("/K", [])
    for one in inner if isinstance(inner, list) else [inner]:
        found = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(found, dict):
            yield from told_by(found)

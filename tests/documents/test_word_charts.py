"""Charts in Word: what a program that follows the file from its page finds, and what comes back."""

from io import BytesIO
from posixpath import dirname, join, normpath
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from python_calamine import CalamineWorkbook

from almoner.documents.blocks import Table
from almoner.documents.outputs.charts import chart_of
from almoner.documents.outputs.word import as_word, packed
from almoner.documents.outputs.word_charts import chart_xml, with_charts
from almoner.documents.template_reading import read_template
from almoner.documents.word_reading import read_word
from almoner.documents.written import Text, Written, parts_of
from tests.documents.factories import SHORT
from tests.documents.test_bars import ROWS, table

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PAGE = "word/document.xml"


# In what order the schema of charts has what we write; Word refuses a file in which it is another.
ORDERS = {
    "chartSpace": "date1904 lang roundedCorners chart spPr txPr externalData",
    "chart": "autoTitleDeleted plotArea plotVisOnly dispBlanksAs",
    "plotArea": "layout barChart catAx valAx spPr",
    "barChart": "barDir grouping varyColors ser gapWidth axId axId",
    "ser": "idx order tx spPr invertIfNegative dLbls cat val",
    "dLbls": "numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent"
    " showBubbleSize",
    "numCache": "formatCode ptCount pt pt",
    "catAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos spPr crossAx"
    " crosses auto lblAlgn lblOffset tickLblSkip noMultiLvlLbl",
    "valAx": "axId scaling delete axPos numFmt majorTickMark minorTickMark tickLblPos crossAx"
    " crosses crossBetween",
}


def document(*tables, is_draft=False):
    """A Word file in whose first section these tables stand."""
    template = read_template(SHORT, file="note")
    first, *rest = parts_of(template, {"summary": Text("Said.", 1)}, {})
    shown = type(first)(first.section, first.title, first.text, (*first.blocks, *tables), 1)
    said = {"title": "A year", "kind": "Report", "reference": "RPT-1", "number": 1}
    about = {"body": "Wexmoor", "made_on": "2026-03-04T12:00:00Z", "is_draft": is_draft}
    return as_word(Written(**said, **about, parts=[shown, *rest]))


def parts_in(content):
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def related(parts, name):
    """Where each relationship of a part leads, by its code."""
    folder, _slash, file = name.rpartition("/")
    found = ET.fromstring(parts[f"{folder}/_rels/{file}.rels"])
    return {
        one.get("Id"): normpath(join(dirname(name), one.get("Target")))
        for one in found
        if one.get("TargetMode") != "External"
    }


def charts_in(parts):
    """The name of the part of each chart on the page, in their order."""
    leads = related(parts, PAGE)
    return [leads[one.get(f"{R}id")] for one in ET.fromstring(parts[PAGE]).iter(f"{C}chart")]


def cached(part, kind):
    return [v.text for v in part.findall(f".//{C}ser/{C}{kind}//{C}pt/{C}v")]


def test_a_table_is_followed_by_a_chart_whose_figures_are_those_of_its_rows():
    parts = parts_in(document(table()))

    (name,) = charts_in(parts)
    drawn, page = ET.fromstring(parts[name]), ET.fromstring(parts[PAGE])
    body = list(page[0])
    after = body[body.index(page[0].find(f"{W}tbl")) + 1]
    assert after.find(f".//{C}chart") is not None
    assert cached(drawn, "cat") == [row[0] for row in ROWS[:-1]]
    assert [f"£{int(value):,}" for value in cached(drawn, "val")] == [row[2] for row in ROWS[:-1]]
    assert drawn.find(f".//{C}dLbls/{C}numFmt").get("formatCode") == '"£"#,##0'
    (about,) = page.iter(f"{WP}docPr")
    assert about.get("descr") == chart_of(table()).words


@pytest.mark.parametrize(("name", "order"), ORDERS.items())
def test_a_chart_says_what_it_says_in_the_order_of_its_schema(name, order):
    root = ET.fromstring(chart_xml(chart_of(table())))

    (element,) = [root] if name == "chartSpace" else root.iter(f"{C}{name}")

    assert [child.tag.removeprefix(C) for child in element] == order.split()


def test_its_bars_can_be_edited_in_a_workbook_that_says_the_same():
    parts = parts_in(document(table()))
    (name,) = charts_in(parts)

    held = related(parts, name)["workbook"]
    rows = CalamineWorkbook.from_filelike(BytesIO(parts[held])).get_sheet_by_index(0).to_python()

    assert rows == [["Programme", "Awarded"], ["Refuges <north>", 1200.0], ["Advice", 800.0]]
    assert "2000-01-01" in parts_in(parts[held])["docProps/core.xml"].decode()
    types = parts["[Content_Types].xml"].decode()
    assert all(f'PartName="/{part}"' in types for part in (name, held))


def test_every_chart_is_a_part_of_its_own_and_the_same_document_has_the_same_bytes():
    shares = table(drawn_column=3)

    parts = parts_in(document(table(), shares, table(drawn_column=None)))

    first, second = charts_in(parts)
    assert first != second
    assert cached(ET.fromstring(parts[second]), "val") == ["60.0", "40.0"]
    assert '#,##0.0"%"' in parts[second].decode()
    assert document(table(), shares) == document(table(), shares)


def test_a_file_that_has_charts_keeps_them_beside_ours():
    types, leads = b"<Types></Types>", b"<Relationships></Relationships>"
    own = {"word/charts/chart4.xml": b"<own/>", "[Content_Types].xml": types}

    whole = with_charts({**own, "word/_rels/document.xml.rels": leads}, [chart_of(table())])

    assert whole["word/charts/chart4.xml"] == b"<own/>"
    assert "charts/chart5.xml" in whole["word/_rels/document.xml.rels"]
    assert with_charts(own, []) == own


def test_charts_come_back_with_their_tables_and_a_picture_is_still_refused():
    parts = parts_in(document(table(), is_draft=True))

    back = read_word(BytesIO(packed(parts)))

    assert back.sections[0].blocks[1:] == [Table(table().columns, ROWS)]
    assert back.sections[0].blocks[1:] == [table()]
    parts[PAGE] = parts[PAGE].replace(b'"Chart"', b'"Normal"')
    with pytest.raises(ValidationError, match="pictures or footnotes"):
        read_word(BytesIO(packed(parts)))


def test_words_written_beside_a_chart_come_back():
    parts = parts_in(document(table(), is_draft=True))
    page = parts[PAGE].decode()
    drawing = page.index("</w:drawing></w:r>") + len("</w:drawing></w:r>")
    parts[PAGE] = f"{page[:drawing]}<w:r><w:t>So it grew.</w:t></w:r>{page[drawing:]}".encode()

    *_before, last = read_word(BytesIO(packed(parts))).sections[0].blocks

    assert last.runs[0].text == "So it grew."

"""The body's own Word layouts: their fields checked when they are sent, and filled at the end."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError

from almoner.accounts.roles import Role
from almoner.documents.blocks import Table
from almoner.documents.kinds import RefusedFile
from almoner.documents.layouts import UnfitLayout, check_layout, in_layout, word_of
from almoner.documents.operations import approve_template, propose_template
from almoner.documents.operations.templates import Layout
from almoner.documents.outputs.word import packed
from almoner.documents.template_reading import read_template
from almoner.documents.written import Text, Written, parts_of
from tests.documents.factories import SHORT, FillingFactory
from tests.factories import NOON, official

TEMPLATE = read_template(SHORT, file="note")
SECTIONS = "".join(
    f"<w:p w:rsidR='1'><w:r><w:t>{{{{ section-{one} }}}}</w:t></w:r></w:p>"
    for one in ("summary", "terms", "risks", "way")
)
TITLE = (
    '<w:p w:a="1"/><w:p><w:pPr/><w:r><w:t>For {{ va</w:t></w:r><w:r><w:t>lue }} &amp; </w:t></w:r>'
    '<w:r><w:t xml:space="preserve">{{ document-title }}</w:t></w:r></w:p>'
)
LINK = "[the plan](https://example.org/)"
SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def layout_of(body=TITLE + SECTIONS, header="{{ document }}"):
    page = f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>'
    running = f'<w:hdr xmlns:w="{SPACE}"><w:p><w:r><w:t>{header}</w:t></w:r></w:p></w:hdr>'
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": page,
            "word/header1.xml": running,
            "word/media/crest.png": b"\x89PNG",
        }
    )


def written_as(**changes):
    texts = {
        "summary": Text(f"It **opens**, see {LINK}.\n\n1. One\n   - below"),
        "risks": Text('[["Flood", "Head"]]'),
    }
    return replace(
        Written(
            title="Beds \\1 & more",
            kind="Note",
            reference="FDC-2222222222",
            number=1,
            body="Wexmoor",
            parts=parts_of(TEMPLATE, texts, {"recipient": "Harbour Trust"}),
            is_draft=False,
            made_on="2026-03-04T12:00:00Z",
        ),
        **changes,
    )


def test_a_layout_is_filled_where_it_says_and_else_left_as_it_is():
    made = in_layout(written_as(), {"value": "£5"}, layout_of())

    with ZipFile(BytesIO(made)) as archive:
        page, header = (archive.read(f"word/{one}.xml").decode() for one in ("document", "header1"))
        assert archive.read("word/media/crest.png") == b"\x89PNG"
    words = "".join(ET.fromstring(page).itertext())
    assert words.startswith(
        "For £5 & Beds \\1 & moreIt opens, see the plan (https://example.org/)."
    )
    assert "1. One• below" in words
    assert "We pay Harbour Trust in arrears." in words
    assert "RiskOwnerFloodHead" in words
    assert "section-" not in words
    assert "FDC-2222222222" in header
    assert made == in_layout(written_as(), {"value": "£5"}, layout_of())


def test_a_layout_gets_the_charts_of_its_tables_where_it_can_hold_them():
    first, *rest = written_as().parts
    rows = (("Refuges", "£1,200"), ("Advice", "£800"))
    charted = replace(first, blocks=(Table(("Programme", "Awarded"), rows, drawn_column=1),))
    written, bare = written_as(parts=[charted, *rest]), layout_of()
    with ZipFile(BytesIO(bare)) as archive:
        own = {name: archive.read(name) for name in archive.namelist()}
    leads = "<Relationships></Relationships>"
    able = {**own, "[Content_Types].xml": "<Types></Types>", "word/_rels/document.xml.rels": leads}

    drawn, not_drawn = in_layout(written, {}, packed(able)), in_layout(written, {}, bare)

    assert "word/charts/chart1.xml" in ZipFile(BytesIO(drawn)).namelist()
    assert "word/charts/chart1.xml" not in ZipFile(BytesIO(not_drawn)).namelist()
    page = ZipFile(BytesIO(drawn)).read("word/document.xml").decode()
    assert ET.fromstring(page) is not None
    assert 'r:id="tableChart1"' in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (layout_of(TITLE), "has no place for “Summary”: write {{ section-summary }} there"),
        (layout_of(SECTIONS.replace("summary", "abstract")), "no field called section-abstract"),
        (layout_of(header="{{ section-terms }}"), "section-terms stands alone in a paragraph"),
        (layout_of(SECTIONS.replace("<w:t>", "<w:t>See ")), "section-summary stands alone"),
        (layout_of(f"{SECTIONS}<w:txbxContent/>"), "has a text box"),
        (b"PK", "cannot be read"),
    ],
)
def test_what_does_not_fit_is_named(content, said):
    with pytest.raises(UnfitLayout) as refused:
        check_layout(content, TEMPLATE)

    assert said in " ".join(refused.value.messages)


@pytest.mark.django_db
def test_a_layout_comes_with_its_version_and_may_stay_for_the_next(settings, tmp_path):
    settings.FILES = tmp_path
    by, approver = official(Role.COMMISSIONING_OFFICER), official(Role.APPROVER)
    sent = Layout([layout_of()], "note.docx")

    first = propose_template(SHORT, layout=sent, by=by, at=NOON)
    approve_template(first, by=approver, at=NOON)
    longer = SHORT.replace('"way"', '"path"')
    with pytest.raises(ValidationError, match="no place for “Way”"):
        propose_template(longer, layout=first.layout, by=by, at=NOON)
    second = propose_template(SHORT, layout=first.layout, by=by, at=NOON)

    assert (first.layout.name, first.layout.about) == (
        "note.docx",
        f"documents.templateversion:{first}",
    )
    assert second.layout == first.layout
    filling = FillingFactory(template=first)
    assert "header1" in names_in(word_of(filling, written_as(), {}))
    assert "custom" in names_in(word_of(filling, written_as(is_draft=True), {}))
    with pytest.raises(RefusedFile):
        propose_template(SHORT, layout=Layout([b"\x7fELF"], "a"), by=by, at=NOON)


def names_in(content):
    with ZipFile(BytesIO(content)) as archive:
        names = " ".join(archive.namelist())
    return names if "crest" in names else names.replace("header1", "")

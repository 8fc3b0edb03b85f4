"""A pack: what its reader finds on which page, by eye or by machine; and a brief on a page."""

import re
from io import BytesIO
from itertools import pairwise

import pytest
from pypdf import PdfReader

from almoner.documents.outputs.briefs import as_brief_html
from almoner.documents.outputs.pack import as_pack_html, as_pack_pdf
from tests.documents.packs import NOTICE, SHELTER, items, pack
from tests.documents.test_outputs import tags_of


@pytest.fixture(scope="module")
def content():
    return as_pack_pdf(pack())


@pytest.fixture(scope="module")
def pages(content):
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_each_item_stands_on_the_page_that_the_contents_say(pages):
    told = {}
    for line in re.sub(r"\n(?=lines)", " ", pages[0]).splitlines():
        if found := re.fullmatch(r"(\d\w?) (.+?) ?\.{2,} ?(\d+)", line.strip()):
            told[found[1]] = int(found[3])

    assert list(told) == [item.number for item in items()]
    for item in items():
        heading = f"{item.number} {item.title}"[:30]
        assert heading in pages[told[item.number] - 1]
    assert len(set(told.values())) == len(told)


def test_every_page_says_which_meeting_and_which_page_it_is(pages):
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Commissioning Board, 8 December 2026" in page
        assert number == 1 or "MTG-2026-014" in page


def test_a_long_table_repeats_its_heads_on_each_page(pages):
    over = [page for page in pages if "Night shelters in the north" in page]

    assert len(over) > 1
    assert all("Planned" in page for page in over)


def test_it_can_be_followed_without_eyes(content):
    reader = PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Commissioning Board, 8 December 2026 (MTG-2026-014)"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    tags = {str(kind) for kind in tags_of(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/H3", "/H4", "/H5", "/L", "/LI", "/Link", "/Table", "/TH"} <= tags
    chapters = [one.title for one in reader.outline[1] if not isinstance(one, list)]
    assert chapters == ["Contents", *(f"{one.number} {one.title}" for one in items())]


def test_the_same_pack_gives_the_same_bytes(content):
    assert as_pack_pdf(pack()) == content


def test_the_html_fetches_nothing_skips_no_heading_and_says_all():
    page = as_pack_html(pack())
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]

    assert levels[:2] == [1, 2]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert "url(" not in page
    assert "<over>" not in page
    for words in (NOTICE, "ab" * 32, "There is no paper for this item.", "One item is not in"):
        assert words in page
    assert len(re.findall(r'id="([^"]+)"', page)) == len(set(re.findall(r'id="([^"]+)"', page)))


def test_a_draft_and_an_empty_agenda_say_so():
    page = as_pack_html(pack(items=(), is_draft=True, notes=()))

    assert "There are no items yet." in page
    assert "MTG-2026-014 (draft)" in page


def test_a_brief_on_a_page_says_what_is_asked_its_facts_and_its_parts():
    page = as_brief_html(SHELTER)

    assert page.index("govuk-inset-text") < page.index("govuk-summary-list") < page.index("<h2")
    assert re.findall(r"<h(\d)", page) == ["2", "3", "2"]
    assert 'role="region" aria-label="Value by year" tabindex="0"' in page
    assert as_brief_html(SHELTER, level=3).count("<h2") == 0

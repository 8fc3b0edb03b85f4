"""HTML, Word and PDF, from one structure: what a reader, and a reader's machine, find in them."""

from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from almoner.documents.blocks import Paragraph, Run, Table, plain
from almoner.documents.outputs.html import as_html, drawn
from almoner.documents.outputs.pdf import as_pdf
from almoner.documents.outputs.word import as_word, packed
from almoner.documents.outputs.word_body import PAGE_WIDTH, Body, widths_of
from almoner.documents.template_reading import read_template
from almoner.documents.word_reading import read_word
from almoner.documents.written import Attached, Text, Written, parts_of
from tests.documents.factories import SHORT

SAID = """It **opens** in May, for {{ recipient }}.

1. One
2. Two
   - below

Then:

1. Again from one, see [the plan](https://example.org/?a=1&b=2)

### Why

Because <script>alert(1)</script> & more."""
RISKS = '[["Flood\\nand fire", "Head"]]'


@pytest.fixture
def written():
    texts = {"summary": Text(SAID, 3), "risks": Text(RISKS, 1), "way": Text("Grant", 1)}
    return Written(
        title="The shelter & its beds",
        kind="Note to the file",
        reference="FDC-2222222222",
        number=1,
        body="Wexmoor",
        parts=parts_of(read_template(SHORT, file="note"), texts, {"recipient": "Harbour Trust"}),
        is_draft=True,
        made_on="2026-03-04T12:00:00Z",
        facts=[("Value", "£5")],
    )


def part_of(content, name):
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_html_says_everything_once_and_runs_nothing(written):
    page = as_html(written)

    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<title>The shelter &amp; its beds (FDC-2222222222)</title>" in page
    assert [page.count(f"<h{n}") for n in (1, 2, 3)] == [1, 4, 1]
    assert "It <strong>opens</strong> in May, for Harbour Trust." in page
    assert '<th scope="col" class="govuk-table__header">Risk</th>' in page
    assert "Flood<br>and fire" in page
    assert "<script>alert" not in page
    assert "url(" not in page


def test_word_has_real_headings_lists_tables_and_properties(written):
    content = as_word(written)
    page = part_of(content, "word/document.xml")

    assert page.count('<w:pStyle w:val="Heading1"/>') == 4
    assert page.count("<w:tblHeader/>") == 1
    assert '<w:bookmarkStart w:id="1" w:name="s_summary_v3"/>' in page
    assert "Because &lt;script&gt;" in page
    assert page.count('<w:pStyle w:val="Guidance"/>') == 5
    assert part_of(content, "word/numbering.xml").count("startOverride") == 2
    assert "https://example.org/?a=1&amp;b=2" in part_of(content, "word/_rels/document.xml.rels")
    core = part_of(content, "docProps/core.xml")
    assert "<dc:title>The shelter &amp; its beds</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert "PAGE" in part_of(content, "word/footer1.xml")
    for name in ZipFile(BytesIO(content)).namelist():
        ET.fromstring(part_of(content, name))


def test_what_is_finished_carries_no_guidance(written):
    finished = replace(written, is_draft=False)

    assert "Say it in a sentence." in part_of(as_word(written), "word/document.xml")
    assert "Say it in a sentence." not in part_of(as_word(finished), "word/document.xml")


def test_the_same_document_gives_the_same_bytes(written):
    assert as_word(written) == as_word(written)
    assert as_pdf(written) == as_pdf(written)


def test_the_pdf_can_be_followed_without_eyes(written):
    reader = PdfReader(BytesIO(as_pdf(written)))
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title.startswith("The shelter & its beds")
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert [one.title for one in reader.outline if not isinstance(one, list)] == [written.title]
    assert "1. Summary" in str(reader.outline[1])
    tags = {str(kind) for kind in tags_of(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD"} <= tags


def tags_of(element):
    element = element.get_object()
    if isinstance(element, list):
        for one in element:
            yield from tags_of(one)
    elif hasattr(element, "get"):
        if "/S" in element:
            yield element["/S"]
        if "/K" in element:
            yield from tags_of(element["/K"])


def test_what_goes_with_it_is_listed_at_the_end_with_its_digest(written):
    attached = replace(written, attachments=[Attached("The survey", "PDF, 12 KB", "ab" * 32)])
    done = replace(attached, is_draft=False)

    pdf = " ".join(page.extract_text() for page in PdfReader(BytesIO(as_pdf(done))).pages)
    for page in (as_html(done), part_of(as_word(done), "word/document.xml"), pdf):
        end = page[page.rindex("Attachments") :]
        assert "The survey" in end
        assert "ab" * 8 in end
    assert "Attachments" not in as_html(written)
    sections = read_word(BytesIO(as_word(attached))).sections
    assert [one.heading for one in sections][-1] == "4. Way"
    assert sections[-1].blocks == read_word(BytesIO(as_word(written))).sections[-1].blocks


def test_a_table_to_sign_leaves_room_and_a_short_one_stays_whole(written):
    signed = Table(("For", "Name", "Signature", "Day"), (("Wexmoor", "", "", ""),))
    table = Table(("Risk", "Owner", "Day"), (("Flood and fire in the north", "Head", ""),))

    assert 'class="govuk-table short to-sign"' in drawn((signed,))
    assert "–" not in drawn((signed,))
    assert "–" in drawn((table,))
    assert "<w:trHeight" in Body().table(signed)
    assert "<w:trHeight" not in Body().table(table)
    wide, *_rest, narrow = widths_of(table)
    assert wide > narrow
    assert len(set(widths_of(signed))) == 1


def test_a_column_is_as_wide_as_its_longest_word_or_its_day_and_the_table_as_the_page():
    said = "It is a long text, which goes on and on, and has all the room that is left. " * 3
    table = Table(("What", "Due", "Found"), ((said, "18 September 2026", "Implemented"),))
    full = Table(("What",) * 12, (("18 September 2026",) * 12,))

    text, day, word = widths_of(table)

    assert text > day > word > len("Implemented") * 100
    assert day > len("18 September 2026") * 100
    assert 0.99 * PAGE_WIDTH < sum(widths_of(table)) <= PAGE_WIDTH
    assert sum(widths_of(full)) <= PAGE_WIDTH


def test_sums_are_bold_numbers_stand_right_and_an_empty_cell_says_so_once_it_is_finished(written):
    rows = (("Advice", "£800", ""), ("All together", "£800", ""))
    table = Table(("Programme", "Awarded", "Day"), rows, sums_up=True)

    led = Body().drawn((Paragraph((Run("These:"),)), table, Paragraph((Run("So."),))))
    page = Body(empty="–").table(table)

    assert page.count('<w:jc w:val="right"/>') == 3
    assert '<w:b/></w:rPr><w:t xml:space="preserve">All together</w:t>' in page
    assert led.startswith("<w:p><w:pPr><w:keepNext/></w:pPr>")
    assert "keepNext" not in led[led.index("</w:tbl>") :]
    assert page.count(">–<") == 2
    assert "<strong>All together</strong>" in drawn((table,))
    assert ">–<" not in Body().table(table)
    bare = replace(written, is_draft=False, parts=written.parts[2:3])
    bare = replace(bare, parts=[replace(bare.parts[0], blocks=(Table(("Risk",), ()),))])
    assert "None." in part_of(as_word(bare), "word/document.xml")
    assert "<w:tbl>" not in part_of(as_word(bare), "word/document.xml")


def test_word_comes_back_as_the_same_blocks(written):
    back = read_word(BytesIO(as_word(written)))

    assert (back.reference, back.versions) == (
        "FDC-2222222222",
        {"summary": 3, "terms": 0, "risks": 1, "way": 1},
    )
    assert [tuple(one.blocks) for one in back.sections] == [one.blocks for one in written.parts]
    assert (back.sections[0].mark, back.sections[0].number) == ("summary", 3)


def changed(content, was, is_now, *, name="word/document.xml"):
    """A Word file with some of its XML changed."""
    with ZipFile(BytesIO(content)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    assert was.encode() in parts[name]
    parts[name] = parts[name].replace(was.encode(), is_now.encode(), 1)
    return packed(parts)


TEXT = '<w:t xml:space="preserve">It </w:t>'


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        ("<w:body>", "<w:body><w:p><w:ins/></w:p>", "tracked changes"),
        ("<w:body>", "<w:body><w:p><w:r><w:drawing/></w:r></w:p>", "pictures or footnotes"),
        (
            "<w:body>",
            "<w:body><w:p><w:r><w:t>Stray</w:t></w:r></w:p>",
            "“Stray” stands before the first section",
        ),
        ("<w:body>", "<w:body", "cannot be read"),
        ("<w:document", "<!DOCTYPE a><w:document", "no file that Word wrote"),
    ],
)
def test_what_would_be_lost_or_harm_is_refused(written, was, is_now, said):
    with pytest.raises(ValidationError, match=said):
        read_word(BytesIO(changed(as_word(written), was, is_now)))


def test_a_file_without_a_page_or_that_is_no_archive_is_refused():
    for content, said in ((packed({"a": "b"}), "no Word document"), (b"PK", "cannot be read")):
        with pytest.raises(ValidationError, match=said):
            read_word(BytesIO(content))


def test_what_other_programs_wrap_is_read_too(written):
    control = "<w:sdt><w:sdtContent><w:r><w:t>soon </w:t></w:r></w:sdtContent></w:sdt>"
    content = changed(as_word(written), TEXT, f"{TEXT}</w:r>{control}<w:r>")

    first = read_word(BytesIO(content)).sections[0].blocks[0]

    assert plain(first.runs) == "It soon opens in May, for Harbour Trust."


def test_a_file_that_lost_its_properties_still_says_its_versions_by_bookmarks(written):
    content = changed(as_word(written), '{"summary', '"summary', name="docProps/custom.xml")

    back = read_word(BytesIO(content))

    assert (back.versions, back.sections[0].number) == ({}, 3)

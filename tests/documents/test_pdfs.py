import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from almoner.cli.demonstration.pages import BOX, pdf_of
from almoner.documents import pdfs
from almoner.documents.hidden_text import Hiding
from almoner.documents.looks import MOST, NO_TEXT, looked_over
from almoner.documents.pdfs import TakenOut, flattened
from tests.documents.samples import (
    PDF,
    commented,
    drawn,
    laden,
    layered,
    locked,
    revised,
)


@pytest.fixture
def flat(tmp_path):
    def flatten(content):
        path = tmp_path / "sent.pdf"
        path.write_bytes(content)
        return flattened(path)

    return flatten


def test_a_pdf_is_written_anew_from_what_its_pages_draw(flat, tmp_path):
    made = flat(PDF)

    (tmp_path / "made.pdf").write_bytes(made.content)
    pages = PdfReader(tmp_path / "made.pdf").pages
    assert (made.pages, made.taken_out) == (2, [])
    assert "night shelter" in pages[0].extract_text()
    assert flat(PDF).content == made.content


def test_what_lies_behind_the_pages_is_left_behind_and_said(flat):
    sent = laden("Marrowbone")

    made = flat(sent)

    assert b"Marrowbone" in sent
    assert b"arrowbone" not in made.content
    assert set(made.taken_out) == set(TakenOut) - {TakenOut.VERSIONS}


def test_an_earlier_version_in_the_file_is_left_behind(flat):
    sent = revised("Marrowbone")

    made = flat(sent)

    assert b"Marrowbone" in sent
    assert b"Marrowbone" not in made.content
    assert TakenOut.VERSIONS in made.taken_out


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (commented(), "On page 2 there are comments"),
        (layered(), "has layers"),
        (locked(), "is locked"),
        (b"%PDF-1.7\nno such thing", "cannot be read safely"),
        (PDF[:300], "cannot be read safely"),
    ],
)
def test_what_cannot_be_flattened_safely_is_refused(flat, sent, said):
    with pytest.raises(ValidationError, match=said):
        flat(sent)


def test_a_pdf_of_too_many_pages_is_refused(flat, monkeypatch):
    monkeypatch.setattr(pdfs, "MOST_PAGES", 1)

    with pytest.raises(ValidationError, match="has 2 pages, and at most 1"):
        flat(PDF)


def found(content):
    return [(look.code, look.page) for look in looked_over(content)]


def test_words_of_people_and_places_are_found_with_their_page_those_to_be_judged_first():
    content = pdf_of(
        [
            ["Plain words of a contract"],
            ["Call 01234 567890 for help", "The lead is Mrs Jane Smith, born on 3 May 1971"],
        ]
    )

    looks = looked_over(content)

    assert {look.page for look in looks} == {2}
    assert {"person-named", "telephone-number"} <= {look.code for look in looks}
    assert [look.blocks for look in looks] == sorted((x.blocks for x in looks), reverse=True)
    assert "Mrs Jane Smith" in {look.words for look in looks}


LINE = b"BT /F1 11 Tf 72 700 Td (The rate is forty) Tj ET"
BLACK, WHITE = b" 0 g 70 695 200 16 re f ", b" 1 g 70 695 200 16 re f "


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (LINE, []),
        (LINE + BLACK, [Hiding.COVERED]),
        (BLACK + b" 1 g " + LINE, []),  # white words on a dark heading
        (LINE + WHITE, []),
        (LINE + b" 0 g 70 600 200 16 re f", []),  # a box elsewhere
        (LINE + b" 0 g 70 699 200 1 re f", []),  # a line under the words
        (LINE + b" 0 0 0 1 k 70 695 m 270 695 l 270 711 l 70 711 l f", [Hiding.COVERED]),
        (LINE + b" q 1 0 0 1 70 695 cm 0 0 0 rg 0 0 200 16 re f Q", [Hiding.COVERED]),
        (LINE + b" q 1 g Q 70 695 200 16 re f", [Hiding.COVERED]),
        (LINE + b" 0 g 70 695 200 16 re n 5 5 m f", []),
        (b"BT /F1 11 Tf 3 Tr 72 700 Td (scanned words) Tj ET", [Hiding.INVISIBLE]),
        (
            b"BT /F1 11 Tf 14 TL 72 714 Td [(One) -20 (more)] TJ T* (The rate) ' ET" + BLACK,
            [],
        ),
        (
            b"BT /F1 11 Tf 72 714 TD 0 -14 TD (The rate) Tj ET" + BLACK,
            [Hiding.COVERED],
        ),
        (b"BT /F1 11 Tf 1 0 0 1 72 700 Tm (The rate) Tj ET" + BLACK, [Hiding.COVERED]),
        (LINE + b" 0 g 70 695 m 170 695 270 695 270 711 c 70 711 70 711 v f", [Hiding.COVERED]),
        (
            LINE + b" q 200 0 0 16 70 695 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q",
            [Hiding.UNDER_PICTURE],
        ),
        (b"/Span <</ActualText (Jane Smith)>> BDC " + LINE + b" EMC", [Hiding.SAID_INSTEAD]),
        (b"/Span <</ActualText (ffi)>> BDC " + LINE + b" EMC", []),
        (b"/P <</MCID 0>> BDC " + LINE + b" EMC /Artifact BMC EMC /P /MC0 BDC EMC", []),
    ],
)
def test_text_that_is_drawn_and_then_covered_is_found(content, codes):
    assert [code for code, _page in found(drawn(content)) if code in set(Hiding)] == codes


def test_a_page_without_words_is_to_be_read_with_eyes():
    assert found(drawn(b"0 g 10 10 50 50 re f")) == [(NO_TEXT, 1)]


def test_a_box_drawn_instead_of_words_hides_nothing():
    assert found(pdf_of([["The hourly rate", f"is {BOX}"]])) == []


def test_findings_are_limited():
    pages = [[f"Call 0790{n:01} 9{n:02}{line:03} now" for line in range(40)] for n in range(9)]

    assert len(looked_over(pdf_of(pages))) <= MOST

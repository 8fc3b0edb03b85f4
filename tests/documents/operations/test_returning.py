"""A document that was written on in Word, and comes back."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.documents.events import FillingEvent
from almoner.documents.models import SectionText
from almoner.documents.operations import drop_filling, return_filling_from_word, save_section
from almoner.documents.outputs.word import as_word, packed
from almoner.documents.queries import latest_texts, written_of
from tests.documents.factories import FillingFactory, SectionTextFactory
from tests.factories import DAY, NOON, official
from tests.reports.factories import spend

pytestmark = pytest.mark.django_db
LOOSE = "<w:p><w:r><w:t>Loose</w:t></w:r></w:p>"
A_TABLE = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"


@pytest.fixture
def writer():
    return official(Role.AGREEMENT_MANAGER)


@pytest.fixture
def filling():
    filling = SectionTextFactory(text="It opens in May.").filling
    SectionTextFactory(filling=filling, section="risks", text='[["Flood", "Head"]]')
    return filling


def sent(filling, *changes):
    """The Word file of a document, with some of its XML changed."""
    content = as_word(written_of(filling, on=DAY)[0])
    with ZipFile(BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for was, is_now in changes:
        assert any(was in said for said in parts.values())
        parts = {name: said.replace(was, is_now) for name, said in parts.items()}
    return [packed(parts)]


def refused(filling, writer, pieces):
    with pytest.raises(ValidationError) as told:
        return_filling_from_word(filling, pieces=pieces, by=writer, at=NOON)
    return " ".join(told.value.messages)


def test_each_changed_section_is_a_new_version_and_no_other(filling, writer):
    pieces = sent(filling, ("in May", "in June"), (">Flood<", ">Fire<"), ("</w:tbl>", "</w:tbl>"))

    changed = return_filling_from_word(filling, pieces=pieces, by=writer, at=NOON)

    assert changed == ["Summary", "Risks"]
    said = {one.section: (one.number, one.text, one.is_from_word) for one in latest_texts(filling)}
    assert said == {
        "summary": (2, "It opens in June.", True),
        "risks": (2, '[["Fire", "Head"]]', True),
    }
    line = Event.objects.filter(kind=FillingEvent.RETURNED).get()
    assert line.facts["changed"] == "2"


def test_words_beside_a_table_of_figures_come_back_and_the_table_stays_bound(filling, writer):
    for year, pounds in {"2019-20": "53600000", "2020-21": "62600000"}.items():
        spend(year, pounds)
    SectionTextFactory(
        filling=filling, number=2, text="It opens in May.\n\n{{ table.spend-by-year }}"
    )
    with ZipFile(BytesIO(as_word(written_of(filling, on=DAY)[0]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert "word/charts/chart1.xml" in parts
    page = parts["word/document.xml"].replace(b"in May", b"in June")

    def came_back(page):
        pieces = [packed({**parts, "word/document.xml": page})]
        return return_filling_from_word(filling, pieces=pieces, by=writer, at=NOON)

    with pytest.raises(ValidationError, match="holds a table, and is for words only"):
        came_back(page.replace(b"53,600,000", b"63,600,000"))
    assert came_back(page) == ["Summary"]
    text = latest_texts(filling).get(section="summary").text
    assert text == "It opens in June.\n\n{{ table.spend-by-year }}"


def test_a_clause_changed_in_word_waits_for_its_reason(filling, writer):
    pieces = sent(filling, ("in arrears", "in advance"))

    assert return_filling_from_word(filling, pieces=pieces, by=writer, at=NOON) == ["Terms"]

    part = written_of(filling, on=DAY)[0].parts[1]
    assert part.lacks_reason


def test_a_heading_that_somebody_reworded_is_known_by_its_bookmark(filling, writer):
    pieces = sent(filling, (">1. Summary<", ">Our view<"), ("in May", "in June"))

    assert return_filling_from_word(filling, pieces=pieces, by=writer, at=NOON) == ["Summary"]


def test_unknown_and_repeated_headings_are_named_and_nothing_is_taken_in(filling, writer):
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    more = heading.format("Costs") + heading.format("summary")
    pieces = sent(filling, ("in May", "in June"), ("<w:sectPr>", f"{more}<w:sectPr>"))

    said = refused(filling, writer, pieces)

    assert "No section is called “Costs”" in said
    assert "“summary” stands there twice" in said
    assert SectionText.objects.count() == 2


def test_a_section_that_was_saved_meanwhile_is_named(filling, writer):
    pieces = sent(filling, ("in May", "in June"))
    save_section(filling, section="summary", text="It opened.", based_on=1, by=writer, at=NOON)

    said = refused(filling, writer, pieces)

    assert "“Summary” was version 1 when the file was made, and is 2 now" in said
    assert latest_texts(filling).get(section="summary").text == "It opened."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([], "Nothing was changed"),
        ([("in May", "{{ price }}")], "“Summary”: There is no field called price"),
        ([(">Owner<", ">Who<")], "has these columns, and no others: Risk; Owner"),
        ([("<w:tbl>", f"{LOOSE}<w:tbl>")], "one table, and nothing beside it"),
        (
            [("It opens", f"</w:t></w:r></w:p>{A_TABLE}<w:p><w:r><w:t>It")],
            "“Summary” holds a table",
        ),
        ([("May", "June"), ("AlmonerVersions", "x"), ("_v1", "_w1")], "Nothing in the file says"),
    ],
)
def test_what_has_no_place_is_said(filling, writer, changes, said):
    assert said in refused(filling, writer, sent(filling, *changes))


def test_a_choice_comes_back_by_its_words(filling, writer):
    SectionTextFactory(filling=filling, section="way", text="Grant")

    pieces = sent(filling, (">Grant</w:t>", ">Contract</w:t>"))

    assert return_filling_from_word(filling, pieces=pieces, by=writer, at=NOON) == ["Way"]
    assert latest_texts(filling).get(section="way").text == "Contract"


def test_a_file_of_another_document_is_not_taken_for_this_one(filling, writer):
    other = FillingFactory(template=filling.template, about=filling.about)

    assert f"was made of {filling}" in refused(other, writer, sent(filling, ("May", "June")))


def test_only_the_team_and_only_while_it_is_written(filling, writer, settings):
    pieces = sent(filling, ("May", "June"))
    with pytest.raises(PermissionDenied):
        return_filling_from_word(filling, pieces=pieces, by=official(Role.AUDITOR), at=NOON)
    settings.DOCUMENT_LIMIT = 10
    assert "too large" in refused(filling, writer, pieces)
    settings.DOCUMENT_LIMIT = 10**6
    drop_filling(filling, by=writer, at=NOON)

    with pytest.raises(IllegalTransition):
        return_filling_from_word(filling, pieces=pieces, by=writer, at=NOON)

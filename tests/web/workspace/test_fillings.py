"""The pages on which documents are written: by section, by several, out and back."""

import json
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape
from pypdf import PdfReader

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.core.references import name_of
from almoner.documents.models import Attachment, Comment, Filling, SectionText
from almoner.documents.queries import latest_texts
from tests.documents.factories import (
    SHORT,
    CommentFactory,
    FillingFactory,
    SectionTextFactory,
    TemplateVersionFactory,
)
from tests.documents.samples import PDF
from tests.factories import NOON, UserFactory, VersionFactory
from tests.guard import arranging
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/documents/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def writer(client):
    return signed_in(client, Role.AGREEMENT_MANAGER)


def of(filling, verb=""):
    return f"{LIST}{filling}/{verb}"


def sent(client, url, **said):
    answer = client.post(url, said, follow=True)
    return answer, body_of(answer)


def test_a_document_is_begun_from_its_case_and_written_to_its_end(client, writer):
    agreement = VersionFactory().agreement
    TemplateVersionFactory()
    page = read(client, f"/workspace/agreements/{agreement}/documents/")
    assert "Write a document" in page

    begin = f"{LIST}begin/{name_of(agreement)}/"
    assert "Business case" in read(client, begin)
    _answer, page = sent(client, begin, template="note", title="A shelter")
    filling = Filling.objects.get()
    assert "To be filled" in page
    assert "Standard words" in page

    section = of(filling, "sections/summary/")
    _answer, page = sent(client, section, based_on=0, text="**It** opens.", then="next")
    assert "2. Terms" in page
    _answer, page = sent(client, of(filling, "finish/"))
    assert "Its text is frozen" in page
    assert "<strong>It</strong> opens." in page
    assert "A shelter" in read(client, LIST)
    assert "A shelter" in read(client, f"/workspace/agreements/{agreement}/documents/")


def test_who_saves_on_an_older_text_sees_both_and_then_saves_on_top(client, writer):
    theirs = SectionTextFactory(text="It opens in June.", written_by=UserFactory(name="Sam Kerr"))
    section = of(theirs.filling, "sections/summary/")

    answer, page = sent(client, section, based_on=0, text="It opens in May.")

    assert answer.status_code == 409
    assert "Sam Kerr saved version 1" in page
    assert "It opens in June." in page
    assert "\nIt opens in May.</textarea>" in page
    assert 'name="based_on" value="1"' in page
    sent(client, section, based_on=1, text="It opens in May.")
    assert latest_texts(theirs.filling).get().text == "It opens in May."


def test_the_script_is_told_when_it_was_saved_and_when_it_was_not(client, writer):
    filling = FillingFactory()
    keep = of(filling, "sections/summary/keep/")

    saved = client.post(keep, {"based_on": 0, "text": "One."})
    overtaken = client.post(keep, {"based_on": 0, "text": "Other."})
    unfit = client.post(keep, {"based_on": 1, "text": "{{ price }}"})
    unsaid = client.post(keep, {})

    assert saved.json() == {"said": "Saved at 12:00", "based_on": 1}
    assert (overtaken.status_code, unfit.status_code, unsaid.status_code) == (409, 400, 400)
    assert "saved this section meanwhile" in overtaken.json()["said"]
    assert SectionText.objects.count() == 1


def test_a_table_is_written_in_boxes_and_keeps_rows_that_say_something(client, writer):
    filling = FillingFactory()
    section = of(filling, "sections/risks/")
    cells = {"cell-0-0": "Flood", "cell-0-1": "Head", "cell-1-0": " ", "cell-2-1": "Chair"}

    _answer, page = sent(client, section, based_on=0, **cells)

    assert json.loads(latest_texts(filling).get().text) == [["Flood", "Head"], ["", "Chair"]]
    assert page.count("<textarea") == 2 * (2 + 3) + 1  # and the comment
    assert 'for="id_cell-4-1"' in page


def test_a_table_that_somebody_saved_meanwhile_is_said_in_words(client, writer):
    theirs = SectionTextFactory(section="risks", text='[["Flood", "Head"]]')
    cells = {"cell-0-0": "Fire", "cell-0-1": "Head"}

    _answer, page = sent(client, of(theirs.filling, "sections/risks/"), based_on=0, **cells)

    assert "Risk: Flood; Owner: Head" in page
    assert "\nFire</textarea>" in page


def test_a_choice_is_one_of_those_there_are_and_mistakes_are_said(client, writer):
    filling = FillingFactory()

    sent(client, of(filling, "sections/way/"), based_on=0, text="Grant")
    _answer, wrong = sent(client, of(filling, "sections/way/"), based_on=1, text="Loan")
    _answer, unknown = sent(client, of(filling, "sections/summary/"), based_on=0, text="{{ x }}")

    assert latest_texts(filling).get().text == "Grant"
    assert "There is a problem" in wrong
    assert "There is no field called x" in unknown


def test_a_changed_clause_shows_its_differences_and_wants_a_reason(client, writer):
    filling = SectionTextFactory().filling
    section = of(filling, "sections/terms/")

    _answer, page = sent(client, section, based_on=0, text="We pay {{ recipient }} in advance.")
    assert "<ins>" in page
    assert "Say why it departs" in read(client, of(filling))
    _answer, page = sent(client, of(filling, "finish/"))
    assert "departs from the standard words. Say why." in page
    text = "We pay {{ recipient }} in advance."
    sent(client, section, based_on=1, text=text, reason="Need was shown.")

    _answer, page = sent(client, of(filling, "finish/"))
    assert "1 of 1 clauses depart" in page
    assert "Why: Need was shown." in page


def test_a_comment_is_read_by_those_on_its_button(client, writer):
    filling = FillingFactory()
    url = of(filling, "sections/summary/")
    assert "Comment to the team only" in read(client, url)
    sent(client, f"{url}comment/", text="Between us.", audience="team")
    sent(client, f"{url}comment/", text="For all.", audience="readers")
    _answer, nothing = sent(client, f"{url}comment/", text="To whom?", audience="else")
    assert "Nothing was said" in nothing

    signed_in(client, Role.AUDITOR)
    page = read(client, url)

    assert "For all." in page
    assert "Between us." not in page
    assert "Comment to the team only" not in page
    assert "Comment to all who may read the document" in page
    ours = Comment.objects.get(audience="team")
    assert client.post(f"/workspace/comments/{ours}/settle/").status_code == 403


def test_a_settled_comment_says_who_settled_it(client, writer):
    comment = CommentFactory()

    _answer, page = sent(client, f"/workspace/comments/{comment}/settle/")

    assert "Settled by" in page
    assert client.post(f"/workspace/comments/{comment}/settle/").status_code == 409


def test_every_file_is_an_attachment_and_every_taking_is_noted(client, writer):
    filling = SectionTextFactory(text="It opens for {{ title }}.").filling

    word, pdf, html = (
        client.get(of(filling, f"document.{kind}")) for kind in ("docx", "pdf", "html")
    )

    for answer, kind in ((word, "docx"), (pdf, "pdf"), (html, "html")):
        assert answer["Content-Disposition"] == f'attachment; filename="{filling}.{kind}"'
        assert "sandbox" in answer["Content-Security-Policy"]
    assert "It opens for A night shelter." in html.content.decode()
    said = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert "It opens for A night shelter." in said
    assert AccessEntry.objects.filter(about=name_of(filling), who=writer.actor).count() == 3


def test_files_go_with_a_document_and_are_read_by_its_readers(client, writer, settings, tmp_path):
    settings.FILES = tmp_path
    filling = FillingFactory()
    attach = of(filling, "attach/")
    harmful = SimpleUploadedFile("survey.html", b"<html></html>")
    assert "Save it as PDF" in sent(client, attach, file=harmful)[1]
    assert "Choose the file." in sent(client, attach)[1]

    _answer, page = sent(client, attach, file=SimpleUploadedFile("survey.pdf", PDF), title="")
    made = Attachment.objects.get()
    address = f"/workspace/files/{made.file}/"
    assert f'href="{address}" download>survey.pdf' in page
    assert made.file.digest in page
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == PDF
    assert AccessEntry.objects.filter(about=name_of(made.file)).count() == 1
    assert made.file.digest in read(client, of(filling, "document.html"))

    remove = f"/workspace/attachments/{made}/remove/"
    assert "will not go with" in read(client, remove)
    assert "Nothing is attached yet." in sent(client, remove)[1]
    read(client, remove, status=404)
    with arranging():
        Filling.objects.filter(pk=filling.pk).update(state="dropped")
    read(client, attach, status=403)
    signed_in(client, Role.MEMBER)
    assert client.get(address).status_code == 403


def test_a_file_that_was_taken_down_leads_back_to_its_document(client, writer, settings, tmp_path):
    settings.FILES = tmp_path
    filling = FillingFactory()
    sent(client, of(filling, "attach/"), file=SimpleUploadedFile("survey.pdf", PDF))
    made = Attachment.objects.get()

    down = f"/workspace/files/{made.file}/take-down/"
    answer, page = sent(client, down, ground="safety", reason="It names a refuge.")

    assert answer.request["PATH_INFO"] == of(filling)
    assert "survey.pdf" not in page
    assert client.get(f"/workspace/files/{made.file}/").status_code == 404


def test_what_came_back_from_word_is_named(client, writer):
    filling = SectionTextFactory(text="It opens.").filling
    content = client.get(of(filling, "document.docx")).content
    file = SimpleUploadedFile("back.docx", content)

    _answer, same = sent(client, of(filling, "word/"), file=file)
    _answer, none = sent(client, of(filling, "word/"), file=SimpleUploadedFile("a.docx", b"PK"))

    assert "Nothing was changed" in same
    assert "The file cannot be read" in none


def test_history_and_differences(client, writer):
    first = SectionTextFactory(text="It opens in May.")
    filling = first.filling
    sent(client, of(filling, "sections/summary/"), based_on=1, text="It opens in June.")

    history = read(client, of(filling, "history/"))
    compared = read(client, of(filling, "compare/?section=summary&from=1&to=2"))
    whole = read(client, of(filling, "compare/"))

    assert history.count("Summary, version") == 2
    assert "<del>" in compared
    assert "June." in compared
    assert "Against its template" in whole
    for wrong in ("section=summary&from=1&to=9", "section=no&from=0&to=1", "section=summary&to=a"):
        assert client.get(of(filling, f"compare/?{wrong}")).status_code == 404


def test_the_next_version_is_compared_with_the_one_it_follows(client, writer):
    filling = SectionTextFactory(text="It opens.").filling
    sent(client, of(filling, "finish/"))
    assert "Begin its next version" in read(client, of(filling))

    _answer, page = sent(client, of(filling, "reopen/"))

    following = Filling.objects.get(follows=filling)
    assert f"{following}, version 2" in page
    assert "They say the same" in read(client, of(following, "compare/"))
    assert str(following) in read(client, of(filling))
    _answer, page = sent(client, of(following, "drop/"))
    assert "Dropped" in page


def test_a_later_template_is_offered_and_what_has_no_place_is_kept(client, writer):
    filling = SectionTextFactory(text="It opens.").filling
    with arranging():
        filling.template.state = "superseded"
        filling.template.save()
    TemplateVersionFactory(text=SHORT.replace('"summary"', '"abstract"'))
    assert "Go on with the new version" in read(client, of(filling))

    SectionTextFactory(filling=filling, section="former", text='[["Flood", "Head"]]')

    _answer, page = sent(client, of(filling, "move/"))

    assert "Flood; Head" in page
    assert "Kept from sections that the template no longer has" in page
    assert "It opens." in page


def test_pages_ask_as_much_for_many_sections_and_documents_as_for_few(client, writer):
    few = SectionTextFactory().filling
    many = FillingFactory(template=few.template, about=few.about)
    for section in ("summary", "terms", "risks", "way"):
        text = '[["a", "b"]]' if section == "risks" else "Grant"
        SectionTextFactory(filling=many, section=section, text=text, written_by=writer)
        CommentFactory(filling=many, section=section)

    assert queries_of(client, of(many)) == queries_of(client, of(few))
    assert queries_of(client, of(many, "history/")) == queries_of(client, of(few, "history/"))
    one = queries_of(client, LIST)
    FillingFactory(template=few.template, begun_by=writer)
    assert queries_of(client, LIST) == one


def test_whoever_reads_but_does_not_write_is_told_why(client):
    signed_in(client, Role.AUDITOR)
    filling = SectionTextFactory().filling

    assert escape("publisher keeps documents") in read(client, of(filling, "sections/summary/"))
    assert "Finish it" not in read(client, of(filling))
    assert (
        client.post(of(filling, "sections/summary/"), {"based_on": 1, "text": "x"}).status_code
        == 403
    )
    assert "You write no document yet" in read(client, LIST)
    assert client.get(of(filling, "sections/nothing/")).status_code == 404

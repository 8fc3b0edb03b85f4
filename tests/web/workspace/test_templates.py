"""The library of templates: read, proposed, decided by a second person."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from almoner.accounts.roles import Role
from almoner.documents.library import SHIPPED, shipped_text
from almoner.documents.models import TemplateVersion
from tests.documents.factories import SHORT, FillingFactory, TemplateVersionFactory
from tests.documents.samples import PNG
from tests.documents.test_layouts import TITLE, layout_of
from tests.factories import NOON, UserFactory
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/templates/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def sent(client, url, **said):
    return body_of(client.post(url, said, follow=True))


def test_the_list_marks_what_nobody_has_confirmed_and_what_is_to_be_reviewed(client):
    signed_in(client, Role.AUDITOR)
    version = TemplateVersionFactory()
    FillingFactory(
        template=version,
        state="finished",
        frozen="{}",
        closed_by=UserFactory(),
        closed_at=NOON,
        clause_count=3,
        changed_count=1,
    )

    page = read(client, LIST)

    assert page.count("The body’s to confirm") == len(SHIPPED)
    assert f"{len(SHIPPED)} templates are as they came" in page
    assert "Due" in page
    assert "66% of the 3 standard clauses" in page
    assert "Write a template of your own" not in page


def test_the_list_asks_as_much_for_many_as_for_few(client):
    signed_in(client, Role.COMMISSIONING_OFFICER)
    few = queries_of(client, LIST)

    for n in range(3):
        TemplateVersionFactory(code=f"note-{n}", text=SHORT.replace('"note"', f'"note-{n}"'))

    assert queries_of(client, LIST) == few


def test_a_template_shows_its_sections_with_guidance_and_its_text(client):
    signed_in(client, Role.MEMBER)

    page = read(client, f"{LIST}grant-agreement/")
    text = client.get(f"{LIST}grant-agreement/text.toml")

    assert "Check the recipient’s legal name" in page
    assert "None yet: it is put on record" in page
    assert text.content.decode() == shipped_text("grant-agreement")
    assert text["Content-Disposition"].startswith("attachment")
    assert client.get(f"{LIST}no-such/").status_code == 404
    assert "To be reviewed" in read(client, f"{LIST}{TemplateVersionFactory().code}/")


def test_the_next_version_is_proposed_read_in_its_differences_and_approved(client):
    signed_in(client, Role.COMMISSIONING_OFFICER)
    newer = (
        shipped_text("variation")
        .replace("What it was", "")
        .replace("what changes, why,", "what changes and why,")
    )
    assert "[[section]]" in read(client, f"{LIST}variation/propose/")
    page = sent(client, f"{LIST}variation/propose/", text=newer, remark="Shorter")
    version = TemplateVersion.objects.get()
    assert "Only an approver decides" in page
    assert "A version awaits a second person" in read(client, f"{LIST}variation/")

    signed_in(client, Role.APPROVER)
    page = read(client, f"{LIST}versions/{version}/")
    assert "<ins>" in page
    assert "Approve it" in read(client, f"{LIST}versions/{version}/approve/")
    page = sent(client, f"{LIST}versions/{version}/approve/")

    assert "It is in force" in page
    assert "4 March 2027" in page


def test_a_mistake_in_a_template_is_said_with_its_line(client):
    signed_in(client, Role.ADMINISTRATOR)

    page = sent(client, f"{LIST}propose/", text=SHORT.replace('kind = "table"', 'kind = "list"'))

    assert "line 22: `kind` cannot be this. Write one of: prose, table, choice, clause." in page


def test_what_is_refused_says_why(client):
    version = TemplateVersionFactory(state="proposed")
    signed_in(client, Role.APPROVER)

    assert "There is a problem" in sent(client, f"{LIST}versions/{version}/refuse/", remark="")
    page = sent(client, f"{LIST}versions/{version}/refuse/", remark="Say who signs.")

    assert "Say who signs." in page
    assert "Refused" in page


def test_a_layout_that_does_not_fit_is_refused_by_its_fields(client, settings, tmp_path):
    settings.FILES = tmp_path
    signed_in(client, Role.COMMISSIONING_OFFICER)
    url = f"{LIST}propose/"

    wrong = sent(client, url, text=SHORT, layout=SimpleUploadedFile("a.docx", layout_of(TITLE)))
    other = sent(client, url, text=SHORT, layout=SimpleUploadedFile("a.png", PNG))
    page = sent(client, url, text=SHORT, layout=SimpleUploadedFile("a.docx", layout_of()))

    assert "The layout has no place for “Summary”" in wrong
    assert "The layout cannot be read" in other
    assert "Word layout" in page
    version = TemplateVersion.objects.get()
    kept = b"".join(client.get(f"/workspace/files/{version.layout}/").streaming_content)
    assert kept == layout_of()
    page = read(client, f"/workspace/files/{version.layout}/take-down/")
    assert str(version) in page
    page = sent(
        client, f"/workspace/files/{version.layout}/take-down/", ground="safety", reason="No"
    )
    assert "Nobody reads it any more" in page

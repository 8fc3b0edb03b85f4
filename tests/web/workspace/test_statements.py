import pytest
import time_machine
from django.utils.html import escape

from almoner.accounts.roles import Role
from almoner.statements.licences import Licence
from almoner.statements.models import StatementVersion
from almoner.statements.pages import StandingPage
from almoner.statements.shipped import shipped_text
from almoner.statements.states import VersionState
from tests.factories import DAY, NOON, DraftStatementFactory, StatementVersionFactory
from tests.web.public.published import body_of, queries_of, read
from tests.web.workspace.signing_in import signed_in

pytestmark = pytest.mark.django_db
LIST = "/workspace/statements/"
PRIVACY, WRITE = f"{LIST}privacy/", f"{LIST}privacy/write/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def publisher(client):
    return signed_in(client, Role.PUBLISHER)


@pytest.fixture
def submitted():
    return DraftStatementFactory(text="New", state=VersionState.SUBMITTED, submitted_at=NOON)


def of(version, verb=""):
    return f"{LIST}versions/{version}/{verb}"


def test_the_list_marks_what_nobody_has_confirmed_and_what_is_to_be_reviewed(client, publisher):
    StatementVersionFactory(review_on=DAY)

    page = read(client, LIST)

    assert page.count("The body’s to confirm") == 5
    assert page.count("Confirmed") == 1
    assert "5 pages still say what came with the software" in page
    assert page.count(">Due<") == 1 or "Due" in page
    assert "To be reviewed" in read(client, PRIVACY)


def test_the_list_says_nothing_of_confirming_once_all_is_confirmed(client, publisher):
    for page in StandingPage:
        licence = Licence.OGL_3 if page == StandingPage.LICENCE else ""
        StatementVersionFactory(page=page, licence=licence)

    assert "to confirm" not in read(client, LIST)


def test_lists_ask_as_much_of_the_database_for_many_as_for_one(client, publisher):
    StatementVersionFactory()
    read(client, LIST)  # the first page that somebody opens notes more than the next
    few = [queries_of(client, LIST), queries_of(client, PRIVACY)]

    StatementVersionFactory.create_batch(5)

    assert [queries_of(client, LIST), queries_of(client, PRIVACY)] == few


def test_the_shipped_words_are_where_a_publisher_begins(client, publisher):
    assert "No versions yet" in read(client, PRIVACY)
    assert escape(shipped_text(StandingPage.PRIVACY)) in read(client, WRITE)

    answer = client.post(WRITE, {"text": "Our own words"})

    draft = StatementVersion.objects.get()
    assert answer["Location"] == of(draft)
    assert (draft.text, draft.written_by) == ("Our own words", publisher)
    page = read(client, of(draft))
    assert "<p>Our own words</p>" in page
    assert "Submit for approval" in page
    assert "Our own words" in read(client, WRITE)


def test_the_licence_is_chosen_with_the_words_about_it(client, publisher):
    client.post(f"{LIST}licence/write/", {"text": "Use it", "licence": "cc0-1"})

    draft = StatementVersion.objects.get()
    assert draft.licence == Licence.CC0_1
    assert str(Licence.CC0_1.label) in read(client, of(draft))
    assert "licence" not in read(client, WRITE).split("<form")[-1].split("<textarea")[0]


def test_an_empty_page_is_a_mistake(client, publisher):
    page = body_of(client.post(WRITE, {"text": ""}))

    assert "Error:" in page
    assert "What the page says: fill this in." in page


def test_a_draft_is_written_over_and_submitted(client, publisher):
    draft = DraftStatementFactory(written_by=publisher)

    client.post(WRITE, {"text": "Better"})
    client.post(of(draft, "submit/"))

    draft.refresh_from_db()
    assert (draft.text, draft.state) == ("Better", VersionState.SUBMITTED)
    assert client.get(WRITE)["Location"] == of(draft)
    page = read(client, of(draft))
    assert "You wrote this, so someone else must approve it." in page
    assert "Approve it" not in page


def test_somebody_elses_draft_is_not_written_over(client, publisher):
    DraftStatementFactory()

    assert "Somebody else writes this version" in read(client, WRITE, status=403)


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.APPROVER])
def test_a_second_person_reads_what_changes_and_approves_it(client, submitted, role):
    StatementVersionFactory(page=StandingPage.DATA)
    signed_in(client, role)

    page = read(client, of(submitted))
    assert "<ins>" in page
    assert "Approve it" in page
    assert "The public reads it as soon as you approve it" in read(
        client, of(submitted, "approve/")
    )
    client.post(of(submitted, "approve/"))

    submitted.refresh_from_db()
    assert submitted.state == VersionState.PUBLISHED
    assert "<p>New</p>" in read(client, "/about/privacy/")
    assert "Published" in read(client, PRIVACY)


def test_a_second_person_sends_it_back_and_it_is_written_again_from_there(client, submitted):
    signed_in(client, Role.APPROVER)
    assert "Error:" in body_of(client.post(of(submitted, "send-back/"), {"remark": ""}))

    client.post(of(submitted, "send-back/"), {"remark": "Say how long"})

    assert "Say how long" in read(client, of(submitted))
    signed_in(client, Role.PUBLISHER)
    assert f"{WRITE}?from={submitted}" in read(client, of(submitted))
    assert ">\nNew</textarea>" in read(client, f"{WRITE}?from={submitted}")


def test_a_version_is_withdrawn_after_a_word_of_warning(client, publisher, submitted):
    assert "This cannot be undone" in read(client, of(submitted, "withdraw/"))

    client.post(of(submitted, "withdraw/"))

    submitted.refresh_from_db()
    assert submitted.state == VersionState.WITHDRAWN
    assert "Read through and write" in read(client, PRIVACY)


def test_there_is_no_other_page(client, publisher):
    read(client, f"{LIST}cheese/", status=404)
    read(client, of("STA-2222222222"), status=404)


def test_two_who_approve_the_same_version_meet_at_the_second(client, submitted):
    signed_in(client, Role.APPROVER)
    client.post(of(submitted, "approve/"))

    assert client.post(of(submitted, "approve/")).status_code == 409

from datetime import timedelta
from http import HTTPStatus
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from almoner.accounts.models import AccessEntry
from almoner.accounts.roles import Role
from almoner.agreements.models import AgreementVersion
from almoner.core.batches import staging_alone
from almoner.core.models import Batch, Event
from almoner.core.states import BatchState
from almoner.registers.kinds import Register
from almoner.registers.models import ImportDraft, UndoneImport
from almoner.registers.operations import confirm_draft, fix_cells, undo_import
from almoner.registers.operations.drafts import path_of
from almoner.registers.states import DraftState
from tests.factories import official
from tests.registers.agreement_files import (
    CONTRACT_HEADER,
    CONTRACTS,
    SHELTER,
    bring_in,
    contracts_file,
)
from tests.registers.drafts import FLAWED, NO_SUPPLIER, begun, carried_on, read
from tests.registers.files import HEADER, PLAIN, spend_file

pytestmark = pytest.mark.django_db
LONGER = SHELTER.replace("31/03/2027", "31/03/2028")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def lena(client):
    person = official(Role.PUBLISHER, name="Lena Ortiz")
    client.force_login(person)
    return person


@pytest.fixture
def finn(client):
    person = official(Role.FINANCE, name="Finn Abara")
    client.force_login(person)
    return person


def page(name, *arguments):
    return reverse(f"workspace:{name}", args=arguments)


def sending(text, *, name="contracts.csv", **said):
    return {
        "register": "contracts",
        "file": SimpleUploadedFile(name, text.encode()),
        "publisher": "Wexmoor",
        "known_from_day": "4",
        "known_from_month": "March",
        "known_from_year": "2026",
        **said,
    }


def confirming(client, draft, *, follow=False, **said):
    seen = ImportDraft.objects.get(pk=draft.pk).changed_at.isoformat()
    said = {"seen": seen, "sure": "on", **said}
    return client.post(page("import-confirm", draft), said, follow=follow)


def flawed():
    return "\n".join([CONTRACT_HEADER, *FLAWED]) + "\n"


def test_a_file_is_uploaded_looked_over_mended_and_confirmed(client, lena):
    answer = client.post(page("upload-import"), sending(flawed()), follow=True)
    draft = ImportDraft.objects.get()
    assert "Nothing of this file is public" in answer.text

    row = client.get(page("import-row", draft, 1))
    assert "Nothing stands where every row needs something." in row.text
    typed = row.context["form"].initial | {
        name: field.initial for name, field in row.context["form"].fields.items()
    }
    client.post(page("import-row", draft, 1), typed | {"supplier_name": "Wall Makers"})
    preview = client.get(page("import-preview", draft))
    assert "Wall Makers" in preview.text
    answer = confirming(client, draft, follow=True)

    assert "The import is done, and public" in answer.text
    assert AgreementVersion.objects.count() == 4
    assert [line.kind for line in Event.objects.all()] == ["contracts.imported"]
    assert Event.objects.get().actor == lena.actor


def test_the_list_shows_what_is_in_preparation_and_what_came_in(client, lena, tmp_path):
    bring_in(contracts_file(tmp_path, CONTRACTS), by=lena)
    read(by=lena, file_name="next.csv")

    text = client.get(page("imports")).text

    for words in ("next.csv", "Ready to look over", "contracts.csv", "£102,500.50", "Lena Ortiz"):
        assert words in text


def test_the_list_says_so_when_there_is_nothing(client, lena):
    assert "Nothing was imported yet" in client.get(page("imports")).text


def test_a_finance_officer_sees_payments_alone(client, finn, tmp_path):
    bring_in(spend_file(tmp_path), Register.SPEND, by=finn)
    draft = read()

    text = client.get(page("imports")).text

    assert "spend.csv" in text
    assert "contracts.csv" not in text
    assert client.get(page("import", draft)).status_code == 404


def test_others_are_refused_with_a_reason(client):
    client.force_login(official(Role.AUDITOR))

    for name in ("imports", "upload-import"):
        answer = client.get(page(name))
        assert answer.status_code == 403
        assert "Only a finance officer or a publisher may see and prepare imports." in answer.text


def test_the_list_asks_as_many_questions_however_much_there_is(
    client, lena, tmp_path, django_assert_num_queries
):
    bring_in(contracts_file(tmp_path, CONTRACTS), by=lena)
    read(by=lena)
    client.get(page("imports"))
    with CaptureQueriesContext(connection) as first:
        client.get(page("imports"))
    bring_in(spend_file(tmp_path), Register.SPEND, by=lena)
    read([LONGER], by=official(Role.PUBLISHER))

    with django_assert_num_queries(len(first)):
        client.get(page("imports"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"register": "nothing"}, "Select a valid choice"),
        ({"file": ""}, "The file: choose a file."),
        ({"known_from_year": "26"}, "Enter the year in full"),
        ({"known_from_year": "2999"}, "Enter today or a day before"),
        ({"publisher": "x" * 201}, "at most 200 characters"),
    ],
)
def test_an_upload_that_lacks_something_says_what(client, lena, wrong, words):
    answer = client.post(page("upload-import"), sending(flawed(), **wrong))

    assert words in answer.text
    assert "Error:" in answer.text
    assert ImportDraft.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_with_a_plain_sentence(client, lena, settings):
    settings.UPLOAD_LIMIT = 100

    answer = client.post(page("upload-import"), sending(flawed()))

    assert "at most 100\xa0bytes are taken. Part it, or pack it." in answer.text


def test_the_very_same_file_is_refused_on_the_page(client, lena, tmp_path):
    bring_in(contracts_file(tmp_path, CONTRACTS), by=lena)

    answer = client.post(
        page("upload-import"), sending("\n".join([CONTRACT_HEADER, *CONTRACTS, ""]))
    )

    assert "This very file was imported before" in answer.text


def test_what_the_reader_refuses_is_said_in_its_own_words(client, lena):
    answer = client.post(page("upload-import"), sending("%PDF-1.7 x"), follow=True)

    assert "contracts.csv is a PDF" in answer.text
    assert "Say what its columns mean" not in answer.text


def test_nothing_of_a_files_text_is_markup(client, lena):
    evil = "<script>alert(1)</script>"
    rows = [NO_SUPPLIER.replace("A wall", evil), SHELTER.replace("Night shelter", evil)]
    draft = read(rows, header=CONTRACT_HEADER.replace("Contract Title", f"Title {evil}"), by=lena)

    for name in ("import", "import-columns", "import-rows", "import-preview", "import-confirm"):
        assert evil not in client.get(page(name, draft)).text
    assert evil not in client.get(page("import-row", draft, 1)).text


def test_a_column_can_be_read_as_something_else(client, lena):
    draft = read(by=lena)
    form = client.get(page("import-columns", draft)).context["form"]
    said = {bound.html_name: bound.initial for bound in form}
    manager = next(f.html_name for h, f in form.lines if h["key"] == "Contract Manager Email")

    client.post(page("import-columns", draft), said | {manager: ""})

    draft.refresh_from_db()
    assert draft.columns["Contract Manager Email"] == ""
    assert draft.state == DraftState.READ


@pytest.mark.parametrize(
    ("heading", "field", "words"),
    [
        ("Contract Title", "reference", "is read as Reference already. Choose one of them."),
        ("Contract Reference", "", "Every row needs Reference or Title. Say which column it is."),
    ],
)
def test_columns_that_cannot_be_read_so_are_refused(client, lena, heading, field, words):
    draft = read(by=lena)
    form = client.get(page("import-columns", draft)).context["form"]
    said = {bound.html_name: bound.initial for bound in form}
    names = {heading["key"]: bound.html_name for heading, bound in form.lines}
    if not field:
        said[names["Contract Title"]] = ""

    answer = client.post(page("import-columns", draft), said | {names[heading]: field})

    assert words in answer.text


def test_headings_that_nobody_knows_can_be_explained(client, lena):
    text = "Zib,Zab,Zub,Zob\nC-1,A wall,Wall Makers,900\n"
    answer = client.post(page("upload-import"), sending(text), follow=True)
    assert "Say what its columns mean" in answer.text
    draft = ImportDraft.objects.get()

    said = zip(
        ["column-0", "column-1", "column-2", "column-3"],
        ["reference", "title", "supplier_name", "value_total"],
        strict=True,
    )
    answer = client.post(page("import-columns", draft), dict(said), follow=True)

    assert "Ready to look over" in answer.text


def test_the_rows_with_problems_can_be_narrowed_to_one_problem(client, lena):
    draft = read(by=lena)

    every = client.get(page("import-rows", draft)).text
    one = client.get(page("import-rows", draft), {"code": "missing-value"}).text

    assert every.count("Mend this row") == 2
    assert one.count("Mend this row") == 1
    assert "Show all of these rows" in one


def test_the_rows_page_says_so_when_no_row_has_a_problem(client, lena):
    draft = read([SHELTER], by=lena)

    assert "No row has a problem" in client.get(page("import-rows", draft)).text
    assert "No row has a problem." in client.get(page("import", draft)).text


def test_the_rows_page_asks_as_many_questions_for_many_rows_as_for_one(
    client, lena, django_assert_num_queries
):
    one, many = read([NO_SUPPLIER], by=lena), read([NO_SUPPLIER] * 30, by=lena)
    client.get(page("import-rows", one))
    with CaptureQueriesContext(connection) as first:
        client.get(page("import-rows", one))

    with django_assert_num_queries(len(first)):
        client.get(page("import-rows", many))


def test_a_row_that_nobody_changed_is_not_saved(client, lena):
    draft = read(by=lena)
    form = client.get(page("import-row", draft, 1)).context["form"]
    same = {name: field.initial for name, field in form.fields.items()}

    answer = client.post(page("import-row", draft, 1), same)

    assert "Change a cell, or go back" in answer.text


def test_rejected_rows_come_as_csv_with_their_reasons(client, lena):
    draft = read(by=lena)

    answer = client.get(page("import-rejected", draft, "csv"))

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Contract Reference,Contract Title,Supplier,")
    assert lines[0].endswith(",Left out of the file at,Why it was left out,How to mend it")
    assert lines[1].startswith("C-3,A wall,,,,01/05/2025,30/04/2026,900,,row 4,")
    assert len(lines) == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rejected_rows_of_an_import_can_be_sent_again_as_a_difference(client, lena, kind):
    draft = carried_on(confirm_draft(read(by=lena), by=lena, at=now()))
    answer = client.get(page("import-rejected", draft, kind))
    sent = b"".join(answer.streaming_content) if answer.streaming else answer.content

    again = sending("", name=f"mended.{kind}")
    again["file"] = BytesIO(sent)
    again["file"].name = f"mended.{kind}"
    client.post(page("upload-import"), again)
    mended = ImportDraft.objects.get(file_name=f"mended.{kind}")
    assert mended.preview["rejected"] == 1
    fields = {one["key"]: one["field"] for one in mended.report["headings"]}
    assert [fields[name] for name in ("Left out of the file at", "Why it was left out")] == ["", ""]
    assert fields["How to mend it"] == ""


def test_the_preview_shows_old_beside_new_and_what_is_missing(client, lena, tmp_path):
    bring_in(contracts_file(tmp_path, CONTRACTS), by=lena)
    draft = read([LONGER], by=lena)

    text = client.get(page("import-preview", draft)).text

    for words in ("31 March 2027", "31 March 2028", "A roof, Quay &amp; Sons, £2,500.00"):
        assert words in text


def test_the_preview_of_payments_shows_those_that_are_public_already(client, finn, tmp_path):
    bring_in(spend_file(tmp_path), Register.SPEND, by=finn)
    draft = read([*PLAIN, PLAIN[1]], header=HEADER, register=Register.SPEND, by=finn)

    text = client.get(page("import-preview", draft)).text

    assert "Payments like these are public already" in text
    assert "4 February 2026" in text
    assert "\N{MINUS SIGN}£250.00" in text


def test_confirming_asks_for_a_look_at_what_is_in_doubt(client, lena, tmp_path):
    bring_in(contracts_file(tmp_path, CONTRACTS), by=lena)
    draft = read(["C-4,A wall,Quay,01234567,1234567,,,6,"], by=lena)

    answer = confirming(client, draft)

    assert (
        "I have looked at the organisations that are in doubt: tick this to go on." in answer.text
    )
    assert "Its numbers lead to two organisations." in answer.text
    draft.refresh_from_db()
    assert draft.state == DraftState.READ


def test_nothing_is_confirmed_without_a_tick(client, lena):
    draft = read(by=lena)

    answer = confirming(client, draft, sure="")

    assert "tick this to go on." in answer.text
    assert Batch.objects.count() == 0


def test_a_file_without_a_good_row_cannot_be_confirmed(client, lena):
    draft = read([NO_SUPPLIER], by=lena)

    answer = confirming(client, draft)

    assert "No row of this file can be imported" in answer.text
    assert Batch.objects.count() == 0


def test_a_file_that_went_live_by_another_way_is_refused_at_the_end(client, lena, tmp_path):
    draft = read(CONTRACTS, by=lena)
    bring_in(contracts_file(tmp_path, CONTRACTS), by=lena)

    answer = confirming(client, draft)

    assert "This very file was imported before" in answer.text


def test_a_large_file_shows_its_progress_and_looks_again_by_itself(client, lena, settings):
    settings.AT_ONCE_LIMIT = 10
    answer = client.post(page("upload-import"), sending(flawed()), follow=True)

    assert answer["Refresh"] == "3"
    assert "The file is being read" in answer.text
    assert DBTaskResult.objects.count() == 1
    draft = ImportDraft.objects.get()
    settings.AT_ONCE_LIMIT = 10_000
    client.post(page("take-up-import", draft))
    draft.refresh_from_db()
    assert draft.state == DraftState.READ


def test_an_import_that_waits_says_so(client, lena):
    draft = read(by=lena)

    with staging_alone(Register.SPEND):
        answer = confirming(client, draft, follow=True)

    assert "The file is being imported" in answer.text


def test_pages_of_what_is_not_ready_say_that_it_changed(client, lena):
    draft = begun(by=lena)

    for name in ("import-columns", "import-rows", "import-preview", "import-confirm"):
        assert client.get(page(name, draft)).status_code == 409


def test_a_failed_file_can_be_tried_again(client, lena):
    draft = carried_on(begun(text="%PDF-1.7 x", by=lena))

    answer = client.post(page("take-up-import", draft), follow=True)

    assert "contracts.csv is a PDF" in answer.text


def test_a_file_can_be_dropped(client, lena):
    draft = read(by=lena)

    assert "is deleted" in client.get(page("drop-import", draft)).text
    answer = client.post(page("drop-import", draft), follow=True)

    assert "The file is deleted. Nothing of it became public." in answer.text
    assert not path_of(draft).exists()
    assert "This file was dropped" in client.get(page("import", draft)).text


def test_an_import_is_undone_with_a_reason(client, lena, tmp_path):
    done = bring_in(contracts_file(tmp_path, CONTRACTS), by=lena)
    batch = done.imported.batch

    asked = client.post(page("undo-import", batch), {"sure": "on"})
    assert "Why is it undone?: fill this in." in asked.text
    said = {"reason": "The wrong file", "sure": "on"}
    answer = client.post(page("undo-import", batch), said, follow=True)

    assert "The import is undone" in answer.text
    assert UndoneImport.objects.get().reason == "The wrong file"
    assert "undone already" in client.get(page("undo-import", batch)).text


def test_an_import_on_which_something_stands_says_what(client, lena, tmp_path):
    batch = bring_in(contracts_file(tmp_path, CONTRACTS), by=lena).imported.batch
    other = bring_in(contracts_file(tmp_path, [LONGER], name="b.csv"), by=lena).imported.batch

    answer = client.post(page("undo-import", batch), {"reason": "Wrong", "sure": "on"})

    assert f"{other} was compared with it." in answer.text
    batch.refresh_from_db()
    assert batch.state == BatchState.LIVE


def test_undoing_waits_for_the_import_under_way(client, lena, tmp_path):
    batch = bring_in(contracts_file(tmp_path, CONTRACTS), by=lena).imported.batch

    with staging_alone(Register.SPEND):
        answer = client.post(page("undo-import", batch), {"reason": "Wrong", "sure": "on"})

    assert "Another file is being read in." in answer.text


def test_a_done_import_that_was_undone_says_so(client, lena):
    draft = carried_on(confirm_draft(read(by=lena), by=lena, at=now()))
    client.post(page("undo-import", draft.batch), {"reason": "Wrong", "sure": "on"})

    assert "This import was undone" in client.get(page("import", draft)).text


def test_strangers_are_sent_to_sign_in(client):
    answer = client.get(page("imports"))

    assert answer.url == f"{reverse('account_login')}?next=/workspace/imports/"


def test_a_draft_changed_after_it_was_opened_is_a_conflict(client, lena):
    draft = read(by=lena)
    confirm_draft(draft, by=lena, at=now() + timedelta(seconds=1))

    assert client.post(page("drop-import", draft)).status_code == 409


def test_a_page_of_confirmation_that_was_overtaken_confirms_nothing(client, lena):
    draft = read(by=lena)

    answer = confirming(client, draft, seen="2026-03-04T11:00:00+00:00")

    assert answer.status_code == 409
    draft.refresh_from_db()
    assert draft.state == DraftState.READ


def test_what_was_mended_is_listed_and_can_be_taken_back(client, lena):
    draft = read(by=lena)
    row = draft.rows.select_related("draft").get(number=1)
    fix_cells(row, {"supplier_name": "Wall Makers"}, by=lena, at=now())
    carried_on(draft)
    assert "Supplier name: “Wall Makers”" in client.get(page("import-rows", draft)).text

    client.post(page("import-unmend", draft), {"sheet": "", "row_number": "4"})

    draft.refresh_from_db()
    assert (draft.fixes, draft.preview["rejected"]) == ({}, 1)


def test_a_done_import_says_how_many_cells_were_mended(client, lena):
    draft = read(by=lena)
    row = draft.rows.select_related("draft").get(number=1)
    fix_cells(row, {"supplier_name": "Wall Makers"}, by=lena, at=now())
    draft = carried_on(confirm_draft(carried_on(draft), by=lena, at=now()))

    assert "Cells mended by hand" in client.get(page("import", draft)).text


def test_the_list_offers_what_is_public_to_be_mended(client, lena, tmp_path):
    batch = bring_in(contracts_file(tmp_path, CONTRACTS), by=lena).imported.batch

    text = client.get(page("imports")).text

    assert "Download to mend" in text
    assert page("mend-register", batch, "xlsx") in text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_downloaded_mended_and_uploaded_again_is_a_difference(
    client, lena, tmp_path, kind
):
    batch = bring_in(contracts_file(tmp_path, CONTRACTS), by=lena).imported.batch

    answer = client.get(page("mend-register", batch, kind))
    content = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"].startswith('attachment; filename="contracts-')
    assert AccessEntry.objects.filter(about=f"core.batch:{batch}").count() == 1

    sent = sending("") | {"file": SimpleUploadedFile(f"mended.{kind}", content)}
    client.post(page("upload-import"), sent)
    draft = ImportDraft.objects.get()
    text = client.get(page("import-preview", draft)).text
    assert draft.preview["figures"] == {"new": 0, "changed": 0, "same": 2, "missing": 0}
    assert "The same as before" in text
    assert (
        "Our reference: each row is known by it." in client.get(page("import-columns", draft)).text
    )


def test_what_came_with_an_import_that_was_undone_is_not_given_out(client, lena, tmp_path):
    batch = bring_in(contracts_file(tmp_path, CONTRACTS), by=lena).imported.batch
    undo_import(batch, reason="Wrong", by=lena, at=now())

    assert client.get(page("mend-register", batch, "csv")).status_code == HTTPStatus.NOT_FOUND
    assert "Download to mend" not in client.get(page("imports")).text


def test_a_finance_officer_is_given_no_contracts_to_mend(client, finn, tmp_path):
    batch = bring_in(contracts_file(tmp_path, CONTRACTS)).imported.batch

    assert client.get(page("mend-register", batch, "csv")).status_code == HTTPStatus.NOT_FOUND


def test_mended_payments_say_why_they_are_left_out(client, finn, tmp_path):
    batch = bring_in(spend_file(tmp_path), Register.SPEND, by=finn).imported.batch
    content = client.get(page("mend-register", batch, "csv")).getvalue()
    sent = sending(content.decode().replace("A night shelter", "Beds"), register="spend")

    client.post(page("upload-import"), sent)

    text = client.get(page("import-preview", ImportDraft.objects.get())).text
    assert "A payment is evidence and stays as it came" in text
    assert "A night shelter" in text


def test_what_a_download_says_again_is_not_said_to_become_public(client, finn, tmp_path):
    batch = bring_in(spend_file(tmp_path), Register.SPEND, by=finn).imported.batch
    content = client.get(page("mend-register", batch, "csv")).getvalue().decode()

    client.post(page("upload-import"), sending(content, register="spend"))

    confirm = client.get(page("import-confirm", ImportDraft.objects.get())).text
    assert "0 rows become public at once" in " ".join(confirm.split())


REFUGE = "C-9,Locks for the refuge at 12 High Street,Quay & Sons,,,01/04/2025,31/03/2026,75,"


def test_an_import_says_which_rows_would_be_held_and_lets_somebody_mend_them(client, lena):
    draft = read([SHELTER, REFUGE], by=lena)

    assert "Held until somebody judges them" in client.get(page("import", draft)).text
    preview = client.get(page("import-preview", draft)).text
    assert "Rows that are held" in preview
    assert "?code=protected-address" in preview
    confirm = " ".join(client.get(page("import-confirm", draft)).text.split())
    assert "1 row becomes public at once" in confirm
    assert "Rows held until somebody other than you has judged them: 1." in confirm
    rows = client.get(page("import-rows", draft)).text
    assert "12 High Street" in rows
    assert "An address stands beside words of a place" in rows

    row = draft.rows.get(level="held")
    said = {cell["field"]: cell["text"] for cell in row.cells if cell["field"]}
    client.post(page("import-row", draft, row.number), said | {"title": "Locks"})

    mended = carried_on(draft)
    assert mended.preview["held_count"] == 0
    assert not mended.rows.filter(level="held").exists()


def test_a_done_import_says_how_many_of_its_rows_are_held(client, lena):
    draft = carried_on(read([SHELTER, REFUGE], by=lena))

    draft = carried_on(confirm_draft(draft, by=lena, at=now()))

    text = " ".join(client.get(page("import", draft)).text.split())
    assert "Held until a second person judges them" in text
    assert '<a href="/workspace/findings/registers/contracts/">1</a>' in text


def test_a_row_that_is_known_already_is_not_held_anew(client, lena, tmp_path):
    bring_in(contracts_file(tmp_path, [REFUGE]), by=lena, publisher="Wexmoor")

    draft = read([SHELTER, REFUGE], by=lena)

    assert (draft.preview["figures"]["same"], draft.preview["held_count"]) == (1, 0)
    assert not draft.rows.filter(level="held").exists()

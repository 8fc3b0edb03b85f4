from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django_tasks_db.models import DBTaskResult

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.search import AGREEMENT
from almoner.core.batches import staging_alone
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Batch, Event
from almoner.organisations.models import Organisation
from almoner.registers.kinds import Register
from almoner.registers.models import DraftRow, ImportDraft, RejectedRow
from almoner.registers.operations import (
    AlreadyImported,
    carry_on,
    confirm_draft,
    decide_columns,
    drop_draft,
    fix_cells,
    read_draft_again,
    start_draft,
    take_back_fix,
)
from almoner.registers.operations.drafts import (
    begin_import,
    drafts_folder,
    path_of,
    safe_name,
)
from almoner.registers.operations.previews import MOST_ROWS, storable
from almoner.registers.queries import mended_cells_of
from almoner.registers.states import DraftState
from almoner.registers.tasks import carry_on_with_drafts, forget_drafts, take_up
from almoner.search.models import Entry
from almoner.search.operations import remove_entries
from tests.factories import DAY, NOON, OrganisationFactory, official
from tests.guard import arranging
from tests.organisations.groups import merge
from tests.registers.agreement_files import (
    CONTRACT_HEADER,
    CONTRACTS,
    SHELTER,
    bring_in,
    contracts_file,
    workbook,
)
from tests.registers.drafts import FLAWED, NO_SUPPLIER, begun, carried_on, read
from tests.registers.files import HEADER, PLAIN

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=31)
LONGER = SHELTER.replace("31/03/2027", "31/03/2028")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER)


def confirmed(draft, publisher):
    return carried_on(confirm_draft(draft, by=publisher, at=NOON))


def row_of(draft, row_number):
    return DraftRow.objects.select_related("draft").get(draft=draft, row_number=row_number)


def test_a_file_is_kept_under_a_random_name_and_nothing_is_live_or_in_the_ledger():
    draft = read()

    path = path_of(draft)
    assert path.read_text(encoding="utf-8").count("\n") == 5
    assert path.parent.parent == drafts_folder()
    assert len(path.parent.name) == 32
    assert path.parent.stat().st_mode & 0o077 == 0
    assert draft.state == DraftState.READ
    assert (Batch.objects.count(), Event.objects.count()) == (0, 0)


def test_a_read_file_says_what_an_import_would_do():
    preview = read().preview

    assert {name: preview[name] for name in ("accepted", "repaired", "rejected", "total")} == {
        "accepted": 3,
        "repaired": 1,
        "rejected": 1,
        "total": "102500.50",
    }
    assert preview["figures"] == {"new": 3, "changed": 0, "same": 0, "missing": 0}
    assert [row["title"] for row in preview["new"]] == ["Night shelter", "A roof", "A fence"]
    assert preview["organisations_new"] == 3


def test_the_rows_to_look_at_say_what_is_wrong_with_each_cell():
    draft = read()

    rows = [(row.row_number, row.level, row.code) for row in draft.rows.order_by("number")]
    assert rows == [(4, "rejected", "missing-value"), (5, "repaired", "money-unreadable")]
    supplier = row_of(draft, 4).cells[2]
    assert supplier == {
        "heading": "Supplier",
        "field": "supplier_name",
        "text": "",
        "wrong": "Nothing stands where every row needs something.",
        "became": "",
    }


def test_a_changed_row_shows_what_was_known_beside_what_is_said(tmp_path, publisher):
    bring_in(contracts_file(tmp_path, CONTRACTS), by=publisher)

    preview = read([LONGER], by=publisher).preview

    assert preview["figures"] == {"new": 0, "changed": 1, "same": 0, "missing": 1}
    [changed] = preview["changed"]
    assert changed["fields"] == [
        {"field": "end_date", "type": "date", "old": "2027-03-31", "new": "2028-03-31"}
    ]
    assert [one["title"] for one in preview["missing"]] == ["A roof"]


def test_payments_that_are_live_already_are_shown_as_met(publisher):
    first = read(PLAIN, header=HEADER, register=Register.SPEND, by=publisher)
    confirmed(first, publisher)

    again = read([*PLAIN, PLAIN[0]][1:], header=HEADER, register=Register.SPEND, by=publisher)

    assert again.preview["meets_count"] == 4
    assert again.preview["meets"][-1]["party"] == "Harbour Trust"


def test_an_organisation_in_doubt_is_named_before_anything_is_imported(tmp_path, publisher):
    bring_in(contracts_file(tmp_path, CONTRACTS), by=publisher)

    draft = read(["C-4,A wall,Quay,01234567,1234567,,,6,"], by=publisher)

    [doubt] = draft.preview["doubts"]
    assert (doubt["organisation"]["name"], doubt["other"]["name"]) == (
        "Quay & Sons",
        "Harbour Trust",
    )


def test_those_that_are_merged_are_in_no_doubt_and_are_named_by_who_speaks_for_them(
    tmp_path, publisher
):
    bring_in(contracts_file(tmp_path, CONTRACTS), by=publisher)
    quay, harbour = (Organisation.objects.get(name=n) for n in ("Quay & Sons", "Harbour Trust"))
    pier = OrganisationFactory(name="Pier Advice")
    merge(quay, pier, by=publisher)
    row = "C-4,A wall,Quay,01234567,1234567,,,6,"

    [doubt] = read([row], by=publisher).preview["doubts"]
    merge(harbour, pier, by=publisher)
    after = read([row], by=publisher).preview

    assert doubt["organisation"] == {"reference": pier.reference, "name": "Pier Advice"}
    assert (after["doubts"], after["organisations_met"]) == ([], 1)


def test_what_a_person_typed_is_read_in_place_of_the_cell(publisher):
    draft = read()

    fix_cells(row_of(draft, 4), {"supplier_name": "Wall Makers"}, by=publisher, at=NOON)
    draft = carried_on(draft)

    assert draft.preview["rejected"] == 0
    assert [row["party"] for row in draft.preview["new"]][2] == "Wall Makers"
    assert draft.fixes == {"": {"4": {"supplier_name": "Wall Makers"}}}


def test_two_fixes_of_a_row_add_up(publisher):
    draft = read()

    fix_cells(row_of(draft, 4), {"supplier_name": "Wall Makers"}, by=publisher, at=NOON)
    carried_on(draft)
    with pytest.raises(DraftRow.DoesNotExist):
        row_of(draft, 4)
    fix_cells(row_of(draft, 5), {"value_total": "9"}, by=publisher, at=NOON)
    draft = carried_on(draft)

    assert draft.preview["total"] == "103409.50"


def test_what_a_person_says_of_columns_is_obeyed(publisher):
    header = "Ref,Words,Firm,Begins,Worth"
    columns = {"Ref": "reference", "Words": "title", "Firm": "supplier_name"}
    draft = read(["C-1,A wall,Wall Makers,01/05/2025,900"], header=header, by=publisher)

    decide_columns(draft, columns | {"Worth": "value_total", "Begins": ""}, by=publisher, at=NOON)
    draft = carried_on(draft)

    fields = {one["key"]: one["field"] for one in draft.report["headings"]}
    assert fields == columns | {"Worth": "value_total", "Begins": ""}
    assert draft.preview["total"] == "900.00"


def test_a_confirmed_draft_is_one_batch_and_one_line(publisher):
    draft = read(by=publisher)

    draft = confirmed(draft, publisher)

    assert draft.state == DraftState.DONE
    assert [line.kind for line in Event.objects.all()] == ["contracts.imported"]
    assert AgreementVersion.objects.filter(batch=draft.batch).count() == 3
    assert RejectedRow.objects.get(batch=draft.batch).row_number == 4
    assert not path_of(draft).parent.exists()
    assert (draft.report, draft.preview, draft.rows.count()) == (None, None, 0)


def test_what_was_typed_comes_with_the_batch_and_stays_with_the_draft(publisher):
    draft = read(by=publisher)
    fix_cells(row_of(draft, 4), {"supplier_name": "Wall Makers"}, by=publisher, at=NOON)

    draft = confirmed(carried_on(draft), publisher)

    version = AgreementVersion.objects.get(batch=draft.batch, row_number=4)
    assert version.organisation_name == "Wall Makers"
    [mended] = mended_cells_of(draft.batch)
    assert (mended.row_number, mended.field, mended.text) == (4, "supplier_name", "Wall Makers")
    assert draft.fixes == {"": {"4": {"supplier_name": "Wall Makers"}}}


def test_mended_rows_uploaded_alone_are_a_difference(publisher):
    confirmed(read(FLAWED, by=publisher), publisher)

    draft = read([NO_SUPPLIER.replace("wall,", "wall,Wall Makers")], by=publisher)
    confirmed(draft, publisher)

    assert AgreementVersion.objects.count() == 4


def test_a_file_that_cannot_be_read_says_why_and_can_be_dropped(publisher):
    draft = carried_on(begun(text="%PDF-1.7 nothing", file_name="contracts.csv", by=publisher))

    assert draft.state == DraftState.FAILED
    assert draft.failure.startswith("contracts.csv is a PDF")
    drop_draft(draft, by=publisher, at=NOON)
    assert not path_of(draft).parent.exists()


def test_a_failed_draft_can_be_tried_again(publisher):
    draft = carried_on(begun(text="%PDF-1.7 nothing", by=publisher))

    again = read_draft_again(draft, by=publisher, at=NOON)

    assert (again.state, again.failure) == (DraftState.UPLOADED, "")


def test_the_very_same_file_is_refused_at_once(tmp_path, publisher):
    bring_in(contracts_file(tmp_path), by=publisher)

    with pytest.raises(AlreadyImported):
        begun(CONTRACTS, by=publisher)

    assert ImportDraft.objects.count() == 0
    assert list(drafts_folder().iterdir()) == []


def test_a_file_that_went_live_by_another_way_is_refused_when_it_is_read(tmp_path, publisher):
    draft = begun(CONTRACTS, by=publisher)
    bring_in(contracts_file(tmp_path), by=publisher)

    draft = carried_on(draft)

    assert draft.state == DraftState.FAILED
    assert draft.failure.startswith("This very file was imported before")


def test_what_is_done_is_not_done_again(publisher):
    draft = confirmed(read(by=publisher), publisher)

    assert carried_on(draft).changed_at == draft.changed_at


def test_nobody_prepares_what_they_may_not_import():
    with pytest.raises(PermissionDenied):
        begun(by=official(Role.FINANCE))


def test_nobody_decides_about_anothers_register(publisher):
    draft, finance = read(by=publisher), official(Role.FINANCE)

    for act in (confirm_draft, drop_draft, read_draft_again):
        with pytest.raises(PermissionDenied):
            act(draft, by=finance, at=NOON)
    with pytest.raises(PermissionDenied):
        decide_columns(draft, {}, by=finance, at=NOON)
    with pytest.raises(PermissionDenied):
        fix_cells(row_of(draft, 4), {}, by=finance, at=NOON)


def test_a_day_to_come_is_refused(publisher):
    with pytest.raises(ValidationError):
        begun(known_from=DAY + timedelta(days=1), by=publisher)


def test_what_was_not_read_cannot_be_confirmed(publisher):
    with pytest.raises(IllegalTransition):
        confirm_draft(begun(by=publisher), by=publisher, at=NOON)


def test_a_reading_of_what_was_changed_meanwhile_is_thrown_away(publisher):
    stale = begun(by=publisher)
    draft = carried_on(stale)
    later = NOON + timedelta(minutes=1)
    fix_cells(row_of(draft, 4), {"supplier_name": "Wall Makers"}, by=publisher, at=later)

    carry_on(stale, at=later)

    assert ImportDraft.objects.get().state == DraftState.UPLOADED


def test_what_was_dropped_meanwhile_stays_dropped(publisher):
    draft = begun(by=publisher)
    drop_draft(draft, by=publisher, at=NOON)

    carry_on(draft, at=NOON)

    assert ImportDraft.objects.get().state == DraftState.DROPPED


def test_an_import_whose_process_died_after_it_went_live_is_found_and_said_to_be_done(publisher):
    draft = begin_import(confirm_draft(read(by=publisher), by=publisher, at=NOON), at=NOON)
    file = path_of(draft).read_bytes()
    carried_on(draft)
    path_of(draft).parent.mkdir()
    path_of(draft).write_bytes(file)
    with arranging():
        ImportDraft.objects.update(state=DraftState.IMPORTING, batch=None)
    remove_entries(AGREEMENT, Agreement.objects.values_list("reference", flat=True))

    again = carried_on(draft)

    assert (again.state, again.batch) == (DraftState.DONE, Batch.objects.get())
    assert Event.objects.count() == 1
    assert Entry.objects.filter(kind=AGREEMENT).count() == Agreement.objects.count() > 0


def test_an_import_that_loses_its_right_fails_with_the_reason(publisher):
    draft = confirm_draft(read(by=publisher), by=publisher, at=NOON)
    with arranging():
        ImportDraft.objects.update(confirmed_by=official(Role.FINANCE))

    failed = carried_on(draft)

    assert (failed.state, failed.failure) == (
        DraftState.FAILED,
        "Only a publisher may import contracts.",
    )


def test_a_large_file_is_left_to_a_worker(settings, publisher):
    settings.AT_ONCE_LIMIT = 10
    draft = begun(by=publisher)

    take_up(draft)

    draft.refresh_from_db()
    assert draft.state == DraftState.UPLOADED
    assert DBTaskResult.objects.get().args_kwargs["args"] == [draft.reference]


def test_a_small_file_is_read_at_once(publisher):
    draft = begun(by=publisher)

    take_up(draft)

    draft.refresh_from_db()
    assert (draft.state, draft.rows_read) == (DraftState.READ, 4)


def test_an_import_waits_for_the_one_under_way(publisher):
    draft = confirm_draft(read(by=publisher), by=publisher, at=NOON)

    with staging_alone(Register.SPEND):
        take_up(draft)

    draft.refresh_from_db()
    assert draft.state == DraftState.IMPORTING
    assert DBTaskResult.objects.get().run_after is not None


def test_the_timer_leaves_alone_what_is_too_old_to_be_waited_for(publisher):
    draft = begun(by=publisher)

    said = carry_on_with_drafts(NOON)

    draft.refresh_from_db()
    assert (said, draft.state) == ("0 taken up", DraftState.UPLOADED)


def test_what_nobody_came_back_to_is_deleted_after_thirty_days(publisher):
    draft = read(by=publisher)

    assert forget_drafts(NOON + timedelta(days=30)) == "0 drafts and 0 stray files deleted"
    assert forget_drafts(LATER) == "1 drafts and 0 stray files deleted"

    draft.refresh_from_db()
    assert draft.state == DraftState.DROPPED
    assert not path_of(draft).parent.exists()


def test_a_file_of_no_draft_is_deleted_once_it_is_old():
    stray = drafts_folder() / "stray"
    stray.mkdir(parents=True)

    assert forget_drafts(NOON) == "0 drafts and 0 stray files deleted"
    far = datetime.now(UTC) + timedelta(hours=2)
    assert forget_drafts(far) == "0 drafts and 1 stray files deleted"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("contracts.csv", "contracts.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\lena\\spend 2026.xlsx", "spend 2026.xlsx"),
        ("a\0b\n.csv", "ab.csv"),
        ("..", "upload"),
        ("", "upload"),
        ("é" * 200 + ".csv", "é" * 73 + ".csv"),
    ],
)
def test_a_files_name_is_kept_as_a_disk_can(given, kept):
    assert safe_name(given) == kept


def test_text_that_postgresql_cannot_hold_is_kept_without_it():
    said = {"a\0": ["b\0", 1, None, {"c": True}]}

    assert storable(said) == {"a\ufffd": ["b\ufffd", 1, None, {"c": True}]}


def test_each_row_is_shown_under_the_headings_of_its_own_sheet(tmp_path, publisher):
    other = "Reference,Contract Title,Firm,Contract Value"
    path = workbook(tmp_path, A=[CONTRACT_HEADER, NO_SUPPLIER], B=[other, "C-9,A gate,,5"])
    draft = start_draft(
        [path.read_bytes()],
        register=Register.CONTRACTS,
        file_name="both.xlsx",
        publisher="Wexmoor",
        known_from=DAY,
        by=publisher,
        at=NOON,
    )

    draft = carried_on(draft)

    shown = [(row.sheet, row.cells[0]["heading"]) for row in draft.rows.order_by("number")]
    assert shown == [("A", "Contract Reference"), ("B", "Reference")]


def test_a_table_under_words_that_nobody_knows_can_be_explained(publisher):
    header = "Zib,Zab,Zub,Zob"
    draft = read(["C-1,A wall,Wall Makers,900"], header=header, by=publisher)
    assert draft.state == DraftState.FAILED
    assert [one["key"] for one in draft.report["headings"]] == ["Zib", "Zab", "Zub", "Zob"]
    assert draft.report["headings"][2]["samples"] == ["Wall Makers"]

    columns = {"Zib": "reference", "Zab": "title", "Zub": "supplier_name", "Zob": "value_total"}
    draft = carried_on(decide_columns(draft, columns, by=publisher, at=NOON))

    assert (draft.state, draft.failure) == (DraftState.READ, "")
    assert draft.preview["total"] == "900.00"


def test_a_table_of_another_register_can_be_explained(publisher):
    draft = read(PLAIN, header=HEADER, by=publisher)
    assert "Import it as spend" in draft.failure

    columns = {"Supplier Name": "supplier_name", "Purpose": "title", "Net Amount": "value_total"}
    draft = carried_on(decide_columns(draft, columns, by=publisher, at=NOON))

    assert draft.preview["accepted"] == 3


def test_what_was_changed_since_somebody_looked_is_not_confirmed(publisher):
    seen = read(by=publisher)
    later = NOON + timedelta(minutes=1)
    fix_cells(row_of(seen, 4), {"supplier_name": "Wall Makers"}, by=publisher, at=later)
    carried_on(seen, at=later)

    with pytest.raises(IllegalTransition):
        confirm_draft(seen, by=publisher, at=later)


def test_a_row_is_read_as_it_stands_once_its_fix_is_taken_back(publisher):
    draft = read()
    fix_cells(row_of(draft, 4), {"supplier_name": "Wall Makers"}, by=publisher, at=NOON)
    draft = carried_on(draft)

    take_back_fix(draft, sheet="", row_number=4, by=publisher, at=NOON)
    draft = carried_on(draft)

    assert (draft.fixes, draft.preview["rejected"]) == ({}, 1)


def test_an_import_of_nothing_but_rejected_rows_fails_with_the_reason(publisher):
    draft = confirmed(read([NO_SUPPLIER], by=publisher), publisher)

    assert draft.state == DraftState.FAILED
    assert draft.failure.startswith("No row of the file could be read. Row 4"[:34])


def test_more_rows_than_anybody_goes_through_are_counted(publisher):
    draft = read([NO_SUPPLIER] * (MOST_ROWS + 2) + [SHELTER], by=publisher)

    assert draft.rows.count() == MOST_ROWS
    assert draft.preview["unlisted"] == {"rejected": 2}


def test_the_timer_takes_up_what_has_lain_for_an_hour(publisher):
    draft = begun(by=publisher, at=datetime.now(UTC) - timedelta(hours=2))

    said = carry_on_with_drafts(NOON)

    draft.refresh_from_db()
    assert (said, draft.state) == ("1 taken up", DraftState.READ)

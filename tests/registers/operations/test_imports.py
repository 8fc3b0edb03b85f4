import gzip
import json
import os
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.core.batches import (
    BatchInProgress,
    digest_of,
    discard_batch,
    open_batch,
    rows_of,
)
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Batch, Event
from almoner.core.states import BatchState
from almoner.opendata.sources import UnreadableFile
from almoner.organisations.models import Organisation
from almoner.organisations.queries import live_organisations
from almoner.payments.models import Payment
from almoner.payments.queries import Totals, live_payments, totals
from almoner.registers.events import ImportEvent
from almoner.registers.kinds import Register
from almoner.registers.models import ImportedFile, RejectedRow
from almoner.registers.operations import (
    AlreadyImported,
    ImportFailed,
    import_file,
)
from almoner.search.audiences import PUBLIC
from almoner.search.models import Entry
from almoner.search.operations import rebuild_index
from almoner.search.queries import matches
from tests.factories import DAY, NOON, official
from tests.guard import arranging
from tests.registers.files import PLAIN, many_rows, spend_file

INDEXED = ["reference", "object_pk", "audience", "title", "text", "happened_on", "title_words"]
pytestmark = pytest.mark.django_db


def importing(path, *, by=None, publisher="Wexmoor", known_from=DAY, **rest):
    by = by or official(Role.FINANCE)
    return import_file(
        path,
        register=Register.SPEND,
        publisher=publisher,
        known_from=known_from,
        by=by,
        at=NOON,
        **rest,
    )


def nothing_is_left():
    left = (Payment, Organisation, RejectedRow, Entry, ImportedFile)
    return not any(model.objects.exists() for model in left)


def test_import_spend_shows_every_payment_and_leaves_one_line(tmp_path):
    finance = official(Role.FINANCE)
    path = spend_file(tmp_path, [*PLAIN, "", "Nobody,soon,5,Grants,"])

    done = importing(path, by=finance)

    batch = Batch.objects.get(state=BatchState.LIVE)
    assert totals(live_payments()) == Totals(4, Decimal("1180.49"))
    line = Event.objects.get()
    assert (line.kind, line.about, line.actor) == (
        ImportEvent.SPEND_IMPORTED,
        f"core.batch:{batch}",
        finance.actor,
    )
    assert line.facts == {
        "digest": digest_of(Payment.objects.order_by("row_number")),
        "source": sha256(path.read_bytes()).hexdigest(),
        "rows": "4",
        "rejected": "1",
        "total": "1180.49",
        "known_from": "2026-03-04",
    }
    kept = done.imported
    assert (kept.accepted, kept.rejected, kept.blank, kept.total) == (4, 1, 1, Decimal("1180.49"))
    assert (done.organisations_begun, done.organisations_met) == (2, 0)


def test_a_payment_keeps_what_its_row_said(tmp_path):
    importing(spend_file(tmp_path))

    payment = Payment.objects.select_related("organisation").get(row_number=5)
    assert payment.reference.startswith("PAY-")
    assert (payment.supplier_name, payment.organisation.name) == ("QUAY AND SONS", "Quay & Sons")
    assert (payment.amount, payment.month, payment.payer) == (
        Decimal("99.99"),
        "2026-02",
        "Wexmoor",
    )
    assert (payment.category, payment.purpose, payment.occurrence) == ("Repairs", "A roof", 1)


def test_whoever_the_publisher_withheld_is_no_organisation(tmp_path):
    importing(spend_file(tmp_path))

    assert Payment.objects.get(row_number=4).organisation is None
    assert not live_organisations().filter(name__icontains="redacted").exists()


def test_rows_alike_in_every_word_are_told_apart(tmp_path):
    importing(spend_file(tmp_path, [PLAIN[0], PLAIN[1], PLAIN[0]]))

    kept = Payment.objects.order_by("row_number").values_list("occurrence", flat=True)
    assert list(kept) == [1, 1, 2]


def test_a_rejected_row_is_kept_whole_with_its_reason(tmp_path):
    importing(spend_file(tmp_path, [*PLAIN, "Nobody,soon,5,Grants,Lost"]))

    row = RejectedRow.objects.get()
    assert (row.row_number, row.code) == (6, "date-unreadable")
    assert row.cells["Purpose"] == "Lost"
    assert row.remedy


def test_a_rejected_row_is_kept_though_no_text_could_hold_it(tmp_path):
    path = tmp_path / "spend.json"
    rows = [
        {"Supplier": "Quay", "Date": "2026-02-03", "Amount": "5.00", "Purpose": "A\0roof"},
        {"Supplier": "Quay", "Date": "soon\0", "Amount": "5.00", "Purpose": "A\0roof"},
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")

    importing(path)

    row = RejectedRow.objects.get()
    assert (row.cells["Date"], row.cells["Purpose"]) == ("soon�", "A�roof")
    assert row.explanation == "Date, “soon�”: This is not a day."
    assert Payment.objects.get().purpose == "Aroof"


def test_a_later_file_meets_the_organisations_of_an_earlier_one(tmp_path):
    importing(spend_file(tmp_path))

    rows = ["harbour trust,2026-03-01,5,Grants,", "Lantern Co,2026-03-01,5,Grants,"]
    done = importing(spend_file(tmp_path, rows, name="march.csv"))

    assert (done.organisations_begun, done.organisations_met) == (1, 1)
    assert live_organisations().get(name="Harbour Trust").payments.count() == 2


def test_what_was_imported_can_be_found(tmp_path):
    importing(spend_file(tmp_path))

    found = matches("quay", audiences=[PUBLIC])

    assert {(entry.kind, entry.title) for entry in found} == {
        ("payments.payment", "Quay & Sons"),
        ("payments.payment", "QUAY AND SONS"),
        ("organisations.organisation", "Quay & Sons"),
    }


@pytest.mark.parametrize("kind", ["payments.payment", "organisations.organisation"])
def test_what_can_be_found_is_the_same_after_the_index_is_made_again(tmp_path, kind):
    importing(spend_file(tmp_path))

    def indexed():
        return list(Entry.objects.filter(kind=kind).order_by("reference").values_list(*INDEXED))

    before = indexed()
    assert rebuild_index(kind) == len(before) > 0
    assert indexed() == before


def test_the_same_file_is_refused_a_second_time_under_any_name(tmp_path):
    importing(spend_file(tmp_path))

    with pytest.raises(AlreadyImported, match="its rows are live as BAT-"):
        importing(spend_file(tmp_path, name="again.csv"))
    assert Payment.objects.count() == 4


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_someone_without_the_role_imports_nothing(tmp_path, role):
    with pytest.raises(PermissionDenied, match="Only a finance officer or a publisher"):
        importing(spend_file(tmp_path), by=official(role))
    assert not Batch.objects.exists()


def test_payments_are_not_known_from_a_day_that_has_not_come(tmp_path):
    with pytest.raises(ValidationError, match="a day that has not come"):
        importing(spend_file(tmp_path), known_from=DAY + timedelta(days=1))


def test_a_file_without_one_good_row_leaves_nothing(tmp_path):
    why = "No row of the file could be read. Row 2: Date, “soon”: This is not a day. Write days as"
    with pytest.raises(ImportFailed, match=why):
        importing(spend_file(tmp_path, ["Nobody,soon,5,Grants,"]))

    assert nothing_is_left()


def test_a_file_of_headings_alone_is_refused_as_such(tmp_path):
    with pytest.raises(ImportFailed, match="no row below its headings"):
        importing(spend_file(tmp_path, []))

    assert nothing_is_left()
    assert Batch.objects.get().state == BatchState.DISCARDED


def test_a_file_that_breaks_off_leaves_nothing(tmp_path):
    whole = gzip.compress(spend_file(tmp_path, many_rows(40_100)).read_bytes())
    cut = tmp_path / "spend.csv.gz"
    cut.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        importing(cut)

    assert nothing_is_left()


def test_a_file_that_changes_while_it_is_read_leaves_nothing(tmp_path):
    path = spend_file(tmp_path)

    with pytest.raises(ImportFailed, match="changed while it was read"):
        importing(path, progress=lambda _: spend_file(tmp_path, PLAIN[:1]))

    assert nothing_is_left()


def test_rows_that_get_lost_on_the_way_stop_the_import(tmp_path):
    def lose_one(_tally):
        with arranging():
            Payment.objects.filter(row_number=2).delete()

    with pytest.raises(ImportFailed, match="3 rows were staged and 4 were read"):
        importing(spend_file(tmp_path), progress=lose_one)

    assert nothing_is_left()


def test_an_interrupted_import_leaves_nothing_and_can_be_repeated_at_once(tmp_path):
    def interrupt(_tally):
        raise KeyboardInterrupt

    path = spend_file(tmp_path, many_rows(2_100))
    with pytest.raises(KeyboardInterrupt):
        importing(path, progress=interrupt)
    assert nothing_is_left()

    assert importing(path).imported.accepted == 2_100


def test_nothing_is_seen_before_the_last_row_is_staged(tmp_path):
    seen = []

    def look(_tally):
        found = matches("supplier", audiences=[PUBLIC])
        seen.append((live_payments().count(), live_organisations().count(), found.count()))

    importing(spend_file(tmp_path, many_rows(4_100)), progress=look)

    assert seen == [(0, 0, 0)] * 3
    assert live_payments().count() == 4_100


def test_two_imports_are_not_read_in_at_once(tmp_path):
    def another(_tally):
        with pytest.raises(BatchInProgress):
            importing(spend_file(tmp_path, PLAIN[:1], name="other.csv"))

    importing(spend_file(tmp_path), progress=another)

    assert live_payments().count() == 4


def test_an_import_whose_process_died_gives_way_to_the_next(tmp_path):
    dead = open_batch(kind="spend", source_digest="a" * 64, at=NOON)

    importing(spend_file(tmp_path))

    dead.refresh_from_db()
    assert dead.state == BatchState.DISCARDED
    assert live_payments().count() == 4


def test_an_import_discarded_under_its_feet_stops(tmp_path):
    finance = official(Role.FINANCE)

    with pytest.raises(IllegalTransition):
        importing(
            spend_file(tmp_path, many_rows(4_100)),
            by=finance,
            progress=lambda _: discard_batch(Batch.objects.get(), by=finance, at=NOON),
        )

    assert not live_payments().exists()


def test_the_nightly_sweep_knows_every_row_of_a_batch(tmp_path):
    staged, held = [], "Quay & Sons,2026-02-07,5,Taxis,Taxi for client J.S."

    def count_rows(_tally):
        batch = Batch.objects.get(state=BatchState.STAGED)
        staged.extend((rows.model.__name__, rows.count()) for rows in rows_of(batch))

    importing(spend_file(tmp_path, [*PLAIN, "Nobody,soon,5,Grants,", held]), progress=count_rows)

    assert staged == [
        ("Entry", 7),
        ("Gate", 1),
        ("Sighting", 1),
        ("Finding", 1),
        ("RejectedRow", 1),
        ("MendedCell", 0),
        ("DoubtfulMatch", 0),
        ("AgreementVersion", 0),
        ("Agreement", 0),
        ("Payment", 5),
        ("Identifier", 0),
        ("Organisation", 2),
    ]
    assert not Batch.objects.filter(state=BatchState.STAGED).exists()


@pytest.mark.parametrize("name", ["ß" * 400, "&" * 400 + "Z"])
def test_a_name_that_grows_when_it_is_compared_still_fits(tmp_path, name):
    importing(spend_file(tmp_path, [f"{name},2026-02-06,1,Care,"]))

    assert Organisation.objects.get().name == name


def test_two_names_without_a_letter_are_two_organisations(tmp_path):
    importing(spend_file(tmp_path, ["🏠,2026-02-06,1,Care,", "💷,2026-02-06,1,Care,"]))

    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("name", ["W" * 201, "Wex\0moor", "Wex\nmoor"])
def test_a_publisher_needs_a_name_that_can_be_kept(tmp_path, name):
    with pytest.raises(ValidationError, match="publisher"):
        importing(spend_file(tmp_path), publisher=name)
    assert nothing_is_left()


def test_a_file_whose_name_is_no_text_is_read(tmp_path):
    path = spend_file(tmp_path)
    strange = path.rename(tmp_path / os.fsdecode(b"spend-\xff.csv"))

    assert importing(strange).imported.file_name == "spend-\N{REPLACEMENT CHARACTER}.csv"

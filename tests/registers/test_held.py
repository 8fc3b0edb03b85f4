"""What the checks find in a row holds it until it is judged, wherever it is asked after."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine

from almoner.agreements.models import Agreement
from almoner.agreements.operations import say_repeated
from almoner.agreements.states import AgreementKind
from almoner.core.ledger import recorded
from almoner.core.models import Event
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.registers import publicity
from almoner.registers.events import FindingEvent, ImportEvent
from almoner.registers.frozen import rows_of
from almoner.registers.grounds import Ground
from almoner.registers.kinds import Register
from almoner.registers.models import Edition, Finding, Sighting
from almoner.registers.operations import (
    EditionOvertaken,
    editions,
    folder_of,
    reopen_finding,
    undo_import,
    write_edition,
)
from almoner.registers.publicity import (
    WithheldCount,
    held_rows,
    latest_spend_files,
    public_agreements_as_at,
    public_agreements_known,
    public_history_of,
    public_organisations,
    public_payments,
    public_payments_as_at,
    published_counts,
)
from almoner.search.audiences import OFFICIALS, PUBLIC
from almoner.search.queries import matches
from tests.factories import DAY, NOON, PaymentFactory, official
from tests.registers.agreement_files import bring_in, contracts_file
from tests.registers.findings import CLEAN, CLIENT, PERSON, REFUGE, held, judge, kept_back
from tests.registers.publishing import issue

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
FAR = date.max - timedelta(days=1)


def names(payments):
    return sorted(payments.values_list("supplier_name", flat=True))


def test_a_row_is_held_until_what_was_found_in_it_is_judged(tmp_path):
    done = held(tmp_path)

    assert names(public_payments()) == names(public_payments_as_at(FAR)) == ["Harbour Trust"]
    assert (done.held.count, dict(done.held.by_check)) == (1, {"person-initials": 1})
    judge()
    assert names(public_payments()) == ["Harbour Trust", "Tern Cars"]
    assert held_rows(Register.SPEND) == 0


def test_what_is_kept_back_or_mended_in_the_source_stays_held(tmp_path):
    held(tmp_path)

    judge(kept_back())

    assert names(public_payments()) == ["Harbour Trust"]


@pytest.mark.parametrize("most", [0, 1, 200])
def test_what_is_held_is_so_however_many_they_are(tmp_path, monkeypatch, most):
    monkeypatch.setattr(publicity, "MOST_BY_KEY", most)
    publicity._all_that_is_hidden.cache_clear()
    held(tmp_path)

    assert (publicity.hidden_now().held.few_payments is None) == (most == 0)
    assert names(public_payments()) == ["Harbour Trust"]
    publicity._all_that_is_hidden.cache_clear()


def test_what_only_asks_for_a_look_holds_nothing(tmp_path):
    held(tmp_path, "Quay Repairs,2026-02-03,9.00,Repairs,Roof of 12 High Street")

    assert [one.blocks for one in Finding.objects.all()] == [False]
    assert names(public_payments()) == ["Quay Repairs"]


def test_an_organisation_that_only_held_rows_name_is_not_public(tmp_path):
    held(tmp_path, CLEAN, PERSON)
    pole = Organisation.objects.get(name="Ms Jane Pole")

    assert pole not in public_organisations()
    assert not matches("Pole", audiences=[PUBLIC]).exists()
    assert matches("Pole", audiences=[PUBLIC, OFFICIALS]).count() == 2
    judge()
    assert pole in public_organisations()
    assert matches("Pole", audiences=[PUBLIC]).count() == 2


def test_an_organisation_that_another_row_names_is_public_without_the_held_one(tmp_path):
    held(tmp_path, CLIENT, "Tern Cars,2026-02-07,5.00,Taxis,A taxi")

    assert [one.name for one in public_organisations()] == ["Tern Cars"]
    assert [f"{one.amount}" for one in public_payments()] == ["5.00"]


def test_an_organisation_whose_own_name_is_held_is_hidden_with_all_its_rows(tmp_path):
    header = "Contract Reference,Contract Title,Supplier,Charity Number,Start Date,Contract Value"
    rows = [
        "C-1,Beds,The refuge at 12 High Street,1234567,01/04/2025,9",
        "C-2,Chairs,Harbour Trust,1234567,01/04/2025,7",
    ]
    bring_in(contracts_file(tmp_path, rows, header=header))
    organisation = Organisation.objects.get()
    assert organisation.name == "The refuge at 12 High Street"

    assert not public_organisations().exists()
    assert not public_agreements_known(AgreementKind.CONTRACT, DAY).exists()


def test_files_are_counted_without_what_is_held(tmp_path):
    held(tmp_path)

    (file,) = latest_spend_files(1)
    assert (file.accepted, f"{file.total:.2f}") == (1, "1250.50")


def test_what_was_judged_once_is_judged_for_later_imports_of_the_same_publisher(tmp_path):
    held(tmp_path)
    judge()

    done = held(tmp_path, CLIENT.replace("77.40", "12.00"), name="later.csv")
    assert (done.held.count, public_payments().count()) == (0, 3)

    other = held(tmp_path, CLIENT, name="other.csv", publisher="Elsewhere")
    assert (other.held.count, public_payments().count()) == (1, 3)


def test_an_address_is_judged_with_the_words_that_stand_beside_it(tmp_path):
    plain = "Quay Repairs,2026-02-03,9.00,Repairs,Flat 12 High Street for a tenant"
    held(tmp_path, plain)
    judge()

    done = held(tmp_path, plain.replace("Quay Repairs", "Womens Refuge"), name="later.csv")

    assert done.held.count == 1


def test_what_is_reopened_is_held_again(tmp_path):
    held(tmp_path)
    judge()

    reopen_finding(Finding.objects.get(), note="A client", by=official("finance"), at=NOON)

    assert names(public_payments()) == ["Harbour Trust"]


def test_what_is_known_of_findings_does_not_outlive_an_import_that_was_undone(tmp_path):
    done = held(tmp_path)
    undo_import(done.imported.batch, reason="Wrong file", by=official("publisher"), at=NOON)

    again = held(tmp_path, name="again.csv")

    assert (again.held.count, Finding.objects.count(), Sighting.objects.count()) == (1, 1, 2)


CONTRACT = "Contract Reference,Contract Title,Supplier,Start Date,Contract Value"


def contracts(folder, title, value, *, known_from=DAY, at=NOON, name="c.csv"):
    row = f"C-1,{title},Harbour Trust,01/04/2025,{value}"
    path = contracts_file(folder, [row], name=name, header=CONTRACT)
    return bring_in(path, known_from=known_from, at=at)


def test_while_the_last_that_was_said_of_an_agreement_is_held_what_was_public_before_speaks(
    tmp_path,
):
    contracts(tmp_path, "Beds", 9)
    contracts(tmp_path, "Refuge at 12 High Street", 11, at=LATER, name="later.csv")
    agreement = Agreement.objects.get()

    for shown in (
        public_agreements_known(AgreementKind.CONTRACT, DAY),
        public_agreements_as_at(AgreementKind.CONTRACT, FAR),
        public_history_of(agreement),
    ):
        assert [version.said["title"] for version in shown] == ["Beds"]
    assert held_rows(Register.CONTRACTS) == 1
    assert not matches("Beds", audiences=[PUBLIC]).exists()  # its entry says the held words
    judge(by=official("agreement-manager"))
    (shown,) = public_agreements_known(AgreementKind.CONTRACT, DAY)
    assert shown.said["title"] == "Refuge at 12 High Street"


def test_a_row_that_says_what_is_known_is_not_found_again(tmp_path):
    contracts(tmp_path, "Refuge at 12 High Street", 11)

    path = contracts_file(
        tmp_path,
        ["C-1,Refuge at 12 High Street,Harbour Trust,01/04/2025,11", "C-2,B,Quay,01/04/2025,1"],
        name="again.csv",
        header=CONTRACT,
    )
    again = bring_in(path)

    assert (again.figures.same, again.held.count, Sighting.objects.count()) == (1, 0, 1)


def csv_of(edition):
    name = f"{edition.series}-{edition.period}.csv"
    return list(csv.DictReader(io.StringIO((folder_of(edition) / name).read_text())))


def test_an_edition_has_what_was_judged_by_its_line_and_the_same_bytes_ever_after(tmp_path):
    held(tmp_path, CLEAN, CLIENT)
    first = issue(at=NOON)
    assert [row["supplier"] for row in csv_of(first)] == ["Harbour Trust"]

    judge(at=LATER)

    (tmp_path / "again").mkdir()
    assert [row[3] for row in rows_of(first).rows()] == ["Harbour Trust"]
    write_edition(first, tmp_path / "again")
    second = issue(at=LATER)
    assert {row["supplier"] for row in csv_of(second)} == {"Harbour Trust", "Tern Cars"}
    assert [row[3] for row in rows_of(Edition.objects.get(pk=second.pk)).rows()] == [
        "Harbour Trust",
        "Tern Cars",
    ]


def test_an_edition_that_is_out_keeps_what_is_reopened_and_its_list_of_changes_names_it_no_more(
    tmp_path,
):
    held(tmp_path, CLEAN, CLIENT)
    judge()
    first = issue(at=NOON)

    reopen_finding(Finding.objects.get(), note="A client", by=official("finance"), at=LATER)

    (tmp_path / "again").mkdir()
    write_edition(first, tmp_path / "again")
    second = issue(at=LATER)
    files = [path.read_bytes() for path in folder_of(second).iterdir() if path.suffix != ".xlsx"]
    assert not any(b"Tern Cars" in said for said in files)


def test_an_edition_of_rows_that_are_held_again_while_it_is_made_is_not_published(
    tmp_path, monkeypatch
):
    held(tmp_path, CLEAN, CLIENT)
    judge()
    write = editions._write

    def meanwhile(folder, edition):
        package = write(folder, edition)
        if not Event.objects.filter(kind=FindingEvent.REOPENED).exists():
            by = official("finance")
            reopen_finding(Finding.objects.get(), note="A client", by=by, at=LATER)
        return package

    monkeypatch.setattr(editions, "_write", meanwhile)

    with pytest.raises(EditionOvertaken, match="to be judged anew"):
        issue()

    assert not Edition.objects.exists()


@pytest.mark.parametrize(("count", "said"), [(4, "fewer than 5 rows"), (5, "5 rows")])
def test_the_note_on_quality_says_how_many_rows_are_held(tmp_path, count, said):
    rows = [CLIENT.replace("77.40", f"{n}.50") for n in range(count)]
    held(tmp_path, CLEAN, *rows)

    edition = issue()

    note = (folder_of(edition) / "spend-2026-02-quality.txt").read_text()
    assert f"Not published until somebody has judged what was found in them: {said}." in note


def test_an_edition_of_held_rows_alone_does_not_say_that_there_is_nothing_to_report(tmp_path):
    held(tmp_path, CLIENT)

    edition = issue()

    texts = [path.read_text() for path in folder_of(edition).glob("*.txt")]
    assert not any("Nothing to report" in text for text in texts)
    assert "Nothing to report" not in (folder_of(edition) / "datapackage.json").read_text()


def test_what_is_kept_back_is_published_as_a_count_by_its_ground(tmp_path):
    rows = [REFUGE.replace("912.25", f"{n}.25") for n in range(5)]
    held(tmp_path, *rows, *[PERSON.replace("300", f"{n}") for n in range(6)])
    assert published_counts() == []

    for finding in Finding.objects.all():
        judge(kept_back(), finding=finding)

    assert published_counts() == [
        WithheldCount(5, Register.SPEND, Ground.SAFETY),
        WithheldCount(6, Register.SPEND, Ground.PERSONAL_DATA),
    ]


def test_lines_and_facts_hold_no_words(tmp_path):
    held(tmp_path, CLIENT, REFUGE, PERSON)
    for finding in Finding.objects.all():
        judge(finding=finding)

    said = str([event.facts for event in Event.objects.all()])

    assert not any(word in said for word in ("J.S.", "High Street", "Pole"))


def test_a_payment_of_long_ago_that_was_never_looked_over_is_public_as_it_was():
    PaymentFactory(supplier_name="Ms Jane Pole")

    assert public_payments().count() == Payment.objects.count() == 1
    assert public_payments_as_at(FAR).count() == 1


def only(*titles):
    """What the public reads of contracts, as now known and as at the day of the tests."""
    known = public_agreements_known(AgreementKind.CONTRACT, DAY)
    as_at = public_agreements_as_at(AgreementKind.CONTRACT, DAY)
    return [[one.said["title"] for one in shown] for shown in (known, as_at)] == [[*titles]] * 2


def test_a_row_that_repeats_another_does_not_speak_again_because_an_older_word_of_it_is_held(
    tmp_path,
):
    def bring(*titles):
        rows = [f"C-1,{title},Harbour Trust,01/04/2025,9" for title in titles]
        with time_machine.travel(NOON):
            bring_in(contracts_file(tmp_path, rows, name=f"{titles[1]}.csv", header=CONTRACT))

    bring("Refuge at 12 High Street", "Refuge at 12 High Street")
    bring("Chairs", "Tables")
    bring("Beds", "Beds")
    assert only("Beds", "Beds")
    one, two = Agreement.objects.order_by("occurrence")

    with time_machine.travel(NOON):
        say_repeated(two, of=one, reason="Twice", by=official("publisher"), at=NOON)
        assert only("Beds")
        assert [row[5] for row in rows_of(issue(Register.CONTRACTS)).rows()] == ["Beds"]


def test_what_was_mended_in_the_source_is_found_again_by_its_new_words_alone(tmp_path):
    contracts(tmp_path, "Refuge at 12 High Street", 9)
    contracts(tmp_path, "Beds", 9, at=LATER, name="mended.csv")

    assert matches("Beds", audiences=[PUBLIC]).count() == 1
    assert not matches("Refuge", audiences=[PUBLIC, OFFICIALS]).exists()


def test_what_spoke_before_is_found_again_once_the_held_import_is_undone(tmp_path):
    contracts(tmp_path, "Beds", 9)
    done = contracts(tmp_path, "Refuge at 12 High Street", 9, at=LATER, name="later.csv")

    undo_import(done.imported.batch, reason="Wrong", by=official("publisher"), at=LATER)

    assert matches("Beds", audiences=[PUBLIC]).count() == 1


@pytest.mark.parametrize("is_undone", [False, True])
def test_the_index_says_no_held_word_from_the_very_commit_by_which_another_speaks(
    tmp_path, is_undone
):
    found = []

    def look(**_event):
        found.append([matches(word, audiences=[PUBLIC]).count() for word in ("Beds", "Refuge")])

    titles = ["Refuge at 12 High Street", "Beds"]
    first, then = titles[::-1] if is_undone else titles
    contracts(tmp_path, first, 9)
    kind = ImportEvent.UNDONE if is_undone else ImportEvent.CONTRACTS_IMPORTED
    done = contracts(tmp_path, then, 9, at=LATER, name="a.csv") if is_undone else None

    recorded.connect(look, sender=kind)
    try:
        if done:
            undo_import(done.imported.batch, reason="Wrong", by=official("publisher"), at=LATER)
        else:
            contracts(tmp_path, then, 9, at=LATER, name="a.csv")
    finally:
        recorded.disconnect(look, sender=kind)

    assert found == [[1, 0]]

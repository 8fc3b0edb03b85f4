from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied

from almoner.accounts.roles import Role
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import (
    Totals,
    agreements_as_at,
    agreements_known,
    history_of,
    totals,
)
from almoner.agreements.states import AgreementKind, Origin
from almoner.core.batches import BatchInProgress, digest_of, open_batch
from almoner.core.models import Batch, Event
from almoner.core.states import BatchState
from almoner.opendata.sources import UnreadableFile
from almoner.organisations.matching import Doubt
from almoner.organisations.models import Identifier, Organisation
from almoner.organisations.queries import live_organisations
from almoner.registers.events import ImportEvent
from almoner.registers.kinds import Register
from almoner.registers.models import DoubtfulMatch, RejectedRow
from almoner.registers.operations import AlreadyImported, ImportFailed, preview_import
from almoner.search.audiences import PUBLIC
from almoner.search.models import Entry
from almoner.search.operations import rebuild_index
from almoner.search.queries import matches
from tests.factories import DAY, NOON, official
from tests.registers.agreement_files import (
    BEDS,
    CONTRACT_HEADER,
    GRANTS,
    ROOF,
    SHELTER,
    bring_in,
    contracts_file,
    figures,
    grants_file,
    workbook,
)
from tests.registers.files import PLAIN, spend_file

pytestmark = pytest.mark.django_db
CONTRACT, GRANT = AgreementKind.CONTRACT, AgreementKind.GRANT
MORROW = DAY + timedelta(days=1)
NEXT_NOON = NOON + timedelta(days=1)
LONGER = SHELTER.replace("31/03/2027", "31/03/2028")


def known(kind=CONTRACT, on=DAY):
    return {version.said["reference"]: version for version in agreements_known(kind, on)}


def test_importing_contracts_shows_them_all_and_leaves_one_line(tmp_path):
    publisher = official(Role.PUBLISHER)
    path = contracts_file(tmp_path)

    done = bring_in(path, by=publisher)

    assert totals(agreements_known(CONTRACT, DAY)) == Totals(2, Decimal("102500.50"), 0)
    line = Event.objects.get()
    assert (line.kind, line.actor) == (ImportEvent.CONTRACTS_IMPORTED, publisher.actor)
    assert line.about == f"core.batch:{done.imported}"
    assert line.facts == {
        "digest": digest_of(AgreementVersion.objects.order_by("row_number")),
        "source": sha256(path.read_bytes()).hexdigest(),
        "rows": "2",
        "rejected": "0",
        "total": "102500.50",
        "known_from": "2026-03-04",
        "new": "2",
        "changed": "0",
        "same": "0",
        "missing": "0",
    }
    assert (figures(done), done.organisations_begun) == ((2, 0, 0, 0), 2)


def test_an_agreement_keeps_what_its_row_said(tmp_path):
    bring_in(contracts_file(tmp_path))

    version = known()["C-1"]
    agreement = version.agreement
    assert (agreement.kind, agreement.origin, agreement.publisher) == (
        CONTRACT,
        Origin.IMPORTED,
        "Wexmoor",
    )
    assert agreement.reference.startswith("AGR-")
    assert (version.organisation_name, version.organisation.name) == ("Harbour Trust",) * 2
    assert (version.amount, version.starts_on, version.ends_on) == (
        Decimal("100000.50"),
        date(2025, 4, 1),
        date(2027, 3, 31),
    )
    assert version.said == {
        "reference": "C-1",
        "title": "Night shelter",
        "supplier_charity_number": "1234567",
        "contact": "lena@wexmoor.test",
    }


def test_importing_grants_says_so_in_its_own_words(tmp_path):
    done = bring_in(grants_file(tmp_path), Register.GRANTS)

    assert Event.objects.get().kind == ImportEvent.GRANTS_IMPORTED
    assert figures(done) == (2, 0, 0, 0)
    version = known(GRANT)["G-1"]
    assert (version.amount, version.made_on) == (Decimal(5000), date(2026, 2, 4))
    assert not agreements_known(CONTRACT, DAY).exists()


def test_a_later_file_adds_versions_only_of_what_is_new_or_changed(tmp_path):
    bring_in(contracts_file(tmp_path, [SHELTER, ROOF, "C-3,A gate,Tarnside Ltd,,,,,5,"]))

    later = contracts_file(tmp_path, [LONGER, ROOF, "C-4,A wall,Tarnside Ltd,,,,,6,"])
    done = bring_in(later, known_from=MORROW, at=NEXT_NOON)

    assert figures(done) == (1, 1, 1, 1)
    assert AgreementVersion.objects.filter(batch=done.imported.batch).count() == 2
    assert Agreement.objects.count() == 4
    assert [Agreement.objects.get(pk=key) for key in done.missing] == [known()["C-3"].agreement]
    assert known(on=MORROW).keys() == {"C-1", "C-2", "C-3", "C-4"}


def test_the_register_answers_as_at_each_day(tmp_path):
    bring_in(contracts_file(tmp_path))
    bring_in(contracts_file(tmp_path, [LONGER]), known_from=DAY, at=NEXT_NOON)

    def ends():
        return known()["C-1"].ends_on

    assert ends() == date(2028, 3, 31)
    history = history_of(known()["C-1"].agreement)
    assert [version.ends_on for version in history] == [date(2028, 3, 31), date(2027, 3, 31)]
    assert agreements_as_at(CONTRACT, DAY - timedelta(days=1)).count() == 0


def test_the_same_rows_in_another_order_and_dress_say_nothing_new(tmp_path):
    bring_in(contracts_file(tmp_path, [SHELTER, ROOF, ROOF]))

    dressed = SHELTER.replace("100000.50", '"£100,000.50"').replace("01/04/2025", "1 Apr 2025")
    done = bring_in(contracts_file(tmp_path, [ROOF, dressed, ROOF]))

    assert figures(done) == (0, 0, 3, 0)
    assert (done.imported.batch.row_count, done.imported.batch.state) == (0, BatchState.LIVE)


def test_rows_alike_in_every_word_stay_apart(tmp_path):
    bring_in(contracts_file(tmp_path, [SHELTER, SHELTER]))

    occurrences = Agreement.objects.order_by("pk").values_list("occurrence", flat=True)
    assert list(occurrences) == [1, 2]


def test_the_registers_of_two_publishers_are_two(tmp_path):
    bring_in(contracts_file(tmp_path))

    done = bring_in(contracts_file(tmp_path, [ROOF, SHELTER]), publisher="Tarnside")

    assert figures(done) == (2, 0, 0, 0)
    assert done.organisations_met == 2


def test_an_old_file_read_in_late_fills_the_past_and_leaves_the_present(tmp_path):
    bring_in(contracts_file(tmp_path, [LONGER]))

    done = bring_in(contracts_file(tmp_path, [SHELTER]), known_from=DAY - timedelta(days=30))

    assert figures(done) == (1, 0, 0, 0)
    assert Agreement.objects.count() == 1
    assert known()["C-1"].ends_on == date(2028, 3, 31)
    assert known(on=DAY - timedelta(days=1))["C-1"].ends_on == date(2027, 3, 31)
    assert Entry.objects.filter(kind="agreements.agreement").count() == 1


def test_an_organisation_is_one_over_all_registers(tmp_path):
    bring_in(spend_file(tmp_path), Register.SPEND)

    contracts = bring_in(contracts_file(tmp_path))
    grants = bring_in(grants_file(tmp_path), Register.GRANTS)

    assert (contracts.organisations_begun, contracts.organisations_met) == (0, 2)
    assert (grants.organisations_begun, grants.organisations_met) == (1, 1)
    assert live_organisations().get(name="Harbour Trust").payments.count() == 1
    assert set(Identifier.objects.values_list("scheme", "value", "organisation__name")) == {
        ("GB-CHC", "1234567", "Harbour Trust"),
        ("GB-COH", "01234567", "Quay & Sons"),
    }


def test_numbers_that_lead_to_two_organisations_are_listed_for_a_person(tmp_path):
    bring_in(contracts_file(tmp_path))

    both = "C-9,A gate,Quay & Sons,01234567,1234567,,,5,"
    done = bring_in(contracts_file(tmp_path, [both], name="both.csv"))

    doubtful = DoubtfulMatch.objects.get()
    assert (done.doubts, doubtful.doubt, doubtful.row_number) == (1, Doubt.LEADS_TO_TWO, 2)
    assert (doubtful.organisation.name, doubtful.other.name) == ("Quay & Sons", "Harbour Trust")
    assert known()["C-9"].organisation.name == "Quay & Sons"


@pytest.mark.parametrize("name", ["Various suppliers", "REDACTED PERSONAL DATA"])
def test_whoever_is_no_one_organisation_is_none(tmp_path, name):
    bring_in(contracts_file(tmp_path, [SHELTER.replace("Harbour Trust", name)]))

    version = known()["C-1"]
    assert (version.organisation, version.organisation_name) == (None, name)
    assert not Organisation.objects.exists()


def test_a_row_that_cannot_be_read_is_kept_with_the_readers_reason(tmp_path):
    done = bring_in(contracts_file(tmp_path, [SHELTER, ",,,,,01/04/2025,,5,"]))

    row = RejectedRow.objects.get()
    assert (row.sheet, row.row_number, row.code) == ("", 3, "missing-value")
    assert row.cells["Contract Value"] == "5"
    assert (done.imported.accepted, done.imported.rejected) == (1, 1)


def test_a_name_longer_than_any_is_rejected_and_said_so(tmp_path):
    bring_in(contracts_file(tmp_path, [ROOF, SHELTER.replace("Harbour", "H" * 600)]))

    row = RejectedRow.objects.get()
    assert (row.row_number, row.code) == (3, "cell-too-long")
    assert row.explanation.startswith("Supplier name: It has more characters")


def test_the_sheets_of_a_workbook_are_one_register(tmp_path):
    sheets = {"April": [CONTRACT_HEADER, SHELTER], "May": [CONTRACT_HEADER, ROOF, "x,,,,,,,,"]}

    done = bring_in(workbook(tmp_path, Notes=["Our contracts"], **sheets))

    places = AgreementVersion.objects.order_by("pk").values_list("sheet", "row_number")
    assert list(places) == [("April", 2), ("May", 2)]
    assert [(row.sheet, row.row_number) for row in RejectedRow.objects.all()] == [("May", 3)]
    assert [passed.sheet for passed in done.file.passed_over] == ["Notes"]


def test_a_table_of_another_register_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(UnreadableFile, match=r"grants.csv holds grants, not contracts. Import it"):
        bring_in(grants_file(tmp_path))
    with pytest.raises(UnreadableFile, match=r"contracts.csv holds contracts, not spend"):
        bring_in(contracts_file(tmp_path), Register.SPEND)

    assert not Batch.objects.exists()


@pytest.mark.parametrize("register", [Register.CONTRACTS, Register.GRANTS])
@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR, Role.ADMINISTRATOR])
def test_someone_without_the_role_imports_nothing(tmp_path, register, role):
    with pytest.raises(PermissionDenied, match="Only a publisher may import"):
        bring_in(contracts_file(tmp_path), register, by=official(role))


def test_the_same_file_is_refused_a_second_time(tmp_path):
    bring_in(contracts_file(tmp_path))

    with pytest.raises(AlreadyImported, match="its rows are live as BAT-"):
        bring_in(contracts_file(tmp_path, name="again.csv"))


def test_nothing_is_seen_before_all_is_staged_and_what_was_seen_stays_so(tmp_path):
    bring_in(contracts_file(tmp_path))
    seen = []

    def look(_tally):
        found = {word: matches(word, audiences=[PUBLIC]).count() for word in ("shelter", "gate")}
        seen.append((known(on=MORROW)["C-1"].ends_on, found))

    rows = [LONGER, "C-4,A gate,Tarnside Ltd,,,,,6,"]
    bring_in(contracts_file(tmp_path, rows), known_from=MORROW, at=NEXT_NOON, progress=look)

    assert seen == [(date(2027, 3, 31), {"shelter": 1, "gate": 0})]
    assert known(on=MORROW)["C-1"].ends_on == date(2028, 3, 31)
    assert matches("gate", audiences=[PUBLIC]).count() == 1


def test_what_changed_is_found_by_its_new_words_alone(tmp_path):
    bring_in(contracts_file(tmp_path, [SHELTER]))
    renamed = SHELTER.replace("Night shelter", "Winter beds")
    bring_in(contracts_file(tmp_path, [renamed]), known_from=MORROW, at=NEXT_NOON)

    def indexed():
        found = Entry.objects.filter(kind="agreements.agreement")
        return list(found.values_list("reference", "object_pk", "title", "text", "happened_on"))

    before = indexed()
    assert matches("winter", audiences=[PUBLIC]).count() == 1
    assert not matches("shelter", audiences=[PUBLIC]).exists()
    assert rebuild_index("agreements.agreement") == 1
    assert indexed() == before


def test_an_interrupted_import_leaves_what_was_there(tmp_path):
    bring_in(contracts_file(tmp_path))
    before = (Agreement.objects.count(), Entry.objects.count(), Organisation.objects.count())

    def interrupt(_tally):
        raise KeyboardInterrupt

    rows = [LONGER, "C-4,A gate,Tarnside Ltd,09999999,,,,6,"]
    with pytest.raises(KeyboardInterrupt):
        bring_in(contracts_file(tmp_path, rows), progress=interrupt)

    after = (Agreement.objects.count(), Entry.objects.count(), Organisation.objects.count())
    assert after == before
    assert Identifier.objects.count() == 2


@pytest.mark.parametrize("rows", [[SHELTER], [SHELTER, ROOF, SHELTER]])
def test_a_file_that_changes_while_it_is_read_leaves_nothing(tmp_path, rows):
    path = contracts_file(tmp_path)

    with pytest.raises(ImportFailed, match="changed while it was read"):
        bring_in(path, progress=lambda _: contracts_file(tmp_path, rows))

    assert not Agreement.objects.exists()


def test_what_another_registers_dead_import_left_gives_way(tmp_path):
    dead = open_batch(kind="spend", source_digest="a" * 64, at=NOON)

    bring_in(contracts_file(tmp_path))

    dead.refresh_from_db()
    assert dead.state == BatchState.DISCARDED


def test_imports_of_two_registers_are_not_read_in_at_once(tmp_path):
    def another(_tally):
        with pytest.raises(BatchInProgress, match="Another file is being read in"):
            bring_in(spend_file(tmp_path, PLAIN), Register.SPEND)

    bring_in(contracts_file(tmp_path), progress=another)

    assert len(known()) == 2


def test_a_preview_says_what_an_import_would_do_and_keeps_nothing(tmp_path):
    publisher = official(Role.PUBLISHER)
    bring_in(contracts_file(tmp_path), by=publisher)
    path = contracts_file(tmp_path, [LONGER, "C-4,A gate,Tarnside Ltd,,,,,6,"])
    asked = {"publisher": "Wexmoor", "known_from": DAY, "by": publisher, "at": NOON}

    preview = preview_import(path, register=Register.CONTRACTS, **asked)
    spend = preview_import(spend_file(tmp_path), register=Register.SPEND, **asked)

    assert (figures(preview), len(preview.missing)) == ((1, 1, 0, 1), 1)
    assert (spend.file.tally.accepted, figures(spend)) == (4, (0, 0, 0, 0))
    assert (Batch.objects.count(), Event.objects.count()) == (1, 1)
    done = bring_in(path, by=publisher)
    assert (done.figures, done.missing) == (preview.figures, preview.missing)


def test_grants_without_a_reference_are_told_by_all_their_words(tmp_path):
    header = "Title,Recipient Name,Award Date,Amount Awarded"
    rows = [",".join(row.split(",")[1:3] + row.split(",")[4:6]) for row in GRANTS]
    bring_in(grants_file(tmp_path, rows, header=header), Register.GRANTS)

    again = grants_file(tmp_path, [rows[1], rows[1], rows[0] + "0"], header=header)
    done = bring_in(again, Register.GRANTS)

    assert BEDS.startswith("G-1")
    assert figures(done) == (2, 0, 1, 1)

import csv
import json
import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from almoner.accounts.roles import Role
from almoner.core.ledger import checkpoint, verify
from almoner.core.models import Event
from almoner.core.periods import Month
from almoner.framework.reading import framework_called
from almoner.payments.models import Payment
from almoner.publication.datasets import Column, registry
from almoner.publication.packages import write_package
from almoner.registers.datasets import Spend
from almoner.registers.due_editions import duty_called
from almoner.registers.frozen import columns_of, has_changed_since
from almoner.registers.kinds import Register
from almoner.registers.models import Edition, EditionFile
from almoner.registers.operations import (
    EditionDiffers,
    editions,
    folder_of,
    hand_out_edition,
    import_file,
    restore_edition,
    write_edition,
)
from almoner.registers.queries import edition_numbered
from tests.factories import DAY, NOON, official
from tests.guard import arranging
from tests.registers.agreement_files import SHELTER, contracts_file
from tests.registers.agreement_files import bring_in as bring_agreements_in
from tests.registers.files import HEADER, PLAIN, spend_file
from tests.registers.publishing import WEXMOOR, approve, duties_of_wexmoor, issue, submitted

pytestmark = pytest.mark.django_db
ROW = "Quay & Sons,2026-02-04,50,Repairs,A roof,"
FEBRUARY = Month(2026, 2)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER)


def bring_in(tmp_path, publisher, rows=PLAIN, *, name="spend.csv", known_from=DAY):
    path = spend_file(tmp_path, rows, name=name)
    return import_file(
        path,
        register=Register.SPEND,
        publisher="Wexmoor",
        known_from=known_from,
        by=publisher,
        at=NOON,
    )


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_approve_edition_freezes_a_month_in_files_and_leaves_one_line(tmp_path, publisher, duties):
    march = "Lantern Co,2026-03-01,5,Grants,"
    bring_in(tmp_path, publisher, [*PLAIN, march])
    ready = submitted()
    before = checkpoint()

    edition = approve(ready)

    assert (str(edition), edition.number, edition.row_count) == ("EDN-2026-001", 1, 4)
    assert folder_of(edition) == django_settings.FILES / "editions/spend/2026-02/1"
    files = bytes_in(folder_of(edition))
    assert files["checkpoint.txt"].decode() == f"{before}\n"
    assert {name: sha256(content).hexdigest() for name, content in files.items()} == dict(
        EditionFile.objects.values_list("name", "digest")
    )
    assert edition.digest == sha256(files["SHA256SUMS"]).hexdigest()
    assert b"Lantern" not in b"".join(files.values())
    line = Event.objects.order_by("number").last()
    assert (line.kind, line.about) == ("edition.issued", "registers.edition:EDN-2026-001")
    assert (line.facts["digest"], line.facts["duty"]) == (edition.digest, "spend")
    assert verify().count == before.count + 1


def test_an_edition_is_written_twice_with_the_same_bytes_whatever_came_since(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    edition = issue()
    write_edition(edition, tmp_path / "once")

    bring_in(tmp_path, publisher, ["Lantern Co,2026-02-09,5,Grants,"], name="late.csv")
    write_edition(edition, tmp_path / "twice")

    assert bytes_in(tmp_path / "once") == bytes_in(tmp_path / "twice")
    assert bytes_in(tmp_path / "once") == bytes_in(folder_of(edition))


def test_what_came_since_is_in_the_next_number(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    issue()
    bring_in(tmp_path, publisher, ["Lantern Co,2026-02-09,5,Grants,"], name="late.csv")

    second = issue()

    assert (second.number, second.row_count) == (2, 5)
    assert edition_numbered("spend", "2026-02") == second
    assert edition_numbered("spend", "2026-02", 1).row_count == 4


def test_what_is_known_only_from_a_later_day_is_not_yet_in_an_edition(tmp_path, publisher):
    bring_in(tmp_path, publisher, known_from=DAY)

    early = issue(at=NOON - timedelta(days=1))

    assert early.row_count == 0


def test_an_edition_may_cover_a_quarter_and_only_what_is_over_so_many_pounds(tmp_path, publisher):
    returned = "Quay,2026-02-07,-900,Repairs,Money returned"
    bring_in(tmp_path, publisher, [*PLAIN, returned, "Quay,2026-02-08,500,Repairs,"])
    april = datetime(2026, 4, 1, 12, tzinfo=UTC)

    edition = issue("spend-over-500", "2025-26-Q4", at=april)
    write_edition(edition, tmp_path / "again")

    rows = (tmp_path / "again" / "spend-over-500-2025-26-Q4.csv").read_text().splitlines()[1:]
    assert [row.split(",")[5] for row in rows] == ["1250.50", "-900.00"]


def test_an_edition_may_cover_a_year_and_only_what_is_up_to_so_many_pounds(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    april = datetime(2026, 4, 1, 12, tzinfo=UTC)

    edition = issue("spend-yearly", "2025-26", at=april)
    write_edition(edition, tmp_path / "again")

    assert (edition.period, edition.row_count) == ("2025-26", 2)


def test_a_year_that_could_be_a_month_is_written_again_as_a_year(tmp_path, publisher):
    rows = ["Quay,2011-06-01,5,Grants,", "Quay,2011-12-05,5,Grants,"]
    bring_in(tmp_path, publisher, rows)

    edition = issue("spend-yearly", "2011-12")
    write_edition(edition, tmp_path / "again")

    assert (edition.period, edition.row_count) == ("2011-12", 2)


def test_small_contracts_are_those_made_in_the_quarter_that_are_not_known_to_be_large(tmp_path):
    large = "C-3,A wing,Quay,,,01/02/2026,,10000.01,"
    edge = "C-4,A gate,Quay,,,01/02/2026,,10000,"
    silent = "C-5,A path,Quay,,,01/02/2026,,,"
    bring_agreements_in(contracts_file(tmp_path, [SHELTER, large, edge, silent]))
    april = datetime(2026, 4, 1, 12, tzinfo=UTC)

    edition = issue("contracts-small", "2025-26-Q4", at=april)

    rows = (folder_of(edition) / "contracts-small-2025-26-Q4.csv").read_text()
    assert re.findall(r"C-\d", rows) == ["C-4", "C-5"]


def test_an_empty_period_publishes_that_there_is_nothing_to_report():
    edition = issue(period="2025-12")

    note = (folder_of(edition) / "spend-2025-12-quality.txt").read_text()
    assert edition.row_count == 0
    assert "Nothing to report" in note


def test_a_correction_says_so_and_what_changed(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    issue()
    bring_in(tmp_path, publisher, ["Lantern Co,2026-02-09,5,Grants,"], name="late.csv")

    second = issue()

    package = json.loads((folder_of(second) / "datapackage.json").read_text())
    changes = (folder_of(second) / "spend-2026-02-changes.csv").read_text().splitlines()[1:]
    assert (second.correction, package["description"]) == ("A late invoice", "A late invoice")
    assert [line.split(",")[1] for line in changes] == ["added"]


def test_what_is_live_is_compared_with_the_period_before(tmp_path):
    bring_agreements_in(contracts_file(tmp_path, [SHELTER]))
    issue("contracts", "2026-01")

    february = issue("contracts", "2026-02")

    assert str(february.earlier) == "EDN-2026-001"
    assert issue("spend", "2026-02").earlier is None


def test_an_edition_keeps_what_its_bytes_rest_on(tmp_path, publisher, settings):
    bring_in(tmp_path, publisher)
    edition = issue()
    settings.BODY_NAME, settings.ADDRESS = "Renamed", "https://moved.test"

    write_edition(edition, tmp_path / "again")

    assert bytes_in(tmp_path / "again") == bytes_in(folder_of(edition))
    assert edition.framework == framework_called(WEXMOOR).digest
    assert edition.terms["address"].endswith(
        reverse("public:edition", args=["spend", "2026-02", 1])
    )


def test_an_edition_of_before_there_were_duties_is_written_again_in_its_own_form(
    tmp_path, publisher
):
    bring_in(tmp_path, publisher)
    end = checkpoint()
    then = columns_of(Edition(dataset="spend"))
    rows = registry["spend"].frozen(FEBRUARY, line=end.count, on=DAY).in_columns(then)
    (tmp_path / "old").mkdir()
    package = write_package(rows, tmp_path / "old", period="2026-02", number=1, checkpoint=str(end))
    with arranging():
        edition = Edition.objects.create(
            reference="EDN-2025-009",
            dataset="spend",
            period="2026-02",
            number=1,
            issued_at=NOON,
            issued_by=publisher,
            line=end.count,
            line_hash=end.head,
            row_count=4,
            digest=package.digest,
        )

    write_edition(edition, tmp_path / "again")

    assert len(bytes_in(tmp_path / "again")) == 5
    assert bytes_in(tmp_path / "again") == bytes_in(tmp_path / "old")
    assert (edition.title, issue().number) == ("Payments to suppliers", 2)


def test_files_that_a_dead_process_left_are_replaced(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    left = django_settings.FILES / "editions/spend/2026-02/1"
    left.mkdir(parents=True)
    (left / "half.csv").write_text("half")

    edition = issue()

    assert "half.csv" not in bytes_in(folder_of(edition))
    assert [path.name for path in left.parent.iterdir()] == ["1"]


def test_an_edition_that_cannot_be_put_in_place_was_never_issued(
    tmp_path, publisher, duties, monkeypatch
):
    bring_in(tmp_path, publisher)
    ready = submitted()

    def no_room(_folder, _place):
        raise OSError("No space left on device")

    with monkeypatch.context() as full:
        full.setattr(editions, "put_in_place", no_room)
        with pytest.raises(OSError, match="No space left"):
            approve(ready)

    assert not Edition.objects.exists()
    assert str(approve(ready)) == "EDN-2026-001"


def test_files_that_are_lost_or_damaged_are_put_back(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    edition = issue()
    good = bytes_in(folder_of(edition))

    (folder_of(edition) / "spend-2026-02.csv").write_text("damaged")
    restore_edition(edition)
    assert bytes_in(folder_of(edition)) == good

    shutil.rmtree(django_settings.FILES)
    restore_edition(edition)
    assert bytes_in(folder_of(edition)) == good


def test_an_edition_whose_rows_were_tampered_with_is_not_written(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    edition = issue()
    with arranging():
        Payment.objects.filter(amount=Decimal("99.99")).delete()

    with pytest.raises(EditionDiffers, match="issued with other bytes"):
        write_edition(edition, tmp_path / "again")

    assert not (tmp_path / "again").exists()


def test_writing_an_edition_spares_a_folder_that_holds_something(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    edition = issue()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "diary.txt").write_text("dear")

    with pytest.raises(FileExistsError):
        write_edition(edition, tmp_path / "mine")

    assert bytes_in(tmp_path / "mine") == {"diary.txt": b"dear"}


def test_an_edition_that_was_never_issued_is_not_found():
    with pytest.raises(Edition.DoesNotExist):
        edition_numbered("spend", "2026-02")


def test_what_a_killed_issue_left_is_cleared_away_after_a_day(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    first = folder_of(issue())
    for name, hours in (("old", 25), ("young", 1)):
        left = first.with_name(f".making-{name}")
        left.mkdir()
        moment = first.stat().st_mtime - hours * 3600
        os.utime(left, (moment, moment))

    issue()

    assert {path.name for path in first.parent.iterdir()} == {"1", "2", ".making-young"}


def test_handing_out_replaces_files_of_the_same_names_and_spares_others(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    edition = issue()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "diary.txt").write_text("dear")
    (mine / "SHA256SUMS").write_text("old")
    (folder_of(edition) / "spend-2026-02.csv").write_text("damaged")

    files = hand_out_edition(edition, mine)

    assert files[-1].name == "SHA256SUMS"
    assert bytes_in(mine) == bytes_in(folder_of(edition)) | {"diary.txt": b"dear"}
    for line in (mine / "SHA256SUMS").read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert sha256((mine / name).read_bytes()).hexdigest() == digest


def test_an_edition_keeps_its_columns_whatever_is_added_since(tmp_path, publisher, monkeypatch):
    bring_in(tmp_path, publisher)
    edition = issue()
    before = bytes_in(folder_of(edition))
    added = Column("row_number", "A column that was thought of later", required=True)

    monkeypatch.setattr(Spend, "columns", [added, *Spend.columns])

    shutil.rmtree(folder_of(edition))
    restore_edition(edition)
    assert bytes_in(folder_of(edition)) == before
    with duties_of_wexmoor():
        assert not has_changed_since(edition, duty_called("spend", on=DAY), at=NOON)
    later = issue()
    header = (folder_of(later) / "spend-2026-02.csv").read_text().partition(",")[0]
    assert header == "row_number"
    changes = (folder_of(later) / "spend-2026-02-changes.csv").read_text()
    assert changes == "reference,change,columns\n"


def test_editions_from_before_they_kept_their_columns_have_those_of_then(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    edition = issue()
    del edition.terms["columns"]

    names = [column.name for column in columns_of(edition)]

    assert "value_for_money" not in names
    assert not any(column.required for column in columns_of(edition))
    assert len(names) == len(Spend.columns) - 1


def test_why_a_payment_was_good_value_is_published_and_what_says_nothing_is_counted(
    tmp_path, publisher
):
    header = f"{HEADER},Reasons why considered good value for money"
    rows = ["Harbour Trust,2026-02-03,1250.50,Grants,A shelter,The lowest of three quotes", ROW]
    path = contracts_file(tmp_path, rows, header=header)
    bring_agreements_in(path, Register.SPEND, by=publisher)

    folder = folder_of(issue())

    (first, second) = csv.DictReader((folder / "spend-2026-02.csv").read_text().splitlines())
    assert first["value_for_money"] == "The lowest of three quotes"
    assert second["value_for_money"] == ""
    note = (folder / "spend-2026-02-quality.txt").read_text()
    assert "value_for_money: not recorded in 1 row (50%)." in note

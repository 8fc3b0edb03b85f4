import os
import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.core.ledger import checkpoint, verify
from almoner.core.models import Event
from almoner.core.periods import Month, Quarter, parse_period
from almoner.payments.models import Payment
from almoner.registers.kinds import Register
from almoner.registers.models import Edition, EditionFile
from almoner.registers.operations import (
    EditionDiffers,
    EditionOvertaken,
    editions,
    folder_of,
    import_file,
    issue_edition,
    restore_edition,
    write_edition,
)
from almoner.registers.queries import edition_numbered
from tests.factories import DAY, NOON, official
from tests.guard import arranging
from tests.registers.files import PLAIN, spend_file

pytestmark = pytest.mark.django_db
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


def test_issue_edition_freezes_a_month_in_files_and_leaves_one_line(tmp_path, publisher):
    march = "Lantern Co,2026-03-01,5,Grants,"
    bring_in(tmp_path, publisher, [*PLAIN, march])
    before = checkpoint()

    edition = issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)

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
    assert line.facts["digest"] == edition.digest
    assert verify().count == before.count + 1


def test_an_edition_is_written_twice_with_the_same_bytes_whatever_came_since(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    edition = issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)
    write_edition(edition, tmp_path / "once")

    bring_in(tmp_path, publisher, ["Lantern Co,2026-02-09,5,Grants,"], name="late.csv")
    write_edition(edition, tmp_path / "twice")

    assert bytes_in(tmp_path / "once") == bytes_in(tmp_path / "twice")
    assert bytes_in(tmp_path / "once") == bytes_in(folder_of(edition))


def test_what_came_since_is_in_the_next_number(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)
    bring_in(tmp_path, publisher, ["Lantern Co,2026-02-09,5,Grants,"], name="late.csv")

    second = issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)

    assert (second.number, second.row_count) == (2, 5)
    assert edition_numbered("spend", "2026-02") == second
    assert edition_numbered("spend", "2026-02", 1).row_count == 4


def test_what_is_known_only_from_a_later_day_is_not_yet_in_an_edition(tmp_path, publisher):
    bring_in(tmp_path, publisher, known_from=DAY)
    day_before = NOON - timedelta(days=1)

    with pytest.raises(ValidationError, match="Nothing is public"):
        issue_edition("spend", period=FEBRUARY, by=publisher, at=day_before)


def test_an_edition_may_cover_a_quarter(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    quarter = parse_period("2025-26-Q4")
    assert isinstance(quarter, Quarter)

    april = datetime(2026, 4, 1, 12, tzinfo=UTC)
    edition = issue_edition("spend", period=quarter, by=publisher, at=april)
    write_edition(edition, tmp_path / "again")

    assert (edition.period, edition.row_count) == ("2025-26-Q4", 4)


@pytest.mark.parametrize("role", [Role.FINANCE, Role.AUDITOR])
def test_only_a_publisher_issues(tmp_path, publisher, role):
    bring_in(tmp_path, publisher)

    with pytest.raises(PermissionDenied, match="Only a publisher"):
        issue_edition("spend", period=FEBRUARY, by=official(role), at=NOON)
    assert not (tmp_path / "files").exists()


@pytest.mark.parametrize(
    ("period", "says"),
    [(Month(2026, 3), "2026-03 has not ended yet"), (Month(2025, 12), "Nothing is public")],
)
def test_a_month_that_has_not_ended_or_says_nothing_has_no_edition(publisher, period, says):
    with pytest.raises(ValidationError, match=says):
        issue_edition("spend", period=period, by=publisher, at=NOON)

    assert not Edition.objects.exists()
    assert [path for path in django_settings.FILES.rglob("*") if path.is_file()] == []


def test_the_last_day_of_a_month_is_part_of_it(tmp_path, publisher):
    bring_in(tmp_path, publisher, ["Quay,2026-02-28,5,Grants,"], known_from=date(2026, 2, 28))
    late = datetime(2026, 2, 28, 23, 59, tzinfo=UTC)

    with pytest.raises(ValidationError, match="has not ended yet"):
        issue_edition("spend", period=FEBRUARY, by=publisher, at=late)
    after = issue_edition("spend", period=FEBRUARY, by=publisher, at=late + timedelta(minutes=1))

    assert after.row_count == 1


def test_files_that_a_dead_process_left_are_replaced(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    left = django_settings.FILES / "editions/spend/2026-02/1"
    left.mkdir(parents=True)
    (left / "half.csv").write_text("half")

    edition = issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)

    assert "half.csv" not in bytes_in(folder_of(edition))
    assert [path.name for path in left.parent.iterdir()] == ["1"]


def test_an_edition_that_cannot_be_put_in_place_was_never_issued(tmp_path, publisher, monkeypatch):
    bring_in(tmp_path, publisher)

    def no_room(_folder, _place):
        raise OSError("No space left on device")

    with monkeypatch.context() as full:
        full.setattr(editions, "put_in_place", no_room)
        with pytest.raises(OSError, match="No space left"):
            issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)

    assert not Edition.objects.exists()
    assert str(issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)) == "EDN-2026-001"


def test_of_two_who_issue_the_same_number_one_is_told(tmp_path, publisher, monkeypatch):
    bring_in(tmp_path, publisher)
    write = editions._write

    def overtaken(*args, **kwargs):
        package = write(*args, **kwargs)
        monkeypatch.setattr(editions, "_write", write)
        issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)
        return package

    monkeypatch.setattr(editions, "_write", overtaken)
    with pytest.raises(EditionOvertaken):
        issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)

    first = Edition.objects.get()
    assert sha256(bytes_in(folder_of(first))["SHA256SUMS"]).hexdigest() == first.digest


def test_files_that_are_lost_or_damaged_are_put_back(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    edition = issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)
    good = bytes_in(folder_of(edition))

    (folder_of(edition) / "spend-2026-02.csv").write_text("damaged")
    restore_edition(edition)
    assert bytes_in(folder_of(edition)) == good

    shutil.rmtree(django_settings.FILES)
    restore_edition(edition)
    assert bytes_in(folder_of(edition)) == good


def test_an_edition_whose_rows_were_tampered_with_is_not_written(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    edition = issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)
    with arranging():
        Payment.objects.filter(amount=Decimal("99.99")).delete()

    with pytest.raises(EditionDiffers, match="issued with other bytes"):
        write_edition(edition, tmp_path / "again")

    assert not (tmp_path / "again").exists()


def test_writing_an_edition_spares_a_folder_that_holds_something(tmp_path, publisher):
    bring_in(tmp_path, publisher)
    edition = issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)
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
    first = folder_of(issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON))
    for name, hours in (("old", 25), ("young", 1)):
        left = first.with_name(f".making-{name}")
        left.mkdir()
        moment = first.stat().st_mtime - hours * 3600
        os.utime(left, (moment, moment))

    issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)

    assert {path.name for path in first.parent.iterdir()} == {"1", "2", ".making-young"}

"""What an edition held is served no more, nor made again, once it is taken down."""

from datetime import timedelta
from hashlib import sha256

import pytest

from almoner.accounts.roles import Role
from almoner.core.actors import NIGHTLY
from almoner.core.ledger import verify
from almoner.core.models import Event
from almoner.core.periods import Month
from almoner.organisations.models import Organisation
from almoner.publication.changes import ChangesWriter
from almoner.registers.events import EditionEvent
from almoner.registers.grounds import Ground, View
from almoner.registers.kinds import Register
from almoner.registers.models import Edition, Replacement, Tombstone, Withholding
from almoner.registers.operations import (
    EditionOvertaken,
    EditionTakenDown,
    agree_to_withhold,
    editions,
    folder_of,
    issue_edition,
    lift_withholding,
    propose_lifting,
    restore_edition,
    taking_down,
    withhold,
    write_edition,
)
from almoner.registers.operations.taking_down import record_replacement
from almoner.registers.operations.withholding import take_down
from almoner.registers.queries import served_of, served_row_counts
from almoner.registers.tasks import replace_what_was_taken_down
from tests.factories import DAY, NOON, official
from tests.registers.agreement_files import bring_in
from tests.registers.files import spend_file

pytestmark = pytest.mark.django_db
FEBRUARY = Month(2026, 2)
MORROW = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path / "files"


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER)


@pytest.fixture
def edition(tmp_path, publisher):
    """An edition that holds a payment to Harbour Trust, and three others."""
    bring_in(spend_file(tmp_path), Register.SPEND, by=publisher)
    return issue(publisher)


def issue(publisher):
    return issue_edition("spend", period=FEBRUARY, by=publisher, at=NOON)


def wanted(name="Harbour Trust", ground=Ground.SAFETY):
    return Withholding(
        organisation=Organisation.objects.get(name=name),
        ground=ground,
        view_of=View.BODY,
        reason="Danger",
        review_on=DAY + timedelta(days=90),
    )


def rows_in(folder):
    return (folder / "spend-2026-02.csv").read_text(encoding="utf-8-sig").splitlines()[1:]


def test_an_edition_is_served_without_the_row_with_a_notice_and_new_sums(edition, publisher):
    was = edition.digest

    withhold(wanted(), by=publisher, at=MORROW)

    folder, served = folder_of(edition), served_of(edition)
    assert (served.row_count, len(rows_in(folder))) == (3, 3)
    assert served_row_counts([edition]) == {edition.pk: 3}
    for file in served.files:
        assert sha256((folder / file.name).read_bytes()).hexdigest() == file.digest
    assert sorted(path.name for path in folder.iterdir()) == [file.name for file in served.files]
    sums = (folder / "SHA256SUMS").read_text().splitlines()
    others = [file for file in served.files if file.name != "SHA256SUMS"]
    assert sorted(sums) == sorted(f"{file.digest}  {file.name}" for file in others)
    notice = (folder / editions.NOTICE).read_text()
    assert f"2026-03-05: Safety of a person. What stood here until then had the digest {was}." in (
        notice
    )
    stone = Tombstone.objects.get()
    assert (stone.digest, stone.ground, stone.made_at) == (was, Ground.SAFETY, MORROW)
    assert Event.objects.get(kind=EditionEvent.REPLACED).facts == {
        "withholding": stone.withholding.reference,
        "was": was,
        "digest": served.digest,
        "rows": "3",
    }
    verify()


def test_the_bytes_first_issued_are_never_made_again(edition, publisher, tmp_path):
    withhold(wanted(), by=publisher, at=MORROW)

    again = write_edition(edition, tmp_path / "again")
    restored = restore_edition(edition)

    assert again.digest == restored.digest == served_of(edition).digest != edition.digest
    assert len(rows_in(tmp_path / "again")) == 3


def test_nothing_is_served_of_an_edition_until_its_new_files_are_made(edition, publisher, tmp_path):
    take_down(wanted(), by=publisher, at=MORROW)
    assert served_of(edition) is None
    assert served_row_counts([edition]) == {}
    with pytest.raises(EditionTakenDown, match="Something was taken out of EDN-2026-001"):
        write_edition(edition, tmp_path / "again")

    assert replace_what_was_taken_down(MORROW) == "1 replaced"
    assert replace_what_was_taken_down(MORROW) == "0 replaced"

    assert served_of(edition).row_count == 3
    assert Event.objects.order_by("number").last().actor == NIGHTLY.actor


def test_a_second_taking_down_tells_of_both_and_covers_both(edition, publisher):
    withhold(wanted(), by=publisher, at=MORROW)
    first = served_of(edition).digest

    withhold(wanted("Quay & Sons"), by=publisher, at=MORROW)

    assert len(rows_in(folder_of(edition))) == 1
    notice = (folder_of(edition) / editions.NOTICE).read_text()
    assert [edition.digest in notice, first in notice] == [True, True]
    assert restore_edition(edition).digest == served_of(edition).digest


def test_what_is_lifted_comes_back_in_the_next_edition_and_in_no_old_one(edition, publisher):
    approver = official(Role.APPROVER)
    withhold(wanted(), by=publisher, at=MORROW)
    without = issue(publisher)
    propose_lifting(Withholding.objects.get(), reason="Safe", by=publisher, at=MORROW)
    lift_withholding(Withholding.objects.get(), by=approver, at=MORROW)

    after = issue(publisher)

    assert [one.row_count for one in (edition, without, after)] == [4, 3, 4]
    for each in (edition, without):
        assert restore_edition(each).row_count == 3
    assert restore_edition(after).row_count == 4


def test_an_edition_that_never_held_it_stays_as_it_is(edition, publisher):
    withhold(wanted(), by=publisher, at=MORROW)
    without = issue(publisher)

    assert [stone.edition for stone in Tombstone.objects.all()] == [edition]
    assert served_of(without).digest == without.digest


def test_what_is_approved_is_taken_out_too(edition, publisher):
    proposed = withhold(wanted(ground=Ground.PERSONAL_DATA), by=publisher, at=MORROW)
    assert served_of(edition).row_count == 4

    agree_to_withhold(proposed, by=official(Role.APPROVER), at=MORROW)

    assert served_of(edition).row_count == 3


def test_an_edition_made_while_something_is_taken_down_is_refused(edition, publisher, monkeypatch):
    write = editions._write

    def meanwhile(folder, edition):
        package = write(folder, edition)
        if not edition.pk:
            take_down(wanted(), by=publisher, at=MORROW)
        return package

    monkeypatch.setattr(editions, "_write", meanwhile)

    with pytest.raises(EditionOvertaken, match="Something has just been withheld"):
        issue(publisher)

    assert list(Edition.objects.all()) == [edition]


def test_a_replacement_that_another_taking_down_overtook_is_left_to_the_next_time(
    edition, publisher, monkeypatch
):
    take_down(wanted(), by=publisher, at=MORROW)
    make, second = taking_down.record_replacement, [wanted("Quay & Sons")]

    def meanwhile(*about, **who):
        if second:
            take_down(second.pop(), by=publisher, at=MORROW)
        return make(*about, **who)

    monkeypatch.setattr(taking_down, "record_replacement", meanwhile)

    assert replace_what_was_taken_down(MORROW) == "0 replaced"
    assert served_of(edition) is None
    assert replace_what_was_taken_down(MORROW) == "1 replaced"
    assert served_of(edition).row_count == 1


def test_an_edition_is_replaced_once(edition, publisher):
    withhold(wanted(), by=publisher, at=MORROW)

    with (
        editions.made_again(edition) as (folder, package),
        pytest.raises(EditionOvertaken),
    ):
        record_replacement(Tombstone.objects.get(), package, folder, by=publisher, at=MORROW)

    assert Replacement.objects.count() == 1


def changes(earlier, edition):
    """What a list of changes from one edition to another says, line by line."""
    lines = taking_down.lines_of_effect(Withholding.objects.filter(tombstones__edition=edition))
    with ChangesWriter.since(editions.rows_to_compare(earlier, edition)) as writer:
        rows = editions.frozen_rows(edition, withheld_at=lines).public_rows()
        pieces = [writer.begin(), *map(writer.row, rows), *writer.end()]
    return b"".join(pieces).decode().splitlines()[1:]


def test_a_list_of_changes_does_not_name_as_gone_what_is_taken_down(edition, publisher, tmp_path):
    bring_in(
        spend_file(tmp_path, ["Quay & Sons,2026-02-20,5.00,Grants,Late"], name="late.csv"),
        Register.SPEND,
        by=publisher,
    )
    second = issue(publisher)
    assert [line.split(",")[1] for line in changes(edition, second)] == ["added"]

    withhold(wanted(), by=publisher, at=MORROW)
    third = issue(publisher)

    assert [line.split(",")[1] for line in changes(edition, second)] == ["added"]
    assert changes(second, third) == []

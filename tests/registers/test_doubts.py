from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from almoner.accounts.roles import Role
from almoner.organisations.likenesses import undecided_likenesses
from almoner.organisations.models import Likeness
from almoner.organisations.operations import find_right, keep_apart
from almoner.organisations.states import Basis, LikenessState
from almoner.registers.doubts import propose_what_is_in_doubt, rows_in_doubt
from almoner.registers.models import DoubtfulMatch
from almoner.registers.operations import undo_import
from almoner.registers.tasks import propose_all_likenesses, propose_likenesses_daily
from tests.factories import NOON, BatchFactory, OrganisationFactory, official
from tests.guard import arranging
from tests.registers.agreement_files import bring_in, contracts_file

pytestmark = pytest.mark.django_db
MORROW = NOON + timedelta(days=1)


def doubtful(one, other=None, *, basis=Basis.LEADS_TO_TWO, at=NOON, number=7):
    with arranging():
        return DoubtfulMatch.objects.create(
            batch=BatchFactory(kind="contracts", recorded_at=at),
            row_number=number,
            doubt=basis,
            organisation=one,
            other=other,
        )


def test_what_a_file_left_in_doubt_is_proposed_once_however_many_rows_say_it():
    one, other = OrganisationFactory(), OrganisationFactory()
    doubtful(one, other)
    doubtful(other, one)
    doubtful(one, basis=Basis.HAS_ANOTHER)

    assert propose_what_is_in_doubt(at=NOON) == 2
    assert propose_what_is_in_doubt(at=MORROW) == 0

    assert {likeness.basis for likeness in Likeness.objects.all()} == {
        Basis.LEADS_TO_TWO,
        Basis.HAS_ANOTHER,
    }


def test_what_was_kept_apart_is_not_asked_again_when_a_later_file_says_it_again():
    one, other = OrganisationFactory(), OrganisationFactory()
    doubtful(one, other)
    propose_what_is_in_doubt(at=NOON)
    keep_apart(Likeness.objects.get(), reason="", by=official(Role.PUBLISHER), at=NOON)

    doubtful(other, one, at=MORROW)

    assert propose_what_is_in_doubt(at=MORROW) == 0
    assert not undecided_likenesses().exists()


def test_what_was_right_is_asked_again_only_where_a_later_file_is_in_doubt_of_it():
    one = OrganisationFactory()
    doubtful(one, basis=Basis.HAS_ANOTHER)
    propose_what_is_in_doubt(at=NOON)
    find_right(Likeness.objects.get(), reason="", by=official(Role.PUBLISHER), at=NOON)
    assert propose_what_is_in_doubt(at=NOON) == 0

    doubtful(
        one,
        basis=Basis.HAS_ANOTHER,
        at=Likeness.objects.get().decisions.get().recorded_at + timedelta(days=1),
    )

    assert propose_what_is_in_doubt(at=MORROW) == 1
    assert Likeness.objects.get().state == LikenessState.OPEN


def test_an_import_asks_for_it_soon_and_the_night_does_it_anyway(tmp_path):
    bring_in(contracts_file(tmp_path))

    asked = DBTaskResult.objects.filter(task_path=propose_all_likenesses.module_path)
    assert asked.count() == 1
    doubtful(OrganisationFactory(), OrganisationFactory())
    assert propose_likenesses_daily(NOON) == "1 proposed"
    propose_all_likenesses.call()
    assert Likeness.objects.count() == 1


def test_a_doubt_of_an_import_that_was_undone_is_not_asked(tmp_path):
    publisher = official(Role.PUBLISHER)
    rows = [
        "C-1,Shelter,Harbour Trust,01234567,,01/04/2025,31/03/2027,1,",
        "C-2,Shelter,Quay Trust,,1234567,01/04/2025,31/03/2027,1,",
        "C-3,Shelter,Harbour Trust,01234567,1234567,01/04/2025,31/03/2027,1,",
    ]
    done = bring_in(contracts_file(tmp_path, rows), by=publisher)
    assert propose_what_is_in_doubt(at=NOON) == 1
    assert undecided_likenesses().count() == 1

    undo_import(done.imported.batch, reason="Wrong", by=publisher, at=MORROW)

    assert undecided_likenesses().count() == 0


def test_the_rows_that_left_a_doubt_are_named_with_their_files(tmp_path, django_assert_num_queries):
    rows = [
        "C-1,Shelter,Harbour Trust,01234567,,01/04/2025,31/03/2027,1,",
        "C-2,Shelter,Quay Trust,,1234567,01/04/2025,31/03/2027,1,",
        "C-3,Shelter,Harbour Trust,01234567,1234567,01/04/2025,31/03/2027,1,",
    ]
    bring_in(contracts_file(tmp_path, rows))
    propose_what_is_in_doubt(at=NOON)
    likeness = Likeness.objects.get()

    with django_assert_num_queries(1):
        named = rows_in_doubt([likeness])

    (row,) = named[likeness.organisation_id, likeness.other_id]
    assert (row.file_name, row.row_number) == ("contracts.csv", 4)

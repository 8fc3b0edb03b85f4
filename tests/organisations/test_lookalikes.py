import pytest

from almoner.core.states import BatchState
from almoner.organisations.likenesses import doubts_first, undecided_likenesses
from almoner.organisations.lookalikes import Pair, lookalikes
from almoner.organisations.models import Likeness
from almoner.organisations.operations import propose_likenesses
from almoner.organisations.states import Basis
from tests.factories import NOON, BatchFactory, OrganisationFactory
from tests.guard import arranging
from tests.organisations.groups import called, merge, part

pytestmark = pytest.mark.django_db


def numbered(organisation, scheme, value):
    with arranging():
        organisation.identifiers.create(scheme=scheme, value=value)


def test_names_that_differ_in_legal_form_are_proposed_with_the_earliest_known():
    first, second, third = called("Harbour Trust", "The Harbour Trust", "Harbour Trust Ltd")
    called("Quay Street Advice", "Harbour Trusts")

    assert list(lookalikes()) == [
        Pair(first.pk, second.pk, Basis.SPELT_ALIKE),
        Pair(first.pk, third.pk, Basis.SPELT_ALIKE),
    ]


def test_two_to_whom_one_register_gave_two_numbers_are_not_proposed():
    one, two = called("Harbour Trust", "Harbour Trust Ltd")
    numbered(one, "GB-COH", "01234567")
    numbered(two, "GB-COH", "07654321")

    assert list(lookalikes()) == []


def test_two_to_whom_two_registers_gave_numbers_are_proposed():
    one, two = called("Harbour Trust", "Harbour Trust Ltd")
    numbered(one, "GB-COH", "01234567")
    numbered(two, "GB-CHC", "1234567")

    assert len(list(lookalikes())) == 1


def test_what_an_undone_import_brought_is_not_proposed_and_waits_for_nobody():
    one, _two = called("Harbour Trust", "Harbour Trust Ltd")
    propose_likenesses(lookalikes(), at=NOON)
    gone = BatchFactory(state=BatchState.UNDONE)
    with arranging():
        type(one).objects.filter(pk=one.pk).update(batch=gone)

    assert list(lookalikes()) == []
    assert undecided_likenesses().count() == 0


def test_what_is_merged_is_not_proposed_and_what_is_parted_is_not_asked_again():
    one, two = called("Harbour Trust", "Harbour Trust Ltd")
    merge(two, one)
    assert propose_likenesses(lookalikes(), at=NOON) == 0

    part(two)

    assert propose_likenesses(lookalikes(), at=NOON) == 0
    assert undecided_likenesses().count() == 0


def test_each_pair_is_proposed_once_for_the_first_reason():
    one, two = called("Harbour Trust", "Harbour Trust Ltd")
    doubt = Pair(two.pk, one.pk, Basis.LEADS_TO_TWO)

    assert propose_likenesses([doubt, *lookalikes()], at=NOON) == 1
    assert propose_likenesses(lookalikes(), at=NOON) == 0

    assert Likeness.objects.get().basis == Basis.LEADS_TO_TWO


def test_doubts_of_files_come_before_names_that_look_alike():
    called("Harbour Trust", "Harbour Trust Ltd")
    doubted = OrganisationFactory()
    propose_likenesses([*lookalikes(), Pair(doubted.pk, None, Basis.HAS_ANOTHER)], at=NOON)

    bases = [likeness.basis for likeness in doubts_first(undecided_likenesses())]

    assert bases == [Basis.HAS_ANOTHER, Basis.SPELT_ALIKE]


def test_lookalikes_ask_as_many_questions_however_many_there_are(django_assert_num_queries):
    for n in range(9):
        called(f"Harbour {n}", f"Harbour {n} Ltd")

    with django_assert_num_queries(3):
        assert len(list(lookalikes())) == 9

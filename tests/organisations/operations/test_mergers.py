import pytest
from django.core.exceptions import PermissionDenied

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.states import BatchState
from almoner.organisations.lookalikes import Pair
from almoner.organisations.models import Likeness, LikenessDecision
from almoner.organisations.operations import find_right, keep_apart, propose_likenesses
from almoner.organisations.search import ORGANISATION
from almoner.organisations.states import Basis, Decided, LikenessState
from almoner.search.audiences import PUBLIC
from almoner.search.operations import rebuild_index
from almoner.search.queries import matches
from tests.factories import NOON, BatchFactory, OrganisationFactory, official
from tests.organisations.groups import called, merge, part, structure

pytestmark = pytest.mark.django_db


def proposed(one, other=None, basis=Basis.SPELT_ALIKE):
    propose_likenesses([Pair(one.pk, other and other.pk, basis)], at=NOON)
    return Likeness.objects.order_by("pk").last()


def found(words):
    return [entry.reference for entry in matches(words, audiences=[PUBLIC])]


def test_merging_leaves_one_that_speaks_for_both_a_decision_and_a_line():
    trust, limited = called("Harbour Trust", "Harbour Trust Limited")
    etta = official(Role.FINANCE)

    merge(limited, trust, by=etta, reason=" Companies House says so ")

    assert structure() == {"Harbour Trust Limited": ("Harbour Trust", "Harbour Trust")}
    decision = LikenessDecision.objects.get()
    assert (decision.decided, decision.survivor) == (Decided.MERGED, trust)
    assert (decision.reason, decision.decided_by) == ("Companies House says so", etta)
    assert (decision.likeness.basis, decision.likeness.state) == (Basis.PERSON, LikenessState.SAME)
    line = Event.objects.get(kind="organisation.merged")
    assert line.about.endswith(limited.reference)
    assert line.facts == {"into": trust.reference, "organisations": "1"}


def test_merging_a_survivor_takes_its_members_along_and_parting_it_takes_them_back():
    one, two, three = called("One", "Two", "Three")
    merge(one, two)

    merge(two, three)

    assert structure() == {"One": ("Two", "Three"), "Two": ("Three", "Three")}
    part(two)
    assert structure() == {"One": ("Two", "Two")}
    part(one)
    assert structure() == {}


def test_parting_from_the_middle_takes_only_what_was_merged_into_it():
    one, two, three, four = called("One", "Two", "Three", "Four")
    merge(one, two)
    merge(two, three)
    merge(four, three)

    part(one)

    assert structure() == {"Two": ("Three", "Three"), "Four": ("Three", "Three")}
    assert Event.objects.get(kind="organisation.parted").facts == {
        "was_merged_into": two.reference,
        "organisations": "1",
    }


@pytest.mark.parametrize("swapped", [False, True])
def test_what_is_one_already_is_not_merged_again(swapped):
    one, two = called("One", "Two")
    merge(one, two)

    with pytest.raises(IllegalTransition):
        merge(*((two, one) if swapped else (one, two)))


def test_nothing_is_merged_into_itself_or_parted_that_is_not_merged():
    (one,) = called("One")

    with pytest.raises(IllegalTransition):
        merge(one, one)
    with pytest.raises(IllegalTransition):
        part(one)


def test_what_an_undone_import_brought_is_not_merged():
    gone = OrganisationFactory(batch=BatchFactory(state=BatchState.UNDONE))
    (one,) = called("One")

    with pytest.raises(IllegalTransition):
        merge(one, gone)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.MEMBER, Role.APPROVER])
def test_who_may_not_decide_merges_and_parts_nothing(role):
    one, two, three = called("One", "Two", "Three")
    merge(two, three)

    with pytest.raises(PermissionDenied):
        merge(one, two, by=official(role))
    with pytest.raises(PermissionDenied):
        part(two, by=official(role))


def test_merging_answers_what_was_asked_of_all_that_are_now_one():
    one, two, three = called("One", "Two", "Three")
    asked = proposed(one, three)
    merge(one, two)

    merge(two, three)

    asked.refresh_from_db()
    assert asked.state == LikenessState.SAME
    part(two)
    asked.refresh_from_db()
    assert asked.state == LikenessState.DIFFERENT


def test_those_kept_apart_are_not_proposed_again_whoever_speaks_for_them():
    one, two, three = called("One", "Two", "Three")
    keep_apart(proposed(one, two), reason="", by=official(Role.PUBLISHER), at=NOON)
    merge(two, three)

    again = propose_likenesses(
        [Pair(two.pk, one.pk, Basis.LEADS_TO_TWO), Pair(one.pk, three.pk, Basis.LEADS_TO_TWO)],
        at=NOON,
    )

    assert again == 0
    assert LikenessDecision.objects.first().decided == Decided.DIFFERENT


def test_what_was_decided_is_not_kept_apart_or_found_right_once_more():
    one, two = called("One", "Two")
    pair, single = proposed(one, two), proposed(one, basis=Basis.HAS_ANOTHER)
    etta = official(Role.FINANCE)
    keep_apart(pair, reason="", by=etta, at=NOON)
    find_right(single, reason="", by=etta, at=NOON)

    for verb, likeness in ((keep_apart, pair), (find_right, single)):
        with pytest.raises(IllegalTransition):
            verb(likeness, reason="", by=etta, at=NOON)


def test_a_likeness_is_decided_by_the_verb_that_fits_it():
    one, two = called("One", "Two")
    pair, single = proposed(one, two), proposed(one, basis=Basis.HAS_ANOTHER)
    etta = official(Role.FINANCE)

    with pytest.raises(IllegalTransition):
        keep_apart(single, reason="", by=etta, at=NOON)
    with pytest.raises(IllegalTransition):
        find_right(pair, reason="", by=etta, at=NOON)


def test_those_kept_apart_can_be_merged_on_second_thoughts():
    one, two = called("One", "Two")
    keep_apart(proposed(one, two), reason="", by=official(Role.FINANCE), at=NOON)

    merge(two, one)

    assert structure() == {"Two": ("One", "One")}


def test_search_finds_what_is_merged_by_its_own_name_before_and_after():
    trust, limited = called("Harbour Trust", "Quay Street Advice Limited")
    rebuild_index(ORGANISATION)

    merge(limited, trust)

    assert (found("quay"), found("harbour")) == ([limited.reference], [trust.reference])
    rebuild_index(ORGANISATION)
    assert found("quay") == [limited.reference]

"""Rows that a file holds twice are two, until a person says that they are one."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from almoner.accounts.roles import Role
from almoner.agreements.diary import diary
from almoner.agreements.models import Agreement, RepetitionDecision
from almoner.agreements.operations import adopt_agreement, say_repeated, say_separate
from almoner.agreements.queries import agreements_as_at, agreements_known
from almoner.agreements.repetitions import first_of, repeated_rows, rows_held_twice
from almoner.agreements.selections import Selection, agreements_selected
from almoner.agreements.states import AgreementKind
from almoner.core.hindrances import Hindered
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.papers.operations import remove_document
from almoner.payments.matched import payments_with_proposals, proposals_of
from almoner.payments.operations import confirm_match
from almoner.payments.states import Basis, MatchState
from almoner.registers.frozen import rows_of
from almoner.registers.kinds import Register
from almoner.registers.models import Withholding
from almoner.registers.officials import withheld_among
from almoner.registers.operations import (
    StoodUpon,
    lift_withholding,
    propose_lifting,
    undo_import,
    withhold,
)
from almoner.registers.publicity import public_agreements_as_at, public_agreements_known
from almoner.registers.queries import lines_of_effect
from almoner.search.audiences import PUBLIC
from almoner.search.queries import matches
from tests.crowd import at_once
from tests.factories import (
    DAY,
    NOON,
    DocumentFactory,
    MatchFactory,
    MatchingRuleFactory,
    StewardshipFactory,
    WithholdingFactory,
    official,
    published_copy,
)
from tests.registers.agreement_files import (
    CONTRACTS,
    SHELTER,
    bring_in,
    contracts_file,
    figures,
)
from tests.registers.operations.test_withholding import wanted
from tests.registers.publishing import issue

pytestmark = pytest.mark.django_db
CONTRACT = AgreementKind.CONTRACT
MORROW, LATER = DAY + timedelta(days=1), NOON + timedelta(days=1)
TWICE = [*CONTRACTS, SHELTER]


@pytest.fixture(autouse=True)
def _at_noon(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER)


@pytest.fixture
def twice(tmp_path, publisher):
    """A contract that its file holds twice: the first row and the other."""
    done = bring_in(contracts_file(tmp_path, TWICE), by=publisher)
    return [*Agreement.objects.filter(versions__said__reference="C-1").order_by("pk")], done


def repeat(pair, by, at=NOON):
    return say_repeated(pair[1], of=pair[0], reason="The file holds it twice", by=by, at=at)


def test_identical_rows_stay_two_until_a_person_says_that_they_are_one(twice, publisher):
    pair, _done = twice
    assert agreements_known(CONTRACT, DAY).count() == 3
    assert [version.agreement for version in rows_held_twice(on=DAY)] == [pair[1]]

    repeat(pair, publisher)

    assert set(agreements_known(CONTRACT, DAY).values_list("agreement", flat=True)) == {
        pair[0].pk,
        Agreement.objects.get(versions__said__reference="C-2").pk,
    }
    assert not rows_held_twice(on=DAY).exists()
    facts = Event.objects.get(kind="agreement.found-repeated").facts
    assert facts == {"of": pair[0].reference, "words": pair[0].versions.get().fingerprint}
    assert matches("shelter", audiences=[PUBLIC]).count() == 1


def test_as_at_a_day_before_it_was_said_they_are_two_and_as_now_known_one(twice, publisher):
    pair, _done = twice
    with time_machine.travel(LATER):
        repeat(pair, publisher, at=LATER)

    assert agreements_as_at(CONTRACT, DAY).count() == 3
    assert agreements_as_at(CONTRACT, MORROW).count() == 2
    assert agreements_known(CONTRACT, DAY).count() == 2


def test_what_was_taken_back_counts_again_and_past_days_remember_it(twice, publisher):
    pair, _done = twice
    again = repeat(pair, publisher)
    with time_machine.travel(LATER):
        say_separate(again, reason="", by=publisher, at=LATER)

    assert agreements_as_at(CONTRACT, DAY).count() == 2
    assert agreements_as_at(CONTRACT, MORROW).count() == 3
    assert agreements_known(CONTRACT, DAY).count() == 3
    assert matches("shelter", audiences=[PUBLIC]).count() == 2
    assert RepetitionDecision.objects.count() == 2


def test_editions_say_what_had_been_said_by_their_line(twice, publisher):
    pair, _done = twice
    before = issue(Register.CONTRACTS, at=NOON)
    repeat(pair, publisher)
    after = issue(Register.CONTRACTS, at=NOON)

    assert [len(list(rows_of(edition).rows())) for edition in (before, after)] == [3, 2]


def test_a_later_file_that_holds_both_rows_says_nothing_new(twice, publisher, tmp_path):
    pair, _done = twice
    repeat(pair, publisher)

    again = bring_in(contracts_file(tmp_path, [*TWICE, "C-9,New,Quay,,,,,1,"]), by=publisher)

    assert figures(again) == (1, 0, 3, 0)
    assert agreements_known(CONTRACT, DAY).count() == 3


def test_rows_that_differ_in_a_word_are_not_one(tmp_path, publisher):
    other = SHELTER.replace("100000.50", "200000.50")
    bring_in(contracts_file(tmp_path, [SHELTER, other]), by=publisher)
    pair = list(Agreement.objects.order_by("occurrence"))
    assert pair[0].identity == pair[1].identity

    assert not rows_held_twice(on=DAY).exists()
    with pytest.raises(IllegalTransition):
        repeat(pair, publisher)


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_of_which_a_later_file_says_something_else_counts_again(
    twice, publisher, tmp_path, turned
):
    pair, _done = twice
    repeat(pair, publisher)
    rows = [SHELTER.replace("100000.50", "200000.50"), SHELTER]

    bring_in(contracts_file(tmp_path, rows[::-1] if turned else rows), by=publisher)

    counted = agreements_known(CONTRACT, DAY).filter(said__reference="C-1")
    assert sorted(f"{version.amount:.2f}" for version in counted) == ["100000.50", "200000.50"]
    assert agreements_as_at(CONTRACT, DAY).count() == 3
    assert len(list(rows_of(issue(Register.CONTRACTS, at=NOON)).rows())) == 3
    assert [version.agreement for version in repeated_rows(on=DAY)] == [pair[1]]


def test_both_rows_that_a_later_file_changes_alike_are_two_until_somebody_says_it_again(
    twice, publisher, tmp_path
):
    pair, _done = twice
    repeat(pair, publisher)
    changed = SHELTER.replace("100000.50", "200000.50")
    bring_in(contracts_file(tmp_path, [changed, changed]), by=publisher)
    assert [version.agreement for version in rows_held_twice(on=DAY)] == [pair[1]]

    repeat(pair, publisher)

    assert agreements_known(CONTRACT, DAY).filter(said__reference="C-1").count() == 1
    assert not rows_held_twice(on=DAY).exists()


def test_who_repeats_is_neither_repeated_nor_said_to_repeat_twice(tmp_path, publisher):
    bring_in(contracts_file(tmp_path, [SHELTER, SHELTER, SHELTER]), by=publisher)
    one, two, three = Agreement.objects.order_by("occurrence")
    repeat([one, two], publisher)

    for pair in ([one, two], [two, three], [two, one], [one, one]):
        with pytest.raises(IllegalTransition):
            repeat(pair, publisher)
    with pytest.raises(IllegalTransition):
        say_separate(three, reason="", by=publisher, at=NOON)
    repeat([one, three], publisher)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.FINANCE])
def test_who_may_not_decide_says_nothing_of_rows(twice, publisher, role):
    pair, _done = twice
    with pytest.raises(PermissionDenied):
        repeat(pair, official(role))
    again = repeat(pair, publisher)

    with pytest.raises(PermissionDenied):
        say_separate(again, reason="", by=official(role), at=NOON)


@pytest.mark.parametrize("about", ["organisation", "agreement"])
def test_nothing_is_said_of_rows_while_one_of_them_is_withheld(twice, publisher, about):
    pair, _done = twice
    organisation = pair[0].versions.get().organisation
    things = {"organisation": organisation, "agreement": None}
    if about == "agreement":
        things = {"organisation": None, "agreement": pair[0]}
    WithholdingFactory(**things)

    with pytest.raises(Hindered, match="Have it lifted first"):
        repeat(pair, publisher)


def test_a_row_under_which_payments_were_made_still_counts(twice, publisher):
    pair, _done = twice
    MatchFactory(agreement=pair[1], state=MatchState.CONFIRMED)

    with pytest.raises(Hindered, match=f"matched with {pair[1]}"):
        repeat(pair, publisher)


def test_a_row_of_which_documents_or_copies_are_kept_still_counts(twice, publisher):
    pair, _done = twice
    document = DocumentFactory(agreement=pair[1])
    published_copy(agreement=pair[0])

    with pytest.raises(Hindered, match=f"Documents or copies of {pair[1]} are kept"):
        repeat(pair, publisher)

    remove_document(document, reason="Of the other row", by=publisher, at=NOON)
    assert repeat(pair, publisher)


def test_an_import_of_which_a_row_was_said_to_repeat_another_is_not_undone(twice, publisher):
    pair, done = twice
    again = repeat(pair, publisher)

    with pytest.raises(StoodUpon, match="Take that back first"):
        undo_import(done.imported.batch, reason="Wrong", by=publisher, at=LATER)

    say_separate(again, reason="", by=publisher, at=NOON)
    assert undo_import(done.imported.batch, reason="Wrong", by=publisher, at=LATER)


def test_rows_are_listed_in_as_many_questions_however_many_there_are(
    tmp_path, publisher, django_assert_num_queries
):
    rows = [SHELTER.replace("C-1", f"C-{n}") for n in range(5)]
    bring_in(contracts_file(tmp_path, rows * 2), by=publisher)

    with django_assert_num_queries(2):
        versions = list(rows_held_twice(on=date.max))
        assert len(first_of(versions, on=date.max)) == 5


@pytest.mark.django_db(transaction=True)
def test_of_many_who_say_it_at_once_one_does(tmp_path):
    publisher = official(Role.PUBLISHER)
    bring_in(contracts_file(tmp_path, TWICE), by=publisher)
    pair = list(Agreement.objects.filter(versions__said__reference="C-1").order_by("pk"))

    def say(_n):
        try:
            return bool(repeat(pair, publisher))
        except IllegalTransition:
            return False

    assert sorted(at_once(3, say)) == [False, False, True]
    assert RepetitionDecision.objects.count() == 1


def test_a_withholding_of_either_row_binds_both_on_every_past_day_and_in_every_edition(
    twice, publisher
):
    pair, _done = twice
    before = issue(Register.CONTRACTS, at=NOON)
    with time_machine.travel(LATER):
        again = repeat(pair, publisher, at=LATER)
        for row, other in (pair, pair[::-1]):
            taken = withhold(wanted(agreement=row), by=publisher, at=LATER)

            assert shown(public_agreements_as_at(CONTRACT, DAY)) == {"C-2"}
            assert shown(public_agreements_known(CONTRACT, MORROW)) == {"C-2"}
            assert withheld_among([other.pk]) == {other.pk}
            instead = [lines_of_effect([taken]), lines_of_effect(Withholding.objects.all())]
            for lines in instead:
                assert len(list(rows_of(before, withheld_at=lines).rows())) == 1

            propose_lifting(taken, reason="They closed", by=publisher, at=LATER)
            lift_withholding(taken, by=official(Role.APPROVER), at=LATER)
            assert shown(public_agreements_as_at(CONTRACT, DAY)) == {"C-1", "C-2"}

        say_separate(again, reason="", by=publisher, at=LATER)
        for lines in instead:
            assert len(list(rows_of(before, withheld_at=lines).rows())) == 1


def shown(versions):
    return {version.said["reference"] for version in versions}


def test_officials_count_one_and_its_days_once_as_the_public_does(twice, publisher):
    pair, _done = twice
    before = len(diary(DAY, until=date.max))
    with time_machine.travel(LATER):
        repeat(pair, publisher, at=LATER)

    assert before == 3
    assert len(diary(DAY, until=date.max)) == 2
    for on, is_as_at, count in ((DAY, True, 3), (MORROW, True, 2), (DAY, False, 2)):
        chosen = Selection(on=on, is_as_at=is_as_at)
        assert agreements_selected(chosen).count() == count


def test_a_row_that_somebody_manages_still_counts_and_one_that_repeats_is_not_adopted(
    twice, publisher
):
    pair, _done = twice
    StewardshipFactory(agreement=pair[1])
    with pytest.raises(Hindered, match=f"Somebody manages {pair[1]}"):
        repeat(pair, publisher)

    released = {"manager": None, "reason": "It is held twice", "set_by": publisher}
    StewardshipFactory(agreement=pair[1], **released)
    repeat(pair, publisher)

    manager = official(Role.AGREEMENT_MANAGER)
    with pytest.raises(IllegalTransition, match=f"only repeats {pair[0]}"):
        adopt_agreement(pair[1], manager=manager, by=manager, at=NOON)
    assert adopt_agreement(pair[0], manager=manager, by=manager, at=NOON).manager == manager


def test_payments_are_matched_with_the_row_that_counts_alone(twice, publisher):
    pair, _done = twice
    etta, rule = official(Role.FINANCE), MatchingRuleFactory(agreement=pair[0])
    by_rule = MatchFactory(agreement=pair[0], basis=Basis.RULE, rule=rule)
    both = MatchFactory(agreement=pair[1], payment=by_rule.payment)
    alone = MatchFactory(agreement=pair[1])
    assert not proposals_of(rule).exists()

    again = repeat(pair, publisher)

    assert set(payments_with_proposals()) == {by_rule.payment}
    assert set(proposals_of(rule)) == {by_rule}
    for match in (both, alone):
        with pytest.raises(IllegalTransition, match=f"only repeats {pair[0]}"):
            confirm_match(match.payment, match.agreement, by=etta, at=NOON)
    say_separate(again, reason="", by=publisher, at=NOON)
    assert set(payments_with_proposals()) == {by_rule.payment, alone.payment}
    assert confirm_match(alone.payment, pair[1], by=etta, at=NOON)

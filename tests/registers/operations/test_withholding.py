from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from almoner.accounts.roles import Role
from almoner.agreements.states import AgreementKind
from almoner.core.ledger import verify
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.registers.events import WithholdingEvent
from almoner.registers.grounds import Ground, View
from almoner.registers.models import Withholding
from almoner.registers.operations import (
    agree_to_withhold,
    keep_withholding,
    lift_withholding,
    propose_lifting,
    refuse_lifting,
    refuse_withholding,
    withhold,
)
from almoner.registers.publicity import public_organisations, withheld_now
from almoner.registers.states import WithholdingState
from tests.factories import (
    DAY,
    NOON,
    AgreementFactory,
    OrganisationFactory,
    WithholdingFactory,
    official,
)
from tests.guard import arranging

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=90)
State = WithholdingState


@pytest.fixture
def publisher():
    return official(Role.PUBLISHER)


@pytest.fixture
def approver():
    return official(Role.APPROVER)


def wanted(organisation=None, **said):
    terms = {"ground": Ground.SAFETY, "view_of": View.BODY, "reason": "Danger", "review_on": LATER}
    if "agreement" not in said:
        organisation = organisation or OrganisationFactory()
    return Withholding(organisation=organisation, **terms | said)


def is_public(withholding):
    return public_organisations().filter(pk=withholding.organisation_id).exists()


def kinds():
    return list(Event.objects.order_by("number").values_list("kind", flat=True))


def test_for_somebodys_safety_one_person_takes_it_down_at_once_and_a_second_upholds_it(
    publisher, approver
):
    taken = withhold(wanted(), by=publisher, at=NOON)
    assert (taken.state, is_public(taken)) == (State.TAKEN_DOWN, False)

    upheld = agree_to_withhold(taken, by=approver, at=NOON)

    assert (upheld.state, upheld.decided_by, is_public(upheld)) == (State.IN_FORCE, approver, False)
    assert kinds() == [WithholdingEvent.TAKEN_DOWN, WithholdingEvent.UPHELD]
    line = Event.objects.get(number=1)
    assert line.about == f"registers.withholding:{taken}"
    assert line.facts == {
        "thing": str(taken.organisation),
        "ground": "safety",
        "view": "body",
        "review_on": LATER.isoformat(),
        "editions": "0",
    }
    assert verify().count == 2


def test_on_any_other_ground_it_is_public_until_a_second_person_approves(publisher, approver):
    proposed = withhold(wanted(ground=Ground.PERSONAL_DATA), by=publisher, at=NOON)
    assert (proposed.state, is_public(proposed)) == (State.PROPOSED, True)

    approved = agree_to_withhold(proposed, by=approver, at=NOON)

    assert (approved.state, is_public(approved)) == (State.IN_FORCE, False)
    assert kinds() == [WithholdingEvent.PROPOSED, WithholdingEvent.APPROVED]


def test_what_a_second_person_refuses_stays_public(publisher, approver):
    proposed = withhold(wanted(ground=Ground.PROHIBITED), by=publisher, at=NOON)

    refused = refuse_withholding(proposed, by=approver, at=NOON)

    assert (refused.state, is_public(refused)) == (State.REFUSED, True)
    assert kinds()[-1] == WithholdingEvent.REFUSED


def test_it_is_lifted_by_two_people_and_withheld_until_the_second_agrees(publisher, approver):
    withholding = WithholdingFactory()

    lifting = propose_lifting(withholding, reason=" They moved ", by=publisher, at=NOON)
    assert (lifting.state, lifting.lifting_reason) == (State.LIFTING, "They moved")
    assert not is_public(lifting)
    lifted = lift_withholding(lifting, by=approver, at=NOON)

    assert (lifted.state, lifted.lifted_by, is_public(lifted)) == (State.LIFTED, approver, True)
    assert kinds() == [WithholdingEvent.LIFTING_PROPOSED, WithholdingEvent.LIFTED]


@pytest.mark.parametrize(("decided", "state"), [(True, State.IN_FORCE), (False, State.TAKEN_DOWN)])
def test_what_is_not_to_be_lifted_waits_for_a_second_person_if_none_has_looked(
    publisher, approver, decided, state
):
    seen = {} if decided else {"decided_by": None, "decided_at": None}
    withholding = WithholdingFactory(state=State.LIFTING, lifting_proposed_by=publisher, **seen)

    kept = refuse_lifting(withholding, by=approver, at=NOON)

    assert (kept.state, kept.lifting_proposed_by, is_public(kept)) == (state, None, False)
    assert kinds() == [WithholdingEvent.LIFTING_REFUSED]


def test_a_review_keeps_it_until_the_next(approver):
    withholding = WithholdingFactory(review_on=DAY)

    kept = keep_withholding(withholding, review_on=LATER, by=approver, at=NOON)

    assert (kept.review_on, kept.state) == (LATER, State.IN_FORCE)
    assert Event.objects.get().facts["review_on"] == LATER.isoformat()


def test_nobody_is_the_second_person_of_what_they_proposed(approver):
    taken = withhold(wanted(), by=approver, at=NOON)

    with pytest.raises(PermissionDenied, match="You proposed this"):
        agree_to_withhold(taken, by=approver, at=NOON)


def test_the_database_refuses_one_person_twice(approver):
    for first, second in (("proposed_by", "decided_by"), ("lifting_proposed_by", "lifted_by")):
        with transaction.atomic(), pytest.raises(IntegrityError):
            WithholdingFactory(**{first: approver, second: approver})


def test_whoever_may_not_withhold_does_not():
    with pytest.raises(PermissionDenied, match="Only officials who work on cases"):
        withhold(wanted(), by=official(Role.AUDITOR), at=NOON)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"reason": " "}, "Say why"),
        ({"ground": Ground.CRIME}, "the chief officer"),
        ({"ground": Ground.COMMERCIAL}, "Only a contract"),
        ({"review_on": DAY}, "yet to come"),
    ],
)
def test_what_the_law_does_not_allow_is_refused_with_the_reason(publisher, said, why):
    with pytest.raises(ValidationError, match=why):
        withhold(wanted(**said), by=publisher, at=NOON)


@pytest.mark.parametrize(("kind", "may"), [("contract", True), ("grant", False)])
def test_only_a_contract_is_withheld_as_commercial(publisher, kind, may):
    agreement = AgreementFactory(kind=AgreementKind(kind))
    withholding = wanted(agreement=agreement, ground=Ground.COMMERCIAL)

    if may:
        assert withhold(withholding, by=publisher, at=NOON).thing == agreement
    else:
        with pytest.raises(ValidationError):
            withhold(withholding, by=publisher, at=NOON)


def test_a_thing_is_withheld_once(publisher):
    withholding = WithholdingFactory()

    with pytest.raises(ValidationError, match="withheld already"):
        withhold(wanted(withholding.organisation), by=publisher, at=NOON)
    with transaction.atomic(), pytest.raises(IntegrityError):
        WithholdingFactory(organisation=withholding.organisation)


def test_the_database_refuses_a_withholding_of_nothing_or_of_two_things():
    with transaction.atomic(), pytest.raises(IntegrityError):
        WithholdingFactory(organisation=None)
    with transaction.atomic(), pytest.raises(IntegrityError):
        WithholdingFactory(agreement=AgreementFactory())


def test_the_database_refuses_to_turn_a_withholding_to_something_else():
    withholding = WithholdingFactory()

    with arranging(), transaction.atomic(), pytest.raises(IntegrityError):
        Withholding.objects.filter(pk=withholding.pk).update(organisation=OrganisationFactory())


@pytest.mark.parametrize(
    ("act", "states"),
    [
        (agree_to_withhold, {State.PROPOSED, State.TAKEN_DOWN}),
        (refuse_withholding, {State.PROPOSED}),
        (refuse_lifting, {State.LIFTING}),
        (lift_withholding, {State.LIFTING}),
        (lambda one, **who: keep_withholding(one, review_on=LATER, **who), {State.IN_FORCE}),
        (
            lambda one, **who: propose_lifting(one, reason="Safe", **who),
            {State.TAKEN_DOWN, State.IN_FORCE},
        ),
    ],
)
@pytest.mark.parametrize("state", State)
def test_nothing_is_done_to_a_withholding_out_of_its_turn(approver, act, states, state):
    withholding = WithholdingFactory(state=state, decided_by=None)

    if state in states:
        act(withholding, by=approver, at=NOON)
    else:
        with pytest.raises(IllegalTransition):
            act(withholding, by=approver, at=NOON)


def test_lifting_and_keeping_ask_for_a_reason_and_a_day_to_come(approver):
    withholding = WithholdingFactory()

    with pytest.raises(ValidationError, match="Say why"):
        propose_lifting(withholding, reason=" ", by=approver, at=NOON)
    with pytest.raises(ValidationError, match="yet to come"):
        keep_withholding(withholding, review_on=DAY, by=approver, at=NOON)


def test_withheld_now_holds_what_is_in_force_and_nothing_else():
    kept = [WithholdingFactory(state=state) for state in State]

    withheld = {one.organisation_id for one in kept[1:4]}

    assert withheld_now().organisations == withheld
    assert [one.state for one in kept[1:4]] == [State.TAKEN_DOWN, State.IN_FORCE, State.LIFTING]

"""People who sign at the same moment, and a signature that is cut off half-way."""

import pytest

from almoner.actions.models import Action
from almoner.core.ledger import recorded
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.decisions.events import DecisionEvent
from almoner.decisions.operations import Condition, approve_step, declare_interests
from almoner.decisions.queries import said_of
from tests.commissions.frameworks import in_force
from tests.crowd import at_once
from tests.decisions.factories import DAY, NOON, advised, approve, fresh, head


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_one_decision_at_once_one_signs_and_the_other_is_told():
    decision, people = advised(), [head(), head()]
    for person in people:
        declare_interests(decision, has_any=False, by=person, at=NOON)

    def sign(n):
        bound = {"step": 1, "digest": decision.asked.digest, "now": in_force()}
        try:
            return bool(approve_step(decision, **bound, by=people[n], at=NOON))
        except IllegalTransition:
            return False

    assert sorted(at_once(2, sign)) == [False, True]
    assert len(said_of(fresh(decision))) == 1
    assert Event.objects.filter(kind=DecisionEvent.SIGNED).count() == 1


@pytest.mark.django_db
def test_cut_off_as_it_is_signed_nothing_of_it_happened():
    decision = advised()

    def cut_off(**_said):
        raise KeyboardInterrupt

    recorded.connect(cut_off, sender=DecisionEvent.SIGNED)
    try:
        with pytest.raises(KeyboardInterrupt):
            approve(decision, by=head(), conditions=[Condition("Agree measures", DAY)])
    finally:
        recorded.disconnect(cut_off, sender=DecisionEvent.SIGNED)

    now = fresh(decision)
    assert (now.state, now.published_at, said_of(now)) == ("submitted", None, [])
    assert Action.objects.count() == 0

from datetime import timedelta

import pytest

from almoner.academy import policies
from almoner.academy.states import CertificateState, Outcome
from tests.academy.factories import (
    BookingFactory,
    CertificateFactory,
    EmergencyCoverFactory,
    WorkshopFactory,
)
from tests.academy.table import AS_LEAD, AS_TRAINER, BEGUN, NOBODY, OF_TEAM, OWN, REVOKED, ROWS
from tests.accounts.factories import team_with
from tests.factories import DAY, NOON, UserFactory, official

pytestmark = pytest.mark.django_db
TIMED = {"may_book", "may_give_up", "may_record_attendance"}


def workshop_for(person, situation):
    begun = situation in {BEGUN, AS_TRAINER}
    when = {"starts_at": NOON - timedelta(days=1)} if begun else {}
    return WorkshopFactory(**when, **({"trainer": person} if situation == AS_TRAINER else {}))


def somebody_for(person, situation):
    """Whom a policy is asked about: oneself, somebody of a team that one leads, or anybody."""
    whose = person if situation == OWN else official("finance")
    if situation in {OF_TEAM, AS_LEAD}:
        team_with(whose, lead=person)
    return whose


def booking_for(person, situation, **fields):
    whose = {"person": somebody_for(person, situation)} if situation in {OWN, OF_TEAM} else {}
    return BookingFactory(workshop=workshop_for(person, situation), **whose, **fields)


def certificate_for(person, situation):
    whose = somebody_for(person, situation) if situation in {OWN, OF_TEAM} else UserFactory()
    revoked = {"state": CertificateState.REVOKED, "revoked_on": DAY, "known_revoked_at": NOON}
    return CertificateFactory(person=whose, **(revoked if situation == REVOKED else {}))


def about(policy, person, situation):
    """What a policy is asked of."""
    if situation == "always":
        return []
    whose = somebody_for(person, situation)
    if situation == AS_LEAD:
        return []
    things = {
        "may_see_bookings": lambda: [workshop_for(person, situation)],
        "may_record_attendance": lambda: [workshop_for(person, situation)],
        "may_book": lambda: [whose, workshop_for(person, situation)],
        "may_give_up": lambda: [booking_for(person, situation)],
        "may_take_along": lambda: [booking_for(person, situation)],
        "may_evaluate": lambda: [booking_for(person, situation, outcome=Outcome.ATTENDED)],
        "may_certify": lambda: [whose],
        "may_cover_person": lambda: [whose],
        "may_end_cover": lambda: [EmergencyCoverFactory()],
    }
    return things.get(policy, lambda: [certificate_for(person, situation)])()


@pytest.mark.parametrize(("policy", "who", "situation", "allowed"), ROWS)
def test_the_table_of_permissions_is_what_the_policies_answer(policy, who, situation, allowed):
    person = official() if who == NOBODY else official(who)
    moment = {"at": NOON} if policy in TIMED else {}

    verdict = getattr(policies, policy)(person, *about(policy, person, situation), on=DAY, **moment)

    assert bool(verdict) is allowed
    assert verdict or verdict.reason

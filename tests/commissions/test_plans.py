"""The forward plan: a lead says what is coming, somebody else checks that it is safe to say."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.commissions.due import plan_entries_to_check
from almoner.commissions.events import PlanEvent
from almoner.commissions.kinds import GateOutcome
from almoner.commissions.models import PlanEntry
from almoner.commissions.operations import (
    ask_gate,
    decide_gate,
    propose_for_forward_plan,
    put_on_forward_plan,
    restrict_case,
    send_back_from_forward_plan,
    stop_case,
    take_off_forward_plan,
)
from almoner.commissions.planning import band_of, cases_not_on_plan, plan_entries_visible_to
from almoner.commissions.states import PlanState
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.registers.revision import revision
from tests.commissions.factories import DAY, NOON, case, draft, grant_case, officer
from tests.commissions.frameworks import in_force
from tests.commissions.plans import CHECKED, planned, proposed, said
from tests.factories import official
from tests.framework.factories import head
from tests.guard import arranging

pytestmark = pytest.mark.django_db


def state_of(entry):
    return PlanEntry.objects.get(pk=entry.pk).state


def test_a_publisher_who_did_not_write_it_puts_it_on_the_plan_and_that_is_when_it_is_public():
    made = case()
    before = revision()
    entry = proposed(made)
    assert (entry.state, revision()) == (PlanState.PROPOSED, before)
    lead_and_publisher = official(Role.PUBLISHER, Role.COMMISSIONING_OFFICER)

    own = proposed(case(lead=lead_and_publisher))
    with pytest.raises(PermissionDenied, match="Somebody else checks"):
        put_on_forward_plan(own, checked=CHECKED, by=lead_and_publisher, at=NOON)
    with pytest.raises(PermissionDenied, match="Only a publisher"):
        put_on_forward_plan(entry, checked=CHECKED, by=official(Role.APPROVER), at=NOON)
    with pytest.raises(ValidationError, match="what you checked"):
        put_on_forward_plan(entry, checked=" ", by=official(Role.PUBLISHER), at=NOON)
    put_on_forward_plan(entry, checked=CHECKED, by=official(Role.PUBLISHER), at=NOON)

    assert (state_of(entry), revision() != before) == (PlanState.PUBLIC, True)
    line = Event.objects.get(kind=PlanEvent.PUBLISHED)
    assert line.facts.keys() == {"case", "words"}


def test_only_the_lead_of_a_case_under_way_that_is_not_restricted_says_what_is_coming():
    made = case()
    with pytest.raises(PermissionDenied, match="Only the lead"):
        proposed(made, by=officer())
    with pytest.raises(PermissionDenied, match="restricted"):
        proposed(case(is_restricted=True))
    with pytest.raises(PermissionDenied, match="under way"):
        proposed(draft())


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"title": " "}, "what it is called"),
        ({"opens_in": date(2026, 6, 2)}, "months, not days"),
        ({"opens_in": date(2026, 10, 1)}, "before it opens"),
        ({"opens_in": date(2026, 1, 1), "starts_in": date(2026, 2, 1)}, "still to come"),
    ],
)
def test_what_the_plan_cannot_say_is_refused(fields, refusal):
    made = case()
    with pytest.raises(ValidationError, match=refusal):
        propose_for_forward_plan(said(**fields), commission=made, by=made.lead, at=NOON)


def test_restricting_a_case_takes_it_off_the_plan_and_out_of_what_waits():
    made = case()
    public, waiting = planned(made), proposed(made)
    before = revision()

    restrict_case(made, by=made.lead, at=NOON)

    assert {state_of(public), state_of(waiting)} == {PlanState.TAKEN_OFF}
    assert revision() != before
    both = official(Role.APPROVER, Role.PUBLISHER)
    with pytest.raises(IllegalTransition):
        put_on_forward_plan(waiting, checked=CHECKED, by=both, at=NOON)


def test_a_case_that_is_stopped_leaves_the_plan_by_its_lead_or_at_its_gate():
    made, asking = case(), grant_case()
    entries = [planned(made), planned(asking)]

    stop_case(made, reason="No money", by=made.lead, at=NOON)
    gate = ask_gate(asking, onward="open", now=in_force(), by=asking.lead, at=NOON)
    decide_gate(gate, outcome=GateOutcome.STOP, words="No", by=head(), at=NOON)

    assert [state_of(one) for one in entries] == [PlanState.TAKEN_OFF] * 2


def test_later_words_overtake_the_earlier_which_stand_until_they_are_checked():
    made = case()
    first = planned(made)
    second = proposed(made, title="Therapies")
    third = proposed(made, title="Therapies for all")
    assert [state_of(one) for one in (first, second)] == [PlanState.PUBLIC, PlanState.OVERTAKEN]

    put_on_forward_plan(third, checked=CHECKED, by=official(Role.PUBLISHER), at=NOON)

    assert [state_of(one) for one in (first, third)] == [PlanState.OVERTAKEN, PlanState.PUBLIC]


def test_it_is_sent_back_with_what_to_put_right_and_taken_off_by_one_person():
    made = case()
    entry, publisher = proposed(made), official(Role.PUBLISHER)
    with pytest.raises(ValidationError, match="put right"):
        send_back_from_forward_plan(entry, reason="", by=publisher, at=NOON)
    send_back_from_forward_plan(entry, reason="It names a street.", by=publisher, at=NOON)
    assert PlanEntry.objects.get().checked == "It names a street."

    public = planned(made)
    with pytest.raises(PermissionDenied):
        take_off_forward_plan(public, by=officer(), at=NOON)
    take_off_forward_plan(public, by=publisher, at=NOON)
    assert state_of(public) == PlanState.TAKEN_OFF
    assert [one.pk for one in cases_not_on_plan(made.lead, on=DAY)] == [made.pk]


def test_publishers_see_what_waits_for_them_but_not_what_they_wrote():
    publisher = official(Role.PUBLISHER, Role.COMMISSIONING_OFFICER)
    proposed(case(lead=publisher))
    theirs = proposed(case())

    due = list(plan_entries_to_check(worker_of(publisher, on=DAY), DAY))

    assert [one.about for one in due] == [f"commissions.planentry:{theirs}"]
    assert plan_entries_visible_to(publisher, on=DAY).count() == 2


def test_what_was_said_is_never_edited_nor_deleted():
    entry = proposed(case())
    for act in (
        lambda: PlanEntry.objects.filter(pk=entry.pk).update(title="Otherwise"),
        lambda: PlanEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(DatabaseError), arranging(), transaction.atomic():
            act()
    with pytest.raises(IntegrityError), arranging(), transaction.atomic():
        PlanEntry.objects.filter(pk=entry.pk).update(
            state=PlanState.PUBLIC, judged_by=entry.written_by, judged_at=NOON, checked="Yes"
        )


def test_the_plan_says_about_how_much():
    assert [band_of(value).value for value in (24_999, 25_000, 999_999, 5_000_000)] == [
        "under-25000",
        "under-100000",
        "under-1000000",
        "more",
    ]

"""What is promised of decisions and of the cases that need them; and what is due to whom."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.actions.operations import finish_action, verify_action
from almoner.actions.queries import actions_of
from almoner.assurance.asking import findings
from almoner.commissions.events import GateEvent
from almoner.commissions.gatekeeping import controls_of
from almoner.commissions.kinds import Part
from almoner.commissions.models import GateAsked
from almoner.commissions.operations import ask_gate
from almoner.commissions.states import GateState
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.decisions.due import (
    advice_to_give,
    decisions_to_approve,
    decisions_to_finish,
    part_ones_to_publish,
)
from almoner.decisions.models import Decision, Delegation
from almoner.decisions.operations import Condition
from tests.commissions.factories import NEED, grant_case, say, value
from tests.commissions.factories import fresh as fresh_case
from tests.commissions.frameworks import TEXT, in_force
from tests.decisions.factories import (
    DAY,
    NOON,
    advised,
    approve,
    deputy_of,
    grant_of,
    head,
    signed,
    submitted,
)
from tests.factories import official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
NEEDS_ONE = TEXT.replace(
    'controls = ["need-recorded", "objective-named", "power-named"]',
    'controls = ["decision-signed", "conditions-met"]',
)
DECIDED = NEEDS_ONE.replace(
    '"conditions-met"]\nmatter = "plan"',
    '"conditions-met"]\nmatter = "plan"\ndecided_by = "decision"',
).replace("value = 10000", "value = 1000")


@pytest.fixture(autouse=True)
def _small(settings, tmp_path):
    """The limits of the small framework hold, on every day."""
    framework = tmp_path / "small.toml"
    framework.write_text(NEEDS_ONE, encoding="utf-8")
    settings.FRAMEWORK = str(framework)


def reasons(case):
    return [" ".join(one.reasons) for one in controls_of(fresh_case(case), on=DAY)]


def owed(source, person, on=DAY):
    return [due.what for due in source(worker_of(person, on=on), on)]


def broken(code, on=DAY):
    return [found.reference for found in findings(code, on=on).breaks]


def test_a_gate_wants_a_signed_decision_on_its_matter_that_the_case_still_answers_to():
    now = in_force(NEEDS_ONE)
    case, small = grant_case(now=now), grant_case(now=now, net=9_000)
    assert reasons(case) == ["No decision is signed that lets it on.", ""]
    assert reasons(small) == ["", ""]

    decision = signed(case, now=now)

    assert reasons(case) == ["", ""]
    value(case, 21_000)
    assert reasons(case)[0] == (f"Changed since {decision.number} was signed: Value in 2026-27.")


def ask(case, now):
    return ask_gate(fresh_case(case), onward="open", now=now, by=case.lead, at=NOON)


def test_a_signed_decision_lets_a_case_through_the_gate_that_it_decides():
    now = in_force(DECIDED)
    case = grant_case(now=now)
    with pytest.raises(ValidationError, match="No decision is signed that lets it on"):
        ask(case, now)
    decision = signed(case, now=now)

    gate = ask(case, now)

    assert (fresh_case(case).stage, gate.state, gate.steps) == ("open", GateState.GO, [])
    assert gate.authority == {
        "number": decision.number,
        "snapshot": decision.asked.digest,
        "about": name_of(decision),
    }
    line = Event.objects.get(kind=GateEvent.PASSED_BY_DECISION)
    assert (line.facts["decision"], line.facts["snapshot"]) == (
        decision.number,
        decision.asked.digest,
    )


def test_where_the_body_asks_for_no_decision_or_has_one_no_more_the_offices_of_its_limits_say_go():
    now = in_force(DECIDED)
    small, changed = (grant_case(now=now, net=9_000) for _turn in range(2))
    for one in (small, changed):
        say(one, Part.NEED, NEED)
    signed(changed, now=now)
    value(changed, 9_500)

    for case in (small, changed):
        gate = ask(case, now)
        assert ([one["code"] for one in gate.steps], gate.authority) == (["head"], None)


def test_what_a_gate_was_passed_by_is_kept():
    now = in_force(DECIDED)
    case = grant_case(now=now)
    signed(case, now=now)
    gate = ask(case, now)

    for other in ({"number": "PCD-2026-999"}, None):
        with arranging(), pytest.raises(DatabaseError), transaction.atomic():
            GateAsked.objects.filter(pk=gate.pk).update(authority=other)


def test_a_condition_holds_a_gate_up_until_another_verified_that_it_is_met():
    now, approver = in_force(NEEDS_ONE), head()
    case = grant_case(now=now)
    decision = advised(case, now=now)
    condition = Condition("Agree the measures", date(2026, 4, 1))
    approve(decision, by=approver, now=now, conditions=[condition])
    assert "condition of an earlier gate or decision is not verified" in reasons(case)[1]

    (action,) = actions_of(name_of(decision))
    finish_action(action, text="Agreed", by=case.lead, at=NOON)
    assert reasons(case)[1] != ""
    verify_action(action, text="Read", by=approver, at=NOON)

    assert reasons(case)[1] == ""


def test_assurance_finds_a_decision_that_others_than_its_limits_name_approved():
    approver = head()
    sound, wrong = signed(by=approver), signed(by=approver)
    signed(by=approver, grants=[grant_of(ceiling="30000")])
    under = signed(by=approver, delegation=Delegation.objects.get())
    with arranging():
        Decision.objects.filter(pk=wrong.pk).update(matter="nothing")

    assert broken("approver-within-limit") == [wrong.number]
    assert wrong.number not in {sound.number, under.number}


def test_assurance_finds_part_1_that_is_not_out_on_its_day():
    waits = {"deferral_ground": "commercial", "deferral_reason": "A bid is open."}
    decision = signed(deferred_until=date(2026, 3, 20), **waits)

    assert broken("published-in-time", on=date(2026, 3, 21)) == []
    assert broken("published-in-time", on=date(2026, 3, 23)) == [decision.number]


def test_a_decision_is_the_work_of_who_holds_the_office_next_or_deputises_once_advice_is_there():
    first, other = head(), official(Role.APPROVER)
    deputy = deputy_of(first, Role.APPROVER)
    waiting, finance = submitted(), official(Role.FINANCE)
    assert owed(decisions_to_approve, first) == []
    assert owed(advice_to_give, finance) == [f"Give finance advice: {waiting.number}"]

    decision = advised()

    what = [f"Approve, return or refuse: {decision.number}"]
    people = (first, deputy, other, decision.author)
    assert [owed(decisions_to_approve, one) for one in people] == [what, what, [], []]
    assert owed(decisions_to_approve, deputy, on=DAY + timedelta(days=1)) == []


def test_drafts_and_part_ones_are_the_work_of_who_finishes_them():
    waits = {"deferral_ground": "commercial", "deferral_reason": "A bid is open."}
    decision = signed(deferred_until=date(2026, 3, 8), **waits)
    publisher = official(Role.PUBLISHER)

    assert owed(part_ones_to_publish, publisher) == [
        f"Part 1 is due to be published: {decision.number}"
    ]
    assert owed(decisions_to_finish, decision.author) == []

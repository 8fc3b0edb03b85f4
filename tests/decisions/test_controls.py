"""What is promised of decisions and of the cases that need them; and what is due to whom."""

from datetime import date, timedelta

import pytest

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.actions.operations import finish_action, verify_action
from almoner.actions.queries import actions_of
from almoner.assurance.asking import findings
from almoner.commissions.gatekeeping import controls_of
from almoner.core.references import name_of
from almoner.decisions.due import (
    advice_to_give,
    decisions_to_approve,
    decisions_to_finish,
    part_ones_to_publish,
)
from almoner.decisions.models import Decision, Delegation
from almoner.decisions.operations import Condition
from tests.commissions.factories import fresh as fresh_case
from tests.commissions.factories import grant_case, value
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

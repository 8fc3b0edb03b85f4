"""Decisions that are about no case: who writes, reads and signs them, and what they bind."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from almoner.accounts.queries import worker_of
from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.core.models import Event
from almoner.decisions.due import decisions_to_approve, decisions_to_finish
from almoner.decisions.events import DecisionEvent
from almoner.decisions.models import Decision, Delegation
from almoner.decisions.operations import (
    Condition,
    draft_decision,
    draft_decision_about_body,
    revise_decision,
    withdraw_decision,
)
from almoner.decisions.policies import may_draft_about_body, may_read_part_two, may_see_decision
from almoner.decisions.queries import decisions_visible_to, left_of
from almoner.decisions.states import DecisionState
from almoner.registers.public_decisions import public_decisions
from tests.commissions.factories import grant_case, officer
from tests.commissions.frameworks import TEXT, in_force
from tests.decisions.factories import (
    DAY,
    NOON,
    SAID,
    advised_by_all,
    approve,
    chief_finance_officer,
    fresh,
    grant_of,
    head,
    holder,
    signed,
    submit,
)
from tests.factories import official
from tests.guard import arranging

pytestmark = pytest.mark.django_db
BODY = (
    TEXT
    + """
[[office]]
code = "secretary"
title = "Secretary"
role = "board-secretary"

[[matter]]
code = "governance"
title = "How the body works"
about = "body"

[[limit]]
matter = "governance"
below = 10000
steps = ["head"]

[[limit]]
matter = "governance"
at_least = 10000
steps = ["secretary", "money"]
"""
)


GROUND = {"part_two_ground": "personal-data"}


def now():
    return in_force(BODY)


def drafted(*, by=None, is_restricted=False, value=Decimal(0), **said):
    made = draft_decision_about_body(
        "governance",
        SAID | {"power": "crime-reduction", "value": value} | said,
        is_restricted=is_restricted,
        now=now(),
        by=by or officer(),
        at=NOON,
    )
    return fresh(made)


def advised(**fields):
    return advised_by_all(submit(drafted(**fields), now=now()))


def test_it_is_signed_by_whom_the_limits_of_its_value_name_and_its_part_1_is_public():
    decision = advised(value=Decimal(9_999))
    first = head()

    approve(decision, by=first, now=now())

    decision = fresh(decision)
    assert (decision.state, decision.asked.value) == (DecisionState.SIGNED, Decimal(9_999))
    assert list(public_decisions()) == [decision]
    assert [one["code"] for one in decision.asked.snapshot] == ["text", "value"]
    assert Event.objects.get(kind=DecisionEvent.DRAFTED_ABOUT_BODY).actor == decision.author.actor


def test_at_the_next_limit_two_offices_sign_and_each_is_somebody_else():
    decision, secretary = advised(value=Decimal(10_000)), holder("secretary", Role.BOARD_SECRETARY)

    with pytest.raises(PermissionDenied, match="Secretary"):
        approve(decision, by=head(), now=now())
    approve(decision, by=secretary, now=now())
    approve(decision, by=chief_finance_officer(), now=now())

    assert fresh(decision).state == DecisionState.SIGNED


def test_its_author_does_not_sign_it_and_becomes_owner_of_its_conditions():
    author = head()
    with arranging():
        author.holdings.create(
            role=Role.COMMISSIONING_OFFICER,
            is_held=True,
            valid_from=date(2026, 1, 1),
            recorded_at=NOON,
        )
    decision = advised(by=author)

    with pytest.raises(PermissionDenied, match="your own work"):
        approve(decision, by=author, now=now())
    condition = Condition("Tell the panel", date(2026, 4, 1))
    approve(decision, by=head(), now=now(), conditions=[condition])

    assert Action.objects.get().owner == author


def test_a_matter_is_about_cases_or_about_the_body_and_who_writes_is_asked():
    case, by = grant_case(), officer()

    with pytest.raises(ValidationError, match="about a case"):
        draft_decision_about_body("plan", SAID, now=now(), by=by, at=NOON)
    with pytest.raises(ValidationError, match="about the body itself"):
        draft_decision(case, "governance", SAID, now=now(), by=case.lead, at=NOON)
    with pytest.raises(ValidationError, match="no such matter"):
        draft_decision_about_body("nothing", SAID, now=now(), by=by, at=NOON)
    with pytest.raises(PermissionDenied, match="writes no decisions"):
        draft_decision_about_body("governance", SAID, now=now(), by=head(), at=NOON)
    writers = {role for role in Role if may_draft_about_body(official(role), on=DAY)}
    assert writers == {
        Role.COMMISSIONING_OFFICER,
        Role.AGREEMENT_MANAGER,
        Role.FINANCE,
        Role.BOARD_SECRETARY,
    }


def test_what_it_is_worth_is_said_before_it_is_submitted_and_of_a_case_never():
    with pytest.raises(ValidationError, match="0, if nothing is spent"):
        submit(drafted(value=None), now=now())
    with pytest.raises(ValidationError, match="less than nothing"):
        submit(drafted(value=Decimal(-1)), now=now())
    with pytest.raises(ValidationError, match="told by its case"):
        signed(value=Decimal(5))


def test_only_its_writers_change_or_withdraw_it():
    decision, other = drafted(), officer()

    with pytest.raises(PermissionDenied, match="Only who wrote it"):
        revise_decision(decision, {"plan": "More"}, read=1, by=other, at=NOON)
    with pytest.raises(PermissionDenied, match="Only who wrote it"):
        withdraw_decision(decision, by=other, at=NOON)
    revise_decision(decision, {"plan": "More"}, read=1, by=decision.author, at=NOON)
    withdraw_decision(decision, by=decision.author, at=NOON)

    assert fresh(decision).state == DecisionState.WITHDRAWN


def test_restricted_it_is_read_by_few_and_each_list_says_the_same():
    decision = advised(is_restricted=True, value=Decimal(10_000), part_two="Names", **GROUND)
    turn, other = holder("secretary", Role.BOARD_SECRETARY), official(Role.BOARD_SECRETARY)

    for role in Role:
        person = official(role)
        reads = role in {Role.APPROVER, Role.FINANCE, Role.AUDITOR}
        assert bool(may_see_decision(person, decision, on=DAY)) is reads
        assert (decision in decisions_visible_to(person, on=DAY)) is reads
        assert bool(may_read_part_two(person, decision, on=DAY)) is reads
    assert decision in decisions_visible_to(decision.author, on=DAY)
    assert may_read_part_two(decision.author, decision, on=DAY)
    assert may_see_decision(turn, decision, on=DAY)
    assert not may_see_decision(other, decision, on=DAY)


def test_open_it_is_read_by_whoever_reads_cases():
    decision = advised()

    for role in Role:
        person = official(role)
        reads = role not in {Role.ADMINISTRATOR, Role.MEMBER}
        assert bool(may_see_decision(person, decision, on=DAY)) is reads
        assert (decision in decisions_visible_to(person, on=DAY)) is reads


def test_it_is_the_work_of_its_writer_and_then_of_whose_turn_it_is():
    secretary, first = official(Role.BOARD_SECRETARY), head()
    draft = drafted(by=secretary)

    def owed(source, who):
        return [one.what for one in source(worker_of(who, on=DAY), DAY)]

    assert owed(decisions_to_finish, secretary) == [f"Finish and submit: {SAID['title']}"]
    decision = advised_by_all(submit(draft, now=now()))
    assert owed(decisions_to_approve, first) == [f"Approve, return or refuse: {decision.number}"]
    assert owed(decisions_to_approve, secretary) == []


def test_what_it_delegates_is_drawn_down_by_decisions_about_cases():
    approver = head()
    grant = grant_of(ceiling="30000", office="head")
    approve(advised(grants=[grant]), by=approver, now=now())
    delegation = Delegation.objects.get()

    signed(grant_case(net=20_000), by=approver, delegation=delegation)

    assert left_of(delegation) == Decimal(10_000)


@pytest.mark.parametrize("change", [{"kept_close": True}, {"commission": None}])
def test_the_database_keeps_what_a_decision_is_about_and_who_reads_it(change):
    about_case, about_body = signed(), drafted()

    with arranging(), pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Decision.objects.filter(pk=about_case.pk).update(**change)
    with arranging(), pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=about_body.pk).update(kept_close=True)

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from almoner.accounts.roles import Role
from almoner.actions.models import Action
from almoner.actions.queries import actions_of
from almoner.commissions.kinds import Part
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.references import name_of
from almoner.decisions.binding import changes_since
from almoner.decisions.events import DecisionEvent, DelegationEvent
from almoner.decisions.kinds import Subject
from almoner.decisions.models import Decision, Delegation, Lapse
from almoner.decisions.operations import (
    Condition,
    approve_step,
    declare_interests,
    defer_part_one,
    end_delegation,
    lapse_approvals,
    publish_part_one,
    refuse_decision,
    return_decision,
    revise_decision,
    submit_decision,
    withdraw_decision,
)
from almoner.decisions.queries import decisions_not_made, left_of, said_of
from almoner.decisions.states import DecisionState
from almoner.decisions.tasks import lapse, publish
from almoner.framework.grounds import Ground
from tests.commissions.factories import DIRECT, grant_case, officer, say, value
from tests.commissions.frameworks import TEXT, in_force
from tests.decisions.factories import (
    LATER,
    NOON,
    advise,
    advised,
    approve,
    chief_finance_officer,
    deputy_of,
    draft,
    fresh,
    grant_of,
    head,
    hold,
    signed,
    submitted,
)
from tests.factories import official
from tests.guard import arranging

pytestmark = pytest.mark.django_db


def lines(kind):
    return list(Event.objects.filter(kind=kind))


def test_signing_binds_what_was_approved_and_publishes_part_1_at_once():
    decision = advised()

    approve(decision, by=head(name="Ada Head"), at=LATER)

    done = fresh(decision)
    assert (done.state, done.number, done.published_at) == ("signed", "PCD-2026-001", LATER)
    (said,) = said_of(done)
    assert (said.office_title, said.name, said.in_place_of) == ("Head of service", "Ada Head", None)
    (line,) = lines(DecisionEvent.SIGNED)
    assert line.facts["snapshot"] == done.asked.digest
    assert line.facts["value"] == "20000.00"


def test_numbers_follow_one_another_and_one_given_up_stays_as_not_made():
    first, second = submitted(), submitted()

    withdraw_decision(first, by=first.author, at=NOON)
    third = submitted()

    assert [one.number for one in (first, second, third)] == [
        "PCD-2026-001",
        "PCD-2026-002",
        "PCD-2026-003",
    ]
    assert [one.number for one in decisions_not_made()] == ["PCD-2026-001"]
    draft_alone = draft()
    withdraw_decision(draft_alone, by=draft_alone.author, at=NOON)
    assert decisions_not_made().count() == 1


def test_what_is_missing_is_said_before_a_number_is_drawn():
    decision = draft(summary="", recommendations=[], part_two="Prices", power="")

    with pytest.raises(ValidationError) as refusal:
        submit_decision(decision, now=in_force(), by=decision.author, at=NOON)

    assert refusal.value.messages == [
        "Write the summary.",
        "Write at least one recommendation.",
        "Name the legal power.",
        "Say on which ground part 2 is restricted.",
        "Say whether you have an interest in it.",
    ]
    assert fresh(decision).number is None


def test_a_writer_who_did_not_read_what_another_said_is_told():
    decision = draft()
    revise_decision(decision, {"summary": "Other"}, read=1, by=decision.author, at=NOON)

    with pytest.raises(ValidationError, match="Somebody changed"):
        revise_decision(decision, {"summary": "Third"}, read=1, by=decision.author, at=NOON)


def test_above_a_limit_two_offices_approve_each_through_another_person():
    decision = advised(grant_case(net=60_000))
    first, second = head(), chief_finance_officer()

    with pytest.raises(PermissionDenied, match="Head of service"):
        approve(decision, by=second)
    approve(decision, by=first)
    assert fresh(decision).state == DecisionState.SUBMITTED
    hold("money", first)
    with pytest.raises(PermissionDenied):
        approve(decision, by=first)
    approve(decision, by=second)

    assert [one.office for one in said_of(fresh(decision))] == ["head", "money"]


def test_the_role_alone_gives_no_office():
    decision, approver = advised(), official(Role.APPROVER)

    with pytest.raises(PermissionDenied, match="Only who holds this office"):
        approve(decision, by=approver)


def test_a_deputy_approves_on_their_days_and_the_record_says_for_whom():
    decision, holder = advised(), head()
    deputy = deputy_of(holder, Role.APPROVER)

    with pytest.raises(PermissionDenied):
        approve(decision, by=deputy, at=NOON + timedelta(days=2))
    approve(decision, by=deputy)

    (said,) = said_of(fresh(decision))
    assert (said.decided_by, said.in_place_of) == (deputy, holder)


def test_nobody_approves_their_own_work_nor_as_a_deputy_of_who_wrote_it():
    lead = officer()
    decision = advised(grant_case(lead=lead))
    hold("head", lead)
    deputy = deputy_of(lead, Role.COMMISSIONING_OFFICER)
    both = head()
    with arranging():
        from tests.factories import RoleHoldingFactory

        RoleHoldingFactory(holder=lead, role=Role.APPROVER)
        RoleHoldingFactory(holder=both, role=Role.COMMISSIONING_OFFICER, in_place_of=lead)

    for person in (lead, both):
        with pytest.raises(PermissionDenied, match="your own work"):
            approve(decision, by=person)
    with pytest.raises(PermissionDenied, match="Only who holds"):
        approve(decision, by=deputy)


def test_whoever_declares_an_interest_takes_no_part():
    decision, approver = advised(), head()
    declare_interests(decision, has_any=True, words="My sister works there", by=approver, at=NOON)

    with pytest.raises(PermissionDenied, match="You declared an interest"):
        approve_step(
            decision, step=1, digest=decision.asked.digest, now=in_force(), by=approver, at=NOON
        )


def test_nobody_approves_before_all_advice_is_given_and_no_author_advises():
    decision = submitted()
    finance = official(Role.FINANCE)
    for subject in list(Subject)[:-1]:
        advise(decision, subject, by=finance)

    with pytest.raises(ValidationError, match="Data protection"):
        approve(decision, by=head())
    with pytest.raises(PermissionDenied, match="You wrote it"):
        advise(decision, Subject.LEGAL, by=decision.author)
    with pytest.raises(PermissionDenied, match="does not advise"):
        advise(decision, Subject.FINANCE, by=officer())


def test_a_changed_fact_lapses_the_approvals_that_were_given_and_is_named():
    case = grant_case(net=60_000)
    decision = advised(case)
    approve(decision, by=head())

    value(case, 61_000)

    (change,) = changes_since(fresh(decision), now=in_force().framework)
    assert (change.title, change.before, change.after) == (
        "Value in 2026-27",
        "£60,000.00",
        "£61,000.00",
    )
    with pytest.raises(ValidationError, match="Value in 2026-27"):
        approve(decision, by=chief_finance_officer())

    assert lapse(NOON) == "1 lapsed"
    assert fresh(decision).state == DecisionState.RETURNED
    assert Lapse.objects.get().changes[0]["title"] == "Value in 2026-27"
    with pytest.raises(IllegalTransition):
        lapse_approvals(fresh(decision), now=in_force(), by=decision.author, at=NOON)


def test_limits_that_name_others_by_now_lapse_what_was_approved():
    decision = advised(grant_case(net=20_000))
    stricter = in_force(
        TEXT.replace("below = 50000", "below = 15000").replace("= 50000", "= 15000")
    )

    with pytest.raises(ValidationError, match="Who must approve"):
        approve(decision, by=head(), now=stricter)


def test_returned_with_questions_it_is_answered_and_asked_anew_under_its_number():
    decision, approver = advised(), head()

    return_decision(decision, step=1, words="Who else was asked?", by=approver, at=NOON)
    with pytest.raises(ValidationError, match="Answer what was asked"):
        submit_decision(decision, now=in_force(), by=decision.author, at=NOON)
    revise_decision(decision, {"papers": "Quotes"}, read=1, by=decision.author, at=NOON)
    submit_decision(decision, now=in_force(), answers="Three.", by=decision.author, at=NOON)

    with pytest.raises(ValidationError, match="Advice is missing"):
        approve(decision, by=approver)
    for subject in Subject:
        advise(decision, subject, by=official(Role.FINANCE))
    approve(decision, by=approver)
    done = fresh(decision)
    assert (done.state, done.number, done.asked.number) == ("signed", "PCD-2026-001", 2)


def test_a_refused_decision_stays_as_not_made_and_words_are_wanted():
    decision, approver = advised(), head()

    with pytest.raises(ValidationError, match="Write the reasons"):
        refuse_decision(decision, step=1, words=" ", by=approver, at=NOON)
    refuse_decision(decision, step=1, words="Too dear.", by=approver, at=NOON)

    assert fresh(decision).state == DecisionState.REFUSED
    assert list(decisions_not_made()) == [decision]


def test_whoever_comes_second_or_saw_something_else_is_told():
    decision, first, second = advised(), head(), head()
    approve(decision, by=first)

    with pytest.raises(IllegalTransition):
        approve_step(
            decision, step=1, digest=decision.asked.digest, now=in_force(), by=second, at=NOON
        )
    other = advised()
    with pytest.raises(IllegalTransition):
        approve_step(other, step=1, digest="0" * 64, now=in_force(), by=second, at=NOON)


def test_conditions_become_actions_of_the_lead_which_the_approver_verifies():
    decision, approver = advised(), head()
    conditions = [Condition("Agree the measures", date(2026, 4, 1))]

    approve(decision, by=approver, conditions=conditions)

    (action,) = actions_of(name_of(decision))
    assert (action.what, action.owner, action.verifier) == (
        "Agree the measures",
        decision.author,
        approver,
    )
    with pytest.raises(ValidationError):
        approve(advised(), by=approver, conditions=[Condition("Late", date(2026, 1, 1))])
    assert Action.objects.count() == 1


def test_part_1_waits_until_its_day_and_is_then_published_by_the_night():
    said = {
        "deferred_until": date(2026, 3, 20),
        "deferral_ground": Ground.COMMERCIAL,
        "deferral_reason": "The bid is open.",
    }
    decision = signed(**said)
    assert decision.published_at is None

    assert publish(NOON) == "0 published"
    defer_part_one(
        decision,
        until=date(2026, 3, 25),
        ground=Ground.COMMERCIAL,
        reason="It is still open.",
        by=official(Role.APPROVER),
        at=NOON,
    )
    assert publish(NOON + timedelta(days=18)) == "0 published"
    on_the_day = NOON + timedelta(days=21)
    assert publish(on_the_day) == "1 published"
    assert fresh(decision).published_at == on_the_day
    with pytest.raises(PermissionDenied):
        publish_part_one(decision, by=official(Role.APPROVER), at=on_the_day)


def test_a_person_may_publish_part_1_before_its_day_and_an_outsider_may_not():
    decision = signed(
        deferred_until=date(2026, 3, 20), deferral_ground="commercial", deferral_reason="A bid."
    )

    with pytest.raises(PermissionDenied):
        publish_part_one(decision, by=officer(), at=NOON)
    publish_part_one(decision, by=official(Role.BOARD_SECRETARY), at=LATER)

    assert fresh(decision).published_at == LATER


def test_a_delegation_is_granted_by_signing_and_drawn_down_until_it_is_used_up():
    approver = head()
    granting = signed(by=approver, grants=[grant_of(ceiling="25000.00")])
    (delegation,) = Delegation.objects.all()
    assert (delegation.decision, delegation.ceiling) == (granting, Decimal(25_000))
    assert len(lines(DelegationEvent.GRANTED)) == 1

    signed(by=approver, delegation=delegation)

    assert left_of(delegation) == Decimal(5_000)
    with pytest.raises(ValidationError, match="5,000.00 left"):
        submitted(delegation=delegation)


def test_a_delegation_to_a_person_is_for_them_and_their_deputy_alone():
    approver, delegate = head(), official(Role.AGREEMENT_MANAGER)
    grant = grant_of(office="") | {"person": delegate.reference}
    with pytest.raises(ValidationError, match="to which office or person"):
        submitted(grants=[grant | {"person": "PER-NOBODY"}])
    signed(by=approver, grants=[grant])
    delegation = Delegation.objects.get()
    decision = advised(grant_case(net=10_000), delegation=delegation)

    with pytest.raises(PermissionDenied):
        approve(decision, by=approver)
    approve(decision, by=delegate)

    assert fresh(decision).state == DecisionState.SIGNED


def test_two_submitted_under_one_delegation_do_not_both_draw_what_is_there_once():
    approver = head()
    signed(by=approver, grants=[grant_of(ceiling="25000.00")])
    delegation = Delegation.objects.get()
    first, second = advised(delegation=delegation), advised(delegation=delegation)

    approve(first, by=approver)

    with pytest.raises(ValidationError, match="less left"):
        approve(second, by=approver)
    assert left_of(delegation) == Decimal(5_000)


def test_an_ended_delegation_lets_nothing_more_through_and_what_was_decided_stands():
    approver = head()
    signed(by=approver, grants=[grant_of()])
    delegation = Delegation.objects.get()

    with pytest.raises(PermissionDenied):
        end_delegation(delegation, because="Over", by=officer(), at=NOON)
    end_delegation(delegation, because="The programme is over.", by=approver, at=NOON)

    with pytest.raises(ValidationError, match="not in force"):
        submitted(grant_case(net=10_000), delegation=delegation)


def test_relations_are_to_signed_decisions_only():
    earlier = signed()
    waiting = submitted()

    later = signed(relations=[{"kind": "supersedes", "number": earlier.number}])
    with pytest.raises(ValidationError, match=f"{waiting.number} is no signed decision"):
        submitted(relations=[{"kind": "extends", "number": waiting.number}])

    assert [(one.kind, one.other) for one in later.relations.all()] == [("supersedes", earlier)]


@pytest.mark.parametrize("change", [{"author_id": 0}, {"number": "PCD-2026-999"}])
def test_the_database_refuses_to_change_who_wrote_a_decision_or_its_number(change):
    decision = signed()

    with arranging(), pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**change)


def test_the_reason_for_a_direct_award_is_bound_as_well():
    case = grant_case()
    decision = advised(case)

    say(case, Part.DIRECT_AWARD, DIRECT)

    (change,) = changes_since(fresh(decision), now=in_force().framework)
    assert change.title == "Why without competition"

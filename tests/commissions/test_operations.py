from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from almoner.accounts.roles import Role
from almoner.actions.queries import actions_of
from almoner.commissions.events import CaseEvent, GateEvent
from almoner.commissions.gatekeeping import controls_of
from almoner.commissions.kinds import AssessmentKind, ConsultationKind, GateOutcome, LinkKind, Part
from almoner.commissions.models import CommissionTerms, Pause, StageEntry
from almoner.commissions.operations import (
    add_to_team,
    answer_consultation,
    answer_splitting,
    ask_gate,
    begin_case,
    decide_gate,
    draft_assessment,
    hand_over_case,
    hold_case,
    leave_team,
    link_cases,
    move_case_to_version,
    restrict_case,
    resume_case,
    revise_case,
    sign_assessment,
    sign_route_test,
    stop_case,
    take_route,
    withdraw_gate,
)
from almoner.commissions.policies import may_see_case
from almoner.commissions.queries import current_requirements, team_of, terms_as_at
from almoner.commissions.rules import rules_of
from almoner.commissions.splits import noticed_of
from almoner.commissions.states import CaseState, GateState
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.search.queries import matches
from tests.commissions.factories import (
    CONTRACT_ANSWERS,
    DAY,
    GRANT_ANSWERS,
    NOBODY_WORSE,
    NOON,
    TERMS,
    case,
    consultation,
    contract_case,
    draft,
    fresh,
    grant_case,
    officer,
    say,
    value,
)
from tests.commissions.frameworks import TEXT, in_force
from tests.factories import RoleHoldingFactory, official
from tests.framework.factories import chief_finance_officer, deputy_of, head, hold, holder

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def test_a_case_begins_at_the_first_stage_of_its_route_and_keeps_its_framework():
    lead, now = officer(), in_force()

    begun = begin_case("Counselling", route="grant", now=now, by=lead, at=NOON)

    assert (begun.reference, begun.stage, begun.lead) == ("COM-2026-001", "plan", lead)
    assert begun.framework.digest == now.digest
    assert StageEntry.objects.get().stage == "plan"
    line = Event.objects.get(kind=CaseEvent.BEGUN)
    assert line.facts == {"framework": now.digest}


def test_a_revision_adds_a_version_and_keeps_what_other_parts_said():
    made = draft()
    value(made, 20_000, 4_000)

    say(made, Part.NEED, {"title": "Counselling", "need": "Nine weeks"})

    terms = fresh(made).current
    assert (terms.number, terms.need, terms.net, terms.vat) == (3, "Nine weeks", 20_000, 4_000)
    assert [(one.year, one.net) for one in terms.years.all()] == [(2026, Decimal(20_000))]
    assert CommissionTerms.objects.filter(commission=made).count() == 3


def test_whoever_did_not_read_what_another_said_of_a_part_is_told_so():
    made = draft()
    read = made.current.number
    say(made, Part.TERMS, TERMS)
    say(made, Part.NEED, {"need": "Nine weeks"})

    with pytest.raises(ValidationError, match="Somebody changed this part"):
        revise_case(made, Part.NEED, {"need": "Two"}, read=read, by=made.lead, at=NOON)


def test_the_facts_of_a_case_are_known_as_at_any_day():
    made = draft(title="First")
    revise_case(made, Part.NEED, {"title": "Second"}, read=1, by=made.lead, at=LATER)

    assert terms_as_at(made, on=DAY).title == "First"
    assert terms_as_at(made, on=LATER.date()).title == "Second"


def test_a_gate_refuses_while_a_control_is_red_and_says_which():
    made = case("grant", net=20_000)

    with pytest.raises(ValidationError) as refusal:
        ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)

    assert [message.partition(":")[0] for message in refusal.value.messages] == [
        "The need is recorded",
        "A plan objective is named",
        "The legal power is named",
    ]


def test_a_gate_refuses_a_case_to_which_its_route_is_not_open():
    made = grant_case(net=9_999)

    with pytest.raises(ValidationError, match="The route is for cases of which this holds"):
        ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)


def test_a_go_lets_a_case_into_the_next_stage_and_keeps_how_its_controls_stood():
    made = grant_case()
    gate = ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)

    decide_gate(gate, outcome=GateOutcome.GO, by=head(), at=NOON)

    made, gate = fresh(made), made.gates.get()
    assert (made.stage, gate.state, gate.value) == ("open", GateState.GO, 20_000)
    assert [one["reasons"] for one in gate.said.get().controls] == [[], [], []]
    assert made.entries.get(gate=gate).stage == "open"


def test_above_a_limit_two_offices_say_go_one_after_another():
    made = grant_case(net=50_000)
    gate = ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)
    first, money = head(), chief_finance_officer()

    for other in (official(Role.FINANCE), official(Role.APPROVER), money):
        with pytest.raises(PermissionDenied, match="or their deputy, says now: Head of service"):
            decide_gate(gate, outcome=GateOutcome.GO, by=other, at=NOON)
    with pytest.raises(ValidationError, match="by when"):
        decide_gate(
            gate, outcome=GateOutcome.GO_WITH_CONDITIONS, words="A plan.", by=first, at=NOON
        )
    decide_gate(
        gate,
        outcome=GateOutcome.GO_WITH_CONDITIONS,
        words="A plan.",
        by_when=LATER.date(),
        by=first,
        at=NOON,
    )
    assert fresh(made).stage == "plan"
    decide_gate(gate, outcome=GateOutcome.GO, by=money, at=NOON)

    assert fresh(made).stage == "open"
    assert made.gates.get().state == GateState.GO_WITH_CONDITIONS
    (action,) = actions_of(f"commissions.gateasked:{gate}")
    assert (action.what, action.owner, action.verifier) == ("A plan.", made.lead, first)


def test_a_deputy_says_go_in_place_of_who_holds_the_office_and_it_is_recorded():
    made, absent = grant_case(net=50_000), head()
    deputy, tomorrow = deputy_of(absent, Role.APPROVER), NOON + timedelta(days=1)
    gate = ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)

    with pytest.raises(PermissionDenied, match="or their deputy"):
        decide_gate(gate, outcome=GateOutcome.GO, by=deputy, at=tomorrow)
    decide_gate(gate, outcome=GateOutcome.GO, by=deputy, at=NOON)

    assert (gate.said.get().decided_by, gate.said.get().in_place_of) == (deputy, absent)
    hold("money", absent)
    RoleHoldingFactory(holder=absent, role=Role.FINANCE)
    with pytest.raises(PermissionDenied, match="Each step is somebody else"):
        decide_gate(gate, outcome=GateOutcome.GO, by=absent, at=NOON)


def test_nobody_decides_twice_nor_on_what_they_work_on():
    both = official(Role.FINANCE, Role.APPROVER)
    lead = official(Role.COMMISSIONING_OFFICER, Role.APPROVER)
    member = official(Role.APPROVER)
    for person in (both, lead, member):
        hold("head", person)
    hold("money", both)
    made = grant_case(net=50_000, lead=lead)
    add_to_team(made, person=member, by=lead, at=NOON)
    gate = ask_gate(made, onward="open", now=in_force(), by=lead, at=NOON)

    for person in (lead, member):
        with pytest.raises(PermissionDenied, match="You work on this case"):
            decide_gate(gate, outcome=GateOutcome.GO, by=person, at=NOON)
    decide_gate(gate, outcome=GateOutcome.GO, by=both, at=NOON)
    with pytest.raises(PermissionDenied, match="Each step is somebody else"):
        decide_gate(gate, outcome=GateOutcome.GO, by=both, at=NOON)


def test_sent_back_a_case_stays_where_it_is_and_can_ask_again():
    made = grant_case()
    gate = ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)

    with pytest.raises(ValidationError, match="Say why"):
        decide_gate(gate, outcome=GateOutcome.BACK, by=head(), at=NOON)
    decide_gate(gate, outcome=GateOutcome.BACK, words="Who else?", by=head(), at=NOON)

    assert fresh(made).stage == "plan"
    ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)


def test_stopped_at_a_gate_a_case_is_over():
    made = grant_case()
    gate = ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)

    decide_gate(gate, outcome=GateOutcome.STOP, words="No money.", by=head(), at=NOON)

    assert fresh(made).state == CaseState.STOPPED
    assert Pause.objects.get().reason == "No money."
    with pytest.raises(PermissionDenied, match="over"):
        say(made, Part.NEED, {"need": "More"})


def test_what_awaits_a_decision_is_not_changed_until_it_is_withdrawn():
    made = grant_case()
    gate = ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)

    with pytest.raises(PermissionDenied, match="awaits a decision"):
        say(made, Part.NEED, {"need": "More"})
    withdraw_gate(gate, by=made.lead, at=NOON)
    say(made, Part.NEED, {"need": "More"})

    with pytest.raises(IllegalTransition):
        decide_gate(gate, outcome=GateOutcome.GO, by=head(), at=NOON)


def test_where_nobody_is_named_the_lead_moves_a_case_on_and_the_last_gate_closes_it():
    made = grant_case()
    gate = ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)
    decide_gate(gate, outcome=GateOutcome.GO, by=head(), at=NOON)

    ask_gate(fresh(made), onward="close", now=in_force(), by=made.lead, at=NOON)
    assert fresh(made).stage == "close"
    assert Event.objects.filter(kind=GateEvent.PASSED).count() == 1
    last = ask_gate(fresh(made), onward="", now=in_force(), by=made.lead, at=NOON)
    decide_gate(last, outcome=GateOutcome.GO, by=head(), at=NOON)

    assert fresh(made).state == CaseState.CLOSED


def test_a_stage_that_does_not_follow_is_refused():
    made = grant_case()

    with pytest.raises(ValidationError, match="does not follow"):
        ask_gate(made, onward="close", now=in_force(), by=made.lead, at=NOON)


def test_everything_that_a_contracts_gate_asks_can_be_made_green():
    made = contract_case()

    assert [one.reasons for one in controls_of(made, on=DAY)] == [()] * 7


@pytest.mark.parametrize(
    ("answers", "route", "is_kept"),
    [
        (CONTRACT_ANSWERS, "contract", True),
        (GRANT_ANSWERS, "contract", False),
    ],
)
def test_the_route_test_must_say_what_the_route_is(answers, route, is_kept):
    made = case(route)
    sign_route_test(made, answers, by=made.lead, at=NOON)

    found = {one.code: one.is_green for one in controls_of(made, on=DAY)}

    assert found["route-test-signed"] is is_kept


def test_a_mixed_route_test_is_judged_with_reasons_and_a_later_one_overtakes_it():
    made = case("contract")
    mixed = {**GRANT_ANSWERS, "payment-in-return": "yes"}

    with pytest.raises(ValidationError, match="pull both ways"):
        sign_route_test(made, mixed, by=made.lead, at=NOON)
    first = sign_route_test(
        made, mixed, judged="contract", reasons="A price is paid.", by=made.lead, at=NOON
    )
    sign_route_test(made, CONTRACT_ANSWERS, by=made.lead, at=NOON)

    first.refresh_from_db()
    assert first.state == "overtaken"


def test_what_people_said_changes_a_requirement_or_says_why_none_changed():
    made = case("contract")
    first, second = consultation(made), consultation(made)

    with pytest.raises(ValidationError, match="which requirement changed"):
        answer_consultation(first, said="Evenings.", wordings={}, by=made.lead, at=NOON)
    answer_consultation(
        first, said="Evenings.", wordings={0: "Open until eight."}, by=made.lead, at=NOON
    )
    answer_consultation(
        second, said="Later.", wordings={1: "Open until nine."}, by=made.lead, at=NOON
    )

    (requirement,) = current_requirements(made)
    assert (requirement.wording, requirement.because_of) == ("Open until nine.", second)


def test_market_engagement_says_what_every_supplier_was_told_alike():
    made = case("contract")

    with pytest.raises(ValidationError, match="told alike"):
        consultation(made, kind=ConsultationKind.MARKET)
    consultation(made, kind=ConsultationKind.MARKET, told_alike="The draft specification.")


def test_an_assessment_is_signed_finished_and_by_another():
    made = case("contract")
    kind = AssessmentKind.EQUALITY
    harmful = {"impacts": {**NOBODY_WORSE["impacts"], "age": "negative"}}
    unfinished = draft_assessment(made, kind, harmful, by=made.lead, at=NOON)

    with pytest.raises(PermissionDenied, match="You wrote it"):
        sign_assessment(unfinished, by=made.lead, at=NOON)
    with pytest.raises(ValidationError, match="It is not finished: Age"):
        sign_assessment(unfinished, by=officer(), at=NOON)
    softened = {**harmful, "mitigations": {"age": "A phone line."}}
    finished = draft_assessment(made, kind, softened, by=made.lead, at=NOON)
    sign_assessment(finished, by=officer(), at=NOON)

    unfinished.refresh_from_db()
    assert unfinished.state == "overtaken"


def test_a_screening_that_calls_for_a_full_assessment_is_signed_only_with_it():
    made = case("contract")
    kind = AssessmentKind.DATA_PROTECTION
    risky = dict.fromkeys(["personal", "sensitive", "vulnerable"], "yes")
    answers = {**dict.fromkeys(["large", "shared", "novel"], "no"), **risky}
    bare = draft_assessment(made, kind, answers, by=made.lead, at=NOON)

    with pytest.raises(ValidationError, match="full assessment"):
        sign_assessment(bare, by=officer(), at=NOON)
    full = draft_assessment(made, kind, {**answers, "assessment": "DPIA-7"}, by=made.lead, at=NOON)

    sign_assessment(full, by=officer(), at=NOON)


def two_of_a_kind(net):
    """Two contracts for the same kind of thing, to begin within the year."""
    lead = officer()
    days = {"opens_on": DAY, "starts_on": DAY, "ends_on": DAY}
    said = [(Part.TERMS, TERMS), (Part.TIMETABLE, days)]
    return [case("contract", lead=lead, net=net, said=said) for _n in range(2)]


def test_splitting_is_noticed_and_asked_about_until_what_is_noticed_is_answered():
    first, second = two_of_a_kind(331_770)

    noticed = noticed_of(first)

    assert [(str(split.total), split.line.what) for split in noticed.splits] == [
        ("663540.00", "the threshold of the law")
    ]
    with pytest.raises(ValidationError, match="has changed"):
        answer_splitting(first, found="0" * 64, reason="Two boroughs.", by=first.lead, at=NOON)
    answer_splitting(first, found=noticed.digest, reason="Two boroughs.", by=first.lead, at=NOON)
    assert not noticed_of(first).is_open
    value(second, 340_000)
    assert noticed_of(first).is_open


def test_splitting_is_not_noticed_below_the_lines_nor_between_other_kinds_of_thing():
    first, second = two_of_a_kind(24_999)

    assert noticed_of(first).splits == ()
    value(second, 25_001)
    assert [split.line.pounds for split in noticed_of(fresh(first)).splits] == [50_000]
    say(second, Part.TERMS, {"cpv": "79430000"})
    assert noticed_of(fresh(first)).splits == ()


def test_linked_cases_count_together_whatever_they_are_for():
    first, other = case("grant", net=30_000), case("grant", net=25_000)

    assert noticed_of(first).splits == ()
    link_cases(first, other, kind=LinkKind.SAME_NEED, by=first.lead, at=NOON)

    assert [split.line.pounds for split in noticed_of(first).splits] == [50_000]


def test_on_hold_a_case_asks_no_gate_and_is_taken_up_again():
    made = grant_case()
    hold_case(made, reason="The fund is late.", until=None, by=made.lead, at=NOON)

    with pytest.raises(PermissionDenied, match="Only an open case"):
        ask_gate(made, onward="open", now=in_force(), by=made.lead, at=NOON)
    resume_case(made, by=made.lead, at=NOON)

    assert fresh(made).state == CaseState.OPEN
    with pytest.raises(IllegalTransition):
        resume_case(made, by=made.lead, at=NOON)


def test_a_case_is_stopped_with_a_reason_by_its_lead_or_an_approver():
    made = grant_case()

    with pytest.raises(PermissionDenied):
        stop_case(made, reason="No.", by=officer(), at=NOON)
    with pytest.raises(ValidationError, match="Say why"):
        stop_case(made, reason=" ", by=made.lead, at=NOON)
    stop_case(made, reason="No money.", by=official(Role.APPROVER), at=NOON)

    assert fresh(made).state == CaseState.STOPPED


def test_the_lead_hands_over_and_names_the_team():
    made, next_lead, member = grant_case(), officer(), official(Role.FINANCE)
    add_to_team(made, person=member, by=made.lead, at=NOON)
    say(made, Part.NEED, {"need": "Seen from finance"}, by=member)

    with pytest.raises(PermissionDenied, match="Only a commissioning officer leads"):
        hand_over_case(made, to=member, by=made.lead, at=NOON)
    hand_over_case(made, to=next_lead, by=made.lead, at=NOON)
    leave_team(made, person=member, by=member, at=NOON)

    assert fresh(made).lead == next_lead
    assert list(team_of(made, on=DAY)) == []
    with pytest.raises(PermissionDenied, match="Only the lead and the team"):
        say(made, Part.NEED, {"need": "Again"}, by=member)


def test_a_case_takes_another_route_until_a_gate_was_passed():
    made = case("grant", net=20_000)

    taken = take_route(made, route="contract", by=made.lead, at=NOON)

    assert (taken.route, taken.stage) == ("contract", "plan")
    assert list(made.entries.order_by("pk").values_list("route", flat=True)) == [
        "grant",
        "contract",
    ]


def test_a_live_case_keeps_its_framework_until_it_is_moved():
    made = grant_case()
    newer = in_force(TEXT.replace('"power-named"]', '"power-named", "equality-assessed"]'))
    assert len(controls_of(made, on=DAY)) == 3

    with pytest.raises(PermissionDenied):
        move_case_to_version(made, newer, by=officer(), at=NOON)
    move_case_to_version(made, newer, by=official(Role.APPROVER), at=NOON)

    assert [one.code for one in controls_of(fresh(made), on=DAY)][3:] == ["equality-assessed"]
    assert Event.objects.get(kind=CaseEvent.MOVED).facts["framework"] == newer.digest


def test_the_limits_of_the_day_decide_who_approves_a_case_of_an_older_framework():
    made = grant_case(net=40_000)
    stricter = in_force(TEXT.replace("50000", "30000"))

    gate = ask_gate(made, onward="open", now=stricter, by=made.lead, at=NOON)

    assert [step["code"] for step in gate.steps] == ["head", "money"]
    assert rules_of(made).framework != stricter.framework


def test_an_office_that_only_the_framework_of_the_day_has_decides_and_sees_the_case():
    newer = TEXT.replace('steps = ["head"]', 'steps = ["panel"]')
    office = '[[office]]\ncode = "panel"\ntitle = "Panel"\nrole = "panel-chair"\n\n[[matter]]'
    made, chair = grant_case(is_restricted=True), holder("panel", Role.PANEL_CHAIR)
    assert not may_see_case(chair, made, on=DAY)
    now = in_force(newer.replace("[[matter]]", office))
    gate = ask_gate(made, onward="open", now=now, by=made.lead, at=NOON)

    assert may_see_case(chair, made, on=DAY)
    decide_gate(gate, outcome=GateOutcome.GO, by=chair, at=NOON)

    assert fresh(made).stage == "open"
    assert not may_see_case(chair, fresh(made), on=DAY)


def test_a_case_is_found_by_officials_and_a_restricted_one_by_the_auditor_alone():
    made = case(title="Zebra crossings")
    assert matches("zebra", audiences={"officials"}).get().reference == str(made)

    restrict_case(made, by=made.lead, at=NOON)

    assert not matches("zebra", audiences={"officials", "public"}).exists()
    assert matches("zebra", audiences={"auditors"}).exists()


def test_a_control_that_nobody_declares_lets_nothing_through():
    made = case(
        "grant", net=20_000, now=in_force(TEXT.replace('"need-recorded"', '"headroom-there"'))
    )

    found = controls_of(made, on=DAY)[0]

    assert (found.code, found.is_green) == ("headroom-there", False)

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from almoner.accounts.roles import Role
from almoner.core.lifecycles import IllegalTransition
from almoner.core.models import Event
from almoner.core.states import BatchState
from almoner.payments import matched
from almoner.payments.events import MatchEvent, MatchingRuleEvent
from almoner.payments.models import Match, MatchDecision, MatchingRule
from almoner.payments.operations import (
    AlreadyMatched,
    ProposalsChanged,
    confirm_match,
    confirm_proposals_of,
    end_matching_rule,
    refuse_match,
    save_matching_rule,
    undo_match,
)
from almoner.payments.queries import Totals
from almoner.payments.states import Basis, MatchState, RuleState
from almoner.registers.operations import StoodUpon, undo_import
from tests.factories import (
    DAY,
    NOON,
    AgreementFactory,
    BatchFactory,
    MatchDecisionFactory,
    MatchFactory,
    MatchingRuleFactory,
    OrganisationFactory,
    PaymentFactory,
    VersionFactory,
    official,
)
from tests.guard import arranging
from tests.registers.agreement_files import bring_in, contracts_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def etta():
    return official(Role.FINANCE)


def test_confirming_a_proposal_decides_it_and_writes_it_in_the_ledger(etta):
    match = MatchFactory(payment__amount=Decimal("750.25"))

    confirm_match(match.payment, match.agreement, by=etta, at=NOON)

    match.refresh_from_db()
    decision = MatchDecision.objects.get()
    assert (match.state, match.basis) == (MatchState.CONFIRMED, Basis.DAYS)
    assert (decision.match, decision.state, decision.decided_by) == (match, "confirmed", etta)
    line = Event.objects.get(kind=MatchEvent.CONFIRMED)
    assert line.about == f"payments.payment:{match.payment}"
    assert line.facts == {"agreement": match.agreement.reference, "amount": "750.25"}


def test_a_person_may_choose_what_nobody_proposed(etta):
    payment, agreement = PaymentFactory(), VersionFactory().agreement

    match = confirm_match(payment, agreement, by=etta, at=NOON)

    assert (match.basis, match.proposed_by, match.state) == ("person", etta, "confirmed")


def test_a_payment_is_matched_once(etta):
    match = MatchFactory(state=MatchState.CONFIRMED)

    with pytest.raises(AlreadyMatched):
        confirm_match(match.payment, VersionFactory().agreement, by=etta, at=NOON)
    with pytest.raises(IllegalTransition):
        confirm_match(match.payment, match.agreement, by=etta, at=NOON)


def test_the_database_itself_refuses_a_second_confirmed_match():
    match = MatchFactory(state=MatchState.CONFIRMED)

    with pytest.raises(IntegrityError), transaction.atomic():
        MatchFactory(payment=match.payment, state=MatchState.CONFIRMED)


def test_a_refused_match_may_be_thought_over_and_an_undone_one_too(etta):
    match = MatchFactory()

    refuse_match(match, by=etta, at=NOON)
    confirm_match(match.payment, match.agreement, by=etta, at=NOON)
    undo_match(match, by=etta, at=NOON)
    confirm_match(match.payment, match.agreement, by=etta, at=NOON)

    states = list(MatchDecision.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["refused", "confirmed", "undone", "confirmed"]


@pytest.mark.parametrize("verb", [refuse_match, undo_match])
def test_what_cannot_follow_is_refused(verb, etta):
    with pytest.raises(IllegalTransition):
        verb(MatchFactory(state=MatchState.REFUSED), by=etta, at=NOON)


def test_others_may_not_decide_or_keep_rules():
    auditor, match, rule = official(Role.AUDITOR), MatchFactory(), MatchingRuleFactory()

    for verb in (
        lambda: confirm_match(match.payment, match.agreement, by=auditor, at=NOON),
        lambda: refuse_match(match, by=auditor, at=NOON),
        lambda: undo_match(match, by=auditor, at=NOON),
        lambda: save_matching_rule(MatchingRule(), by=auditor, at=NOON),
        lambda: end_matching_rule(rule, by=auditor, at=NOON),
        lambda: confirm_proposals_of(rule, seen=Totals(1, Decimal(1)), by=auditor, at=NOON),
    ):
        with pytest.raises(PermissionDenied):
            verb()


@pytest.mark.parametrize("side", ["payment", "agreement"])
def test_nothing_is_confirmed_of_what_is_no_longer_live(side, etta):
    match = MatchFactory()
    with arranging():
        batch = getattr(match, side).batch
        batch.state = BatchState.UNDONE
        batch.save()

    assert list(matched.live_matches()) == []
    with pytest.raises(IllegalTransition):
        confirm_match(match.payment, match.agreement, by=etta, at=NOON)


def decided(match, state, at):
    MatchDecisionFactory(match=match, state=state, recorded_at=at)


def test_as_at_a_day_stands_what_had_been_confirmed_and_not_yet_undone():
    match = MatchFactory(state=MatchState.UNDONE)
    decided(match, MatchState.CONFIRMED, NOON)
    decided(match, MatchState.UNDONE, NOON + timedelta(days=2))
    days = [DAY + timedelta(days=n) for n in (-1, 0, 1, 2)]

    assert [list(matched.matches_as_at(day)) for day in days] == [[], [match], [match], []]


def test_totals_tell_matched_from_unmatched_by_month_and_year():
    for paid_on, amount, state in (
        (DAY, 100, MatchState.CONFIRMED),
        (DAY, 20, MatchState.PROPOSED),
        (DAY + timedelta(days=60), 3, MatchState.REFUSED),
    ):
        MatchFactory(payment__paid_on=paid_on, payment__amount=Decimal(amount), state=state)

    whole, months = matched.split_of_all(), matched.split_by_month()
    years = matched.split_by_year(months)

    assert (whole.matched, whole.unmatched) == (
        Totals(1, Decimal("100.00")),
        Totals(2, Decimal("23.00")),
    )
    said = [(str(m.period), m.matched.amount, m.unmatched.amount) for m in (*months, *years)]
    assert said == [
        ("2026-03", 100, 20),
        ("2026-05", 0, 3),
        ("2025-26", 100, 20),
        ("2026-27", 0, 3),
    ]


def test_paid_to_date_is_a_share_of_the_award():
    version = VersionFactory(amount=Decimal(1000))
    for amount in (200, 55):
        payment = PaymentFactory(amount=Decimal(amount))
        MatchFactory(payment=payment, agreement=version.agreement, state=MatchState.CONFIRMED)
    none = VersionFactory(amount=None)

    paid = matched.paid_to_date([version, none])

    assert paid[version.agreement_id].paid == Totals(2, Decimal("255.00"))
    assert paid[version.agreement_id].percent == 26
    assert (paid[none.agreement_id].paid.count, paid[none.agreement_id].percent) == (0, None)


def test_saving_a_rule_records_it(etta):
    version = VersionFactory()
    rule = MatchingRule(
        name="Shelter", agreement=version.agreement, organisation=version.organisation
    )

    saved = save_matching_rule(rule, by=etta, at=NOON)

    assert (saved.saved_by, saved.state) == (etta, RuleState.IN_USE)
    assert Event.objects.get().facts == {"agreement": version.agreement.reference}


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ({"purpose": ""}, "Say at least whom"),
        ({"at_least": Decimal(2), "at_most": Decimal(1)}, "least amount"),
        ({"from_day": DAY, "to_day": DAY - timedelta(days=1)}, "last day"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(conditions, words, etta):
    rule = MatchingRule(agreement=AgreementFactory(), **({"purpose": "roof"} | conditions))

    with pytest.raises(ValidationError, match=words):
        save_matching_rule(rule, by=etta, at=NOON)


def test_a_rule_is_ended_once_and_keeps_its_words(etta):
    rule = MatchingRuleFactory()

    ended = end_matching_rule(rule, by=etta, at=NOON)

    assert (ended.state, ended.ended_by, ended.purpose) == (RuleState.ENDED, etta, "shelter")
    with pytest.raises(IllegalTransition):
        end_matching_rule(rule, by=etta, at=NOON)


def proposed_by(rule, *amounts):
    return [
        MatchFactory(
            payment=PaymentFactory(amount=Decimal(amount)),
            agreement=rule.agreement,
            basis=Basis.RULE,
            rule=rule,
        )
        for amount in amounts
    ]


def test_all_that_a_rule_alone_proposed_is_confirmed_at_once(etta):
    rule = MatchingRuleFactory()
    one, two, doubtful = proposed_by(rule, 100, 20, 3)
    MatchFactory(payment=doubtful.payment)
    seen = matched.sum_of(matched.proposals_of(rule))

    confirm_proposals_of(rule, seen=seen, by=etta, at=NOON)

    assert seen == Totals(2, Decimal("120.00"))
    assert set(matched.confirmed_matches()) == {one, two}
    assert {(d.match, d.rule) for d in MatchDecision.objects.all()} == {(one, rule), (two, rule)}
    assert Event.objects.get(kind=MatchingRuleEvent.CONFIRMED).facts == {
        "agreement": rule.agreement.reference,
        "payments": "2",
        "amount": "120.00",
    }


def test_what_a_rule_proposes_is_confirmed_only_as_it_was_looked_at(etta):
    rule = MatchingRuleFactory()
    proposed_by(rule, 100)
    seen = matched.sum_of(matched.proposals_of(rule))
    proposed_by(rule, 20)

    with pytest.raises(ProposalsChanged):
        confirm_proposals_of(rule, seen=seen, by=etta, at=NOON)


def test_of_nothing_proposed_nothing_is_confirmed(etta):
    rule, nothing = MatchingRuleFactory(), Totals(0, Decimal("0.00"))

    with pytest.raises(ProposalsChanged):
        confirm_proposals_of(rule, seen=nothing, by=etta, at=NOON)


def test_an_import_on_which_a_confirmed_match_rests_is_not_undone(tmp_path, etta):
    publisher = official(Role.PUBLISHER)
    batch = bring_in(contracts_file(tmp_path), by=publisher).imported.batch
    agreement = batch_agreement(batch)
    match = confirm_match(PaymentFactory(), agreement, by=etta, at=NOON)

    with pytest.raises(StoodUpon, match="rest on it: 1"):
        undo_import(batch, reason="The wrong file", by=publisher, at=NOON)
    undo_match(match, by=etta, at=NOON)
    undo_import(batch, reason="The wrong file", by=publisher, at=NOON)

    assert not matched.live_matches().exists()


def batch_agreement(batch):
    return VersionFactory._meta.model.objects.filter(batch=batch).first().agreement


def test_a_match_rests_on_the_payments_own_import_and_not_on_a_version_that_is_said_elsewhere():
    match = MatchFactory(state=MatchState.CONFIRMED)
    later = VersionFactory(agreement=match.agreement, batch=BatchFactory(kind="contracts"))

    assert len(matched.what_is_matched_with(match.payment.batch)) == 1
    assert matched.what_is_matched_with(match.agreement.batch) == []
    assert matched.what_is_matched_with(later.batch) == []


def test_what_a_match_and_a_rule_say_is_sealed():
    match, rule, decision = MatchFactory(), MatchingRuleFactory(), MatchDecisionFactory()
    changes = [
        lambda: Match.objects.filter(pk=match.pk).update(payment=PaymentFactory()),
        lambda: MatchingRule.objects.filter(pk=rule.pk).update(purpose="roof"),
        lambda: MatchingRule.objects.filter(pk=rule.pk).update(organisation=OrganisationFactory()),
        lambda: MatchDecision.objects.filter(pk=decision.pk).update(state="refused"),
    ]

    for change in changes:
        with pytest.raises(Exception, match="refuse"), arranging(), transaction.atomic():
            change()

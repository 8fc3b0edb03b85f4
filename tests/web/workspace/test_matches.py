from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from almoner.accounts.roles import Role
from almoner.agreements.readings import say_when_versions_speak
from almoner.agreements.search import AGREEMENT
from almoner.core.states import BatchState
from almoner.payments.models import Match, MatchingRule
from almoner.payments.states import Basis, MatchState, RuleState
from almoner.search.operations import rebuild_index
from tests.factories import (
    DAY,
    NOON,
    MatchDecisionFactory,
    MatchFactory,
    MatchingRuleFactory,
    PaymentFactory,
    VersionFactory,
    official,
)
from tests.guard import arranging

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def etta(client):
    person = official(Role.FINANCE, name="Etta Quaye")
    client.force_login(person)
    return person


def page(name, *things):
    return reverse(f"workspace:{name}", args=[str(thing) for thing in things])


def of(name, match):
    return page(name, match.payment, match.agreement)


def test_the_queue_shows_the_unmatched_total_and_the_biggest_proposed_payment_first(client, etta):
    small = MatchFactory(payment__amount=Decimal(100)).payment
    big = MatchFactory(payment__amount=Decimal(2000)).payment
    matched = MatchFactory(payment__amount=Decimal(7), state=MatchState.CONFIRMED).payment
    bare = PaymentFactory(amount=Decimal(30))

    text = client.get(page("matches")).text

    assert "<strong>3</strong> payments, <strong>£2,130.00</strong>" in text
    assert "1 payment, £7.00 of £2,137.00" in text
    assert 0 < text.index(big.reference) < text.index(small.reference)
    assert matched.reference not in text
    assert bare.reference not in text


def test_the_queue_can_show_all_that_are_unmatched(client, etta):
    bare = PaymentFactory()

    empty, whole = client.get(page("matches")), client.get(page("matches"), {"show": "unmatched"})

    assert "Nothing is proposed" in empty.text
    assert bare.reference in whole.text


def test_the_queue_says_so_when_no_payment_is_left(client, etta):
    assert "No payment is unmatched" in client.get(page("matches")).text


@pytest.mark.parametrize("name", ["matches", "matching-rules", "match-totals"])
def test_a_list_asks_as_many_questions_however_much_there_is(
    name, client, etta, django_assert_num_queries
):
    for _ in range(2):
        MatchFactory(payment=PaymentFactory(paid_on=DAY))
        MatchingRuleFactory()
    with CaptureQueriesContext(connection) as first:
        client.get(page(name))
    for month in range(5):
        paid_on = DAY + timedelta(days=31 * month)
        MatchFactory(payment=PaymentFactory(paid_on=paid_on))
        MatchingRuleFactory()

    with django_assert_num_queries(len(first)):
        client.get(page(name))


def test_a_payment_asks_as_many_questions_however_many_candidates_it_has(
    client, etta, django_assert_num_queries
):
    payment = MatchFactory().payment
    with CaptureQueriesContext(connection) as first:
        client.get(page("match", payment))
    for _ in range(3):
        MatchFactory(payment=payment)

    with django_assert_num_queries(len(first)):
        client.get(page("match", payment))


def test_totals_are_told_by_month_and_year(client, etta):
    MatchFactory(payment__amount=Decimal(100), state=MatchState.CONFIRMED)
    PaymentFactory(amount=Decimal(23))

    text = client.get(page("match-totals")).text

    for words in ("2025-26", "March 2026", "£100.00", "£23.00"):
        assert words in text


def test_totals_say_so_when_there_are_no_payments(client, etta):
    assert "No payments yet" in client.get(page("match-totals")).text


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Basis.DAYS, "counting 90 days after its end"),
        (Basis.REFERENCE, "Its reference, C-7, stands in"),
        (Basis.RULE, "The saved rule “Shelter”: The purpose has “shelter” in it."),
        (Basis.PERSON, "A person chose it."),
    ],
)
def test_a_payment_says_why_each_candidate_was_proposed(basis, words, client, etta):
    rule = MatchingRuleFactory() if basis == Basis.RULE else None
    person = etta if basis == Basis.PERSON else None
    match = MatchFactory(basis=basis, rule=rule, proposed_by=person)

    assert words in client.get(page("match", match.payment)).text


def test_a_candidate_says_what_was_paid_of_its_award(client, etta):
    version = VersionFactory(amount=Decimal(1000))
    paid = PaymentFactory(amount=Decimal(255))
    MatchFactory(payment=paid, agreement=version.agreement, state=MatchState.CONFIRMED)
    match = MatchFactory(agreement=version.agreement)

    text = client.get(page("match", match.payment)).text

    assert "£255.00 (26% of the award)" in text


def test_a_match_is_confirmed_and_then_undone(client, etta):
    match = MatchFactory()

    confirmed = client.post(of("confirm-match", match), follow=True).text
    undone = client.post(of("undo-match", match), follow=True).text

    assert "The match is confirmed." in confirmed
    assert "Save a rule from this match" in confirmed
    assert "The payment is unmatched again." in undone
    assert undone.count("Etta Quaye</td>") == 2


def test_a_match_is_refused(client, etta):
    match = MatchFactory()

    text = client.post(of("refuse-match", match), follow=True).text

    assert "will not be proposed again" in text
    assert Match.objects.get().state == MatchState.REFUSED


def test_deciding_what_was_decided_meanwhile_is_a_conflict(client, etta):
    match = MatchFactory(state=MatchState.CONFIRMED)

    assert client.post(of("refuse-match", match)).status_code == 409
    other = page("confirm-match", match.payment, VersionFactory().agreement)
    assert client.post(other).status_code == 409


def test_another_agreement_is_found_by_its_words_and_chosen(client, etta):
    payment = PaymentFactory()
    roof = VersionFactory(said={"reference": "PS/2023/014", "title": "A roof"})
    rebuild_index(AGREEMENT)

    found = client.get(page("match", payment), {"q": "ps/2023/014"})
    client.post(page("confirm-match", payment, roof.agreement))

    assert "Confirm PS/2023/014" in found.text
    match = Match.objects.get()
    assert (match.agreement, match.basis) == (roof.agreement, Basis.PERSON)


def test_a_search_that_finds_nothing_says_so(client, etta):
    assert "None found" in client.get(page("match", PaymentFactory()), {"q": "submarine"}).text


def test_an_auditor_reads_and_decides_nothing(client):
    client.force_login(official(Role.AUDITOR))
    match, rule = MatchFactory(), MatchingRuleFactory()

    shown = client.get(page("match", match.payment))

    assert shown.status_code == 200
    assert "Confirm C-7" not in shown.text
    assert "End this rule" not in client.get(page("matching-rules")).text
    assert client.post(of("confirm-match", match)).status_code == 403
    assert client.get(page("end-matching-rule", rule)).status_code == 403


def test_others_do_not_see_matches(client):
    client.force_login(official(Role.PUBLISHER))

    response = client.get(page("matches"))

    assert response.status_code == 403
    assert "Only finance officers" in response.text


def test_a_rule_is_saved_from_a_match_and_soon_proposes(client, etta):
    match = MatchFactory(state=MatchState.CONFIRMED, payment__category="Grants")
    said = {"name": "Nights", "is_organisations": "on", "category": "grants", "at_least": "£500"}

    suggested = client.get(of("save-matching-rule", match)).text
    listed = client.post(of("save-matching-rule", match), said, follow=True).text

    rule = MatchingRule.objects.get()
    assert 'value="Grants"' in suggested
    assert (rule.organisation, rule.at_least) == (match.payment.organisation, Decimal(500))
    for words in ("Nights", "At least £500.00.", "The category has “grants” in it."):
        assert words in listed
    assert DBTaskResult.objects.get().task_path.endswith("propose_all_matches")


def test_a_rule_of_a_payment_to_nobody_known_asks_for_words(client, etta):
    payment = PaymentFactory(organisation=None, supplier_name="REDACTED")
    match = MatchFactory(payment=payment, state=MatchState.CONFIRMED)

    response = client.post(of("save-matching-rule", match), {"name": "Nights"})

    assert "Error: Save a rule" in response.text
    assert "Say at least whom it pays" in response.text
    assert not MatchingRule.objects.exists()


def test_a_rule_says_every_condition_in_words(client, etta):
    MatchingRuleFactory(
        organisation=PaymentFactory().organisation,
        payer="wexmoor",
        document_reference="PO 7",
        at_most=Decimal(900),
        from_day=DAY,
        to_day=DAY,
    )

    text = client.get(page("matching-rules")).text

    for words in ("Paid to Harbour Trust", "payer’s name has “wexmoor”", "reference has “PO 7”"):
        assert words in text
    for words in ("At most £900.00.", "On 4 March 2026 or later.", "On 4 March 2026 or earlier."):
        assert words in text


def by_rule(rule, amount=100):
    payment = PaymentFactory(amount=Decimal(amount))
    return MatchFactory(payment=payment, agreement=rule.agreement, basis=Basis.RULE, rule=rule)


def test_all_that_a_rule_proposed_is_looked_at_and_then_confirmed(client, etta):
    rule = MatchingRuleFactory()
    match = by_rule(rule)

    shown = client.get(page("confirm-matching-rule", rule)).text
    said = {"count": 1, "amount": "100.00"}
    done = client.post(page("confirm-matching-rule", rule), said, follow=True).text

    assert match.payment.reference in shown
    assert 'name="amount" value="100.00"' in shown
    assert "1 match is confirmed." in done
    assert "what the rule" not in done.lower()
    assert (
        "with all that the rule “Shelter” proposed" in client.get(page("match", match.payment)).text
    )


def test_what_a_rule_proposed_meanwhile_is_looked_at_again(client, etta):
    rule = MatchingRuleFactory()
    by_rule(rule), by_rule(rule, 20)

    response = client.post(page("confirm-matching-rule", rule), {"count": 1, "amount": "100.00"})

    assert "has changed. Look at it again." in response.text
    assert "Confirm all 2 matches, £120.00" in response.text
    assert not Match.objects.filter(state=MatchState.CONFIRMED).exists()


def test_a_rule_that_proposed_nothing_says_so(client, etta):
    rule = MatchingRuleFactory()

    assert "Nothing to confirm" in client.get(page("confirm-matching-rule", rule)).text


def test_a_rule_is_ended_and_stays_listed(client, etta):
    rule = MatchingRuleFactory()

    asked = client.get(page("end-matching-rule", rule)).text
    listed = client.post(page("end-matching-rule", rule), follow=True).text

    assert "It proposes nothing more." in asked
    assert "The rule has ended." in listed
    assert MatchingRule.objects.get().state == RuleState.ENDED
    assert "It has ended" in client.get(page("end-matching-rule", rule)).text


def test_there_are_no_rules_at_first(client, etta):
    assert "No rules yet" in client.get(page("matching-rules")).text


def test_a_decision_of_another_day_is_told_with_its_day(client, etta):
    decision = MatchDecisionFactory(decided_at=NOON - timedelta(days=1))

    assert "3 March 2026" in client.get(page("match", decision.match.payment)).text


def test_no_rule_is_made_of_a_match_whose_agreement_no_register_holds_any_more(client, etta):
    match = MatchFactory()
    undone = match.agreement.batch
    with arranging():
        undone.state = BatchState.UNDONE
        undone.save()
        say_when_versions_speak(undone)

    assert client.get(of("save-matching-rule", match)).status_code == 404

from datetime import timedelta
from decimal import Decimal

import pytest
from django_tasks_db.models import DBTaskResult

from almoner.core.actors import NIGHTLY
from almoner.core.daily import steps
from almoner.core.models import Event
from almoner.core.states import BatchState
from almoner.payments.events import MatchEvent
from almoner.payments.models import Match
from almoner.payments.operations import propose_matches, proposing
from almoner.payments.states import Basis, MatchState
from almoner.payments.tasks import propose_all_matches
from almoner.registers.kinds import Register
from tests.factories import (
    DAY,
    NOON,
    AgreementFactory,
    BatchFactory,
    MatchFactory,
    MatchingRuleFactory,
    OrganisationFactory,
    PaymentFactory,
    VersionFactory,
)
from tests.guard import arranging
from tests.organisations.groups import called, merge, part
from tests.registers.agreement_files import bring_in, contracts_file
from tests.registers.files import PLAIN, spend_file

pytestmark = pytest.mark.django_db


def propose(at=NOON):
    return propose_matches(by=NIGHTLY, at=at)


def version_for(payment, **fields):
    return VersionFactory(organisation=payment.organisation, starts_on=DAY, **fields)


def proposals():
    return [(one.payment, one.agreement, one.basis) for one in Match.objects.order_by("pk")]


def test_an_unmatched_payment_is_proposed_and_the_ledger_says_how_many():
    payment = PaymentFactory(amount=Decimal("750.25"))
    version = version_for(payment)

    assert propose() == 1

    assert proposals() == [(payment, version.agreement, Basis.DAYS)]
    line = Event.objects.get(kind=MatchEvent.PROPOSED)
    assert line.about == f"core.batch:{payment.batch}"
    assert line.facts == {"proposals": "1", "payments": "1", "amount": "750.25"}


def test_proposing_again_adds_nothing_and_leaves_no_line():
    version_for(PaymentFactory())
    propose()

    assert propose() == 0

    assert Event.objects.filter(kind=MatchEvent.PROPOSED).count() == 1


def test_more_payments_than_a_chunk_are_all_proposed(monkeypatch):
    monkeypatch.setattr(proposing, "CHUNK", 10)
    batch, organisation = BatchFactory(), OrganisationFactory()
    payments = [PaymentFactory(batch=batch, organisation=organisation) for _ in range(25)]
    version_for(payments[0])

    assert propose() == 25


@pytest.mark.parametrize("state", [MatchState.REFUSED, MatchState.UNDONE, MatchState.CONFIRMED])
def test_what_was_decided_is_not_proposed_again(state):
    payment = PaymentFactory()
    MatchFactory(payment=payment, agreement=version_for(payment).agreement, state=state)

    assert propose() == 0


def test_a_proposal_becomes_a_rules_once_a_rule_makes_it_and_stays_one():
    payment = PaymentFactory(purpose="A shelter")
    version = version_for(payment)
    propose()
    rule = MatchingRuleFactory(agreement=version.agreement)

    assert (propose(), propose()) == (1, 0)

    match = Match.objects.get()
    assert (match.basis, match.rule) == (Basis.RULE, rule)


def test_what_is_not_live_is_neither_proposed_nor_proposed_for():
    undone = PaymentFactory(batch=BatchFactory(state=BatchState.UNDONE))
    version_for(undone)
    seen = PaymentFactory()
    gone = BatchFactory(kind="contracts", state=BatchState.UNDONE)
    version_for(seen, agreement=AgreementFactory(batch=gone))

    assert propose() == 0


def test_an_agreement_known_only_from_a_later_day_is_not_proposed_yet():
    payment = PaymentFactory()
    later = BatchFactory(kind="contracts", known_from=DAY + timedelta(days=1))
    version_for(payment, agreement=AgreementFactory(batch=later))

    assert (propose(), propose(at=NOON + timedelta(days=1))) == (0, 1)


def test_what_is_found_for_an_import_undone_meanwhile_is_dropped():
    payment = PaymentFactory()
    version_for(payment)
    candidates = proposing.Candidates.as_known(DAY)
    (row,) = next(proposing._chunks(payment.batch))
    payment.batch.state = BatchState.UNDONE
    with arranging():
        payment.batch.save()

    found = [proposing.Found(row, candidates.of(row))]

    assert proposing.propose_for(payment.batch, found, by=NIGHTLY, at=NOON) == 0


def test_an_import_that_goes_live_queues_the_work_and_does_none(tmp_path):
    bring_in(contracts_file(tmp_path))

    bring_in(spend_file(tmp_path, PLAIN), register=Register.SPEND)

    assert not Match.objects.exists()
    assert {task.task_path for task in DBTaskResult.objects.all()} == {
        "almoner.payments.tasks.propose_all_matches",
        "almoner.payments.tasks.sum_common_words",
        "almoner.registers.tasks.propose_all_likenesses",
    }


def test_what_is_merged_has_its_payments_and_agreements_proposed_soon_and_parted_no_more():
    trust, limited = called("Harbour Trust", "Quay Limited")
    PaymentFactory(organisation=trust)
    VersionFactory(organisation=limited, starts_on=DAY)
    assert propose_matches(by=NIGHTLY, at=NOON) == 0

    merge(limited, trust)

    assert DBTaskResult.objects.count() == 1
    assert propose_matches(by=NIGHTLY, at=NOON) == 1
    part(limited)
    assert DBTaskResult.objects.count() == 2


def test_the_task_and_the_timer_do_the_work():
    version_for(PaymentFactory())

    propose_all_matches.call()
    said = steps["propose-matches"](NOON)

    assert Match.objects.count() == 1
    assert said == "0 proposed"

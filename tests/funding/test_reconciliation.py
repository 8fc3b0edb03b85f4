"""Whatever people do, each pound is in one state, and the sums agree."""

from collections import Counter
from decimal import Decimal
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from almoner.funding.balances import balance_of
from almoner.funding.kinds import OverPlanning
from almoner.funding.models import Entry
from almoner.funding.operations import (
    Paper,
    commit_money,
    decrease_line,
    increase_line,
    owe_money,
    pay_money,
    plan_money,
    recover_money,
    release_commitment,
    release_plan,
    return_recovered,
    reuse_recovered,
    transfer_money,
    undo_payment,
    withdraw_due,
)
from almoner.funding.queries import planned_for
from almoner.funding.reconciliation import lines_that_do_not_reconcile
from almoner.funding.states import INSIDE, Act, PoundState, TransferState
from tests.factories import NOON
from tests.funding.factories import (
    CASE,
    OTHER_CASE,
    BudgetLineFactory,
    EntryFactory,
    by_finance,
    finance_officer,
    line_with,
)
from tests.funding.rules import let_funds_warn

pytestmark = pytest.mark.django_db
FOR_SOMETHING = [plan_money, release_plan, commit_money, release_commitment]
BY_PAPER = [owe_money, withdraw_due, pay_money, undo_payment, recover_money]
BY_PAPER += [reuse_recovered, return_recovered]
VERBS = [*FOR_SOMETHING, *FOR_SOMETHING, *BY_PAPER, increase_line, decrease_line, transfer_money]
ACTS = st.tuples(
    st.sampled_from(VERBS),
    st.sampled_from([CASE, OTHER_CASE]),
    st.decimals(min_value=0, max_value=60, places=2),
)
NUMBERS = count()


def perform(verb, what_for, amount, *, line, other, who):
    """Do it, or be refused. Says whether it was done."""
    try:
        if verb in FOR_SOMETHING:
            verb(line, amount, what_for=what_for, **who)
        elif verb in BY_PAPER:
            verb(line, amount, Paper(what_for, f"INV-{next(NUMBERS)}"), **who)
        elif verb is transfer_money:
            verb(line, other, amount, reason="Need", **who)
        else:
            verb(line, amount, reason="Need", **who)
    except ValidationError:
        return False
    return True


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=12), rule=st.sampled_from(OverPlanning))
def test_the_sums_agree_whatever_people_do(acts, rule):
    """Against a book kept by hand: what each act that was done put in, took out and held."""
    let_funds_warn()
    line = line_with(100, rules={"over_planning": rule, "alone_up_to": 1_000})
    other = BudgetLineFactory(fund=line.fund, purpose="Elsewhere")
    who, held = {"by": finance_officer(), "at": NOON}, Counter({"in": Decimal(100)})
    begun = [(verb, CASE, Decimal(40)) for verb in (commit_money, owe_money, pay_money)]

    for verb, what_for, amount in [*begun, *acts]:
        if perform(verb, what_for, amount, line=line, other=other, who=who):
            held[verb] += amount

    here, there = balance_of(line), balance_of(other)
    given = held["in"] + held[increase_line] - held[decrease_line] - held[return_recovered]
    assert here.put_in + there.put_in == given
    assert there.available == held[transfer_money]
    bound = held[commit_money] - held[release_commitment]
    owed = held[owe_money] - held[withdraw_due]
    paid = held[pay_money] - held[undo_payment]
    back = held[recover_money]
    assert here.committed == bound - owed
    assert here.due == owed - paid
    assert here.paid == paid - back
    assert here.recovered == back - held[reuse_recovered] - held[return_recovered]
    assert sum(here.of(state) for state in INSIDE) == here.put_in
    assert here.available >= (0 if rule == OverPlanning.STOP else -here.planned)
    told = [use for thing in (CASE, OTHER_CASE) for use in planned_for(thing)]
    uses = [use for use in told if use.line == line]
    assert sum(use.planned for use in uses) == here.planned
    assert sum(use.committed for use in uses) == here.committed
    assert lines_that_do_not_reconcile() == []


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.decimals(min_value="0.01", max_value=200, places=2))
def test_a_plan_is_refused_exactly_where_more_is_asked_than_is_left(amount):
    line = line_with("99.99")

    is_done = perform(plan_money, CASE, amount, line=line, other=None, who=by_finance())

    assert is_done == (amount <= Decimal("99.99"))
    assert balance_of(line).planned == (amount if is_done else 0)


def sabotaged(line, **entry):
    EntryFactory(line=line, **entry)
    return [(fault.line, fault.reason) for fault in lines_that_do_not_reconcile()]


def test_what_was_written_past_the_operations_is_found():
    line = line_with(100)
    moved = {"act": Act.COMMITTED, "from_state": PoundState.PLANNED, "what_for": CASE}

    found = sabotaged(line, amount=Decimal(5), to_state=PoundState.COMMITTED, **moved)

    assert found == [
        (line, "more was moved out of a state than was in it"),
        (line, "COM-2026-014 has given up more than it had"),
    ]


def test_half_a_transfer_is_found():
    source = line_with(100, rules={"alone_up_to": 1_000})
    target = BudgetLineFactory(fund=source.fund, purpose="Advisers")
    transfer = transfer_money(source, target, Decimal(5), reason="Need", **by_finance())
    assert transfer.state == TransferState.MADE
    again = Entry.objects.get(line=target)

    found = sabotaged(target, amount=again.amount, transfer=transfer, act=again.act)

    assert found == [(source, f"the transfer {transfer} was entered in part, or twice")]

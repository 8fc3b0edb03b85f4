"""The things that move money in a line, as its pages offer them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.core.verdicts import Verdict
from almoner.funding.models import BudgetLine
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
    undo_payment,
    withdraw_due,
)
from almoner.funding.policies import (
    may_commit_money,
    may_keep_funds,
    may_plan_money,
    may_settle_money,
)
from almoner.funding.states import Act
from almoner.web.forms.funds import AmountForm, ForSomethingForm, IncreaseForm, SettleForm


def _may_keep(user: User, _line: BudgetLine, *, on: date) -> Verdict:
    return may_keep_funds(user, on=on)


@dataclass(frozen=True, slots=True)
class Verb:
    """One of the things that move money in a line, as its page offers it."""

    act: Act
    title: Any
    done: Any
    form: type[AmountForm]
    do: Callable[..., object]
    may: Callable[..., Verdict]
    then: str = "workspace:budget-line"


VERBS = {
    "plan": Verb(
        Act.PLANNED,
        gettext_lazy("Plan money for a case"),
        gettext_lazy("It is planned."),
        ForSomethingForm,
        plan_money,
        may_plan_money,
    ),
    "release-plan": Verb(
        Act.PLAN_RELEASED,
        gettext_lazy("Release what is planned"),
        gettext_lazy("The plan is released."),
        ForSomethingForm,
        release_plan,
        may_plan_money,
    ),
    "commit": Verb(
        Act.COMMITTED,
        gettext_lazy("Commit money"),
        gettext_lazy("It is committed."),
        ForSomethingForm,
        commit_money,
        may_commit_money,
    ),
    "release-commitment": Verb(
        Act.COMMITMENT_RELEASED,
        gettext_lazy("Release what is committed"),
        gettext_lazy("The commitment is released."),
        ForSomethingForm,
        release_commitment,
        may_commit_money,
    ),
    "increase": Verb(
        Act.INCREASED,
        gettext_lazy("Put more in"),
        gettext_lazy("It is put in."),
        IncreaseForm,
        increase_line,
        _may_keep,
    ),
    "decrease": Verb(
        Act.DECREASED,
        gettext_lazy("Take some out"),
        gettext_lazy("It is taken out."),
        AmountForm,
        decrease_line,
        _may_keep,
    ),
}


def _by_paper(operation: Callable[..., object]) -> Callable[..., object]:
    """An operation that is told by a paper, as a form has what it takes."""

    def do(
        line: BudgetLine,
        *,
        amount: Decimal,
        what_for: str,
        voucher: str,
        reason: str,
        by: User,
        at: datetime,
    ) -> object:
        return operation(line, amount, Paper(what_for, voucher, reason), by=by, at=at)

    return do


def _settling(act: Act, title: Any, done: Any, operation: Callable[..., object]) -> Verb:
    return Verb(
        act, title, done, SettleForm, _by_paper(operation), may_settle_money, "workspace:settling"
    )


# By the state that money leaves, in the order in which they are offered.
SETTLING = {
    "owe": _settling(
        Act.OWED,
        gettext_lazy("Enter as due"),
        gettext_lazy("It is entered as due."),
        owe_money,
    ),
    "pay": _settling(
        Act.PAID,
        gettext_lazy("Enter as paid"),
        gettext_lazy("It is entered as paid."),
        pay_money,
    ),
    "withdraw-due": _settling(
        Act.DUE_WITHDRAWN,
        gettext_lazy("Not due after all"),
        gettext_lazy("It is committed again."),
        withdraw_due,
    ),
    "recover": _settling(
        Act.RECOVERED,
        gettext_lazy("Enter as recovered"),
        gettext_lazy("It is entered as recovered."),
        recover_money,
    ),
    "undo-payment": _settling(
        Act.PAYMENT_UNDONE,
        gettext_lazy("Not paid after all"),
        gettext_lazy("It is due again."),
        undo_payment,
    ),
    "reuse": _settling(
        Act.REUSED,
        gettext_lazy("Make available again"),
        gettext_lazy("It is available again."),
        reuse_recovered,
    ),
    "return": _settling(
        Act.RETURNED,
        gettext_lazy("Enter as returned to its funder"),
        gettext_lazy("It is entered as returned."),
        return_recovered,
    ),
}

"""What is due about funds: transfers that await a second person."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.core.due import (
    Due,
    Sitting,
    Worker,
    declare_due_changed_by,
    declare_due_to_board,
)
from almoner.core.references import name_of

from .balances import balances_by
from .events import BudgetLineEvent, FundEvent, TransferEvent
from .models import Entry, Fund
from .policies import DECIDERS
from .queries import transfers_awaiting_second_person

MONEY = "money"  # as boards, which stand above, say that they look after it


@declare_due_changed_by(TransferEvent, FundEvent, BudgetLineEvent)
def transfers_to_decide(worker: Worker, _on: date) -> Iterator[Due]:
    """For whoever may decide and neither proposed it nor stands in for who did."""
    if worker.roles & DECIDERS:
        waiting = transfers_awaiting_second_person()
        for transfer in waiting.exclude(proposed_by__reference__in=people_of(worker)):
            what = _("Decide on a transfer of a fund: %(reference)s")
            yield Due(name_of(transfer), what % {"reference": transfer}, "read")


@declare_due_to_board
def funds_for_board(sitting: Sitting, _on: date) -> Iterator[Due]:
    """For boards that look after money, the funds of which a line is over-planned."""
    if MONEY not in sitting.watched:
        return
    balances = balances_by(Entry.objects.all(), "line__fund_id", "line_id")
    over = {fund for (fund, _line), balance in balances.items() if balance.over_planned}
    for fund in Fund.objects.filter(pk__in=over).order_by("code"):
        what = _("More is planned than there is, in the fund: %(fund)s") % {"fund": fund.code}
        yield Due(name_of(fund), what, "read")

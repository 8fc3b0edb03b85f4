"""What is due about funds: transfers that await a second person."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.due import people_of
from almoner.core.due import Due, Worker, declare_due_changed_by
from almoner.core.references import name_of

from .events import BudgetLineEvent, FundEvent, TransferEvent
from .policies import DECIDERS
from .queries import transfers_awaiting_second_person


@declare_due_changed_by(TransferEvent, FundEvent, BudgetLineEvent)
def transfers_to_decide(worker: Worker, _on: date) -> Iterator[Due]:
    """For whoever may decide and neither proposed it nor stands in for who did."""
    if worker.roles & DECIDERS:
        waiting = transfers_awaiting_second_person()
        for transfer in waiting.exclude(proposed_by__reference__in=people_of(worker)):
            what = _("Decide on a transfer of a fund: %(reference)s")
            yield Due(name_of(transfer), what % {"reference": transfer}, "read")

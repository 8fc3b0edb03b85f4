"""How a case leaves the forward plan with what restricts or ends it, in the same transaction."""

from datetime import datetime

from almoner.accounts.models import User
from almoner.commissions.events import PlanEvent
from almoner.commissions.models import Commission, PlanEntry
from almoner.commissions.planning import end_entry
from almoner.commissions.states import ON_ITS_WAY, PlanState
from almoner.core.ledger import record
from almoner.core.operations import operation


def leave_plan(commission: Commission, *, by: User, at: datetime) -> None:
    """Take a case off the plan, and out of what waits to be put there."""
    for entry in PlanEntry.objects.filter(commission=commission, state__in=ON_ITS_WAY):
        leave_forward_plan(entry, commission=commission, by=by, at=at)


@operation
def leave_forward_plan(
    entry: PlanEntry, *, commission: Commission, by: User, at: datetime
) -> PlanEntry:
    """Part of an act on its case, which was allowed: this asks nobody. Raises IllegalTransition."""
    end_entry(entry, PlanState.TAKEN_OFF, at=at)
    record(PlanEvent.TAKEN_OFF, about=entry, by=by, at=at, case=commission.reference)
    return entry

"""What the outcome of a board does to a case: it speaks at the gate where the case stands."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from almoner.boards.effects import declare_effects
from almoner.boards.kinds import Outcome

from .kinds import GateOutcome
from .models import Commission
from .opening import turn_at
from .queries import gate_awaiting

AT_THE_GATE = {
    Outcome.AGREED: GateOutcome.GO,
    Outcome.AGREED_WITH_CONDITIONS: GateOutcome.GO_WITH_CONDITIONS,
    Outcome.SENT_BACK: GateOutcome.BACK,
    Outcome.REFUSED: GateOutcome.STOP,
}


@declare_effects("commissions.commission")
def effects_on_case(reference: str, on: date) -> Mapping[Outcome, str]:
    """While a case waits at a gate, what each outcome says there in the office whose turn it is."""
    commission = Commission.objects.filter(reference=reference).first()
    gate = gate_awaiting(commission) if commission else None
    turn = turn_at(gate, on=on) if gate else None
    if turn is None:
        return {}
    office = {"office": turn.office.title}
    return {
        Outcome.AGREED: _("Says go at the gate, in the office: %(office)s") % office,
        Outcome.AGREED_WITH_CONDITIONS: _(
            "Says go on conditions at the gate, in the office: %(office)s"
        )
        % office,
        Outcome.SENT_BACK: _("Sends the case back, in the office: %(office)s") % office,
        Outcome.REFUSED: _("Stops the case for good, in the office: %(office)s") % office,
    }

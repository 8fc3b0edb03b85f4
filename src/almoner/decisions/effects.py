"""What the outcome of a board does to a decision: it speaks in the office whose turn it is."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from almoner.boards.effects import declare_effects
from almoner.boards.kinds import Outcome

from .queries import decisions, said_of, step_next


@declare_effects("decisions.decision")
def effects_on_decision(reference: str, _on: date) -> Mapping[Outcome, str]:
    """While it awaits an approval, what each outcome says in the office whose turn it is."""
    found = decisions().filter(reference=reference).first()
    step = step_next(found, said_of(found)) if found else None
    if step is None:
        return {}
    office = {"office": step.title}
    return {
        Outcome.AGREED: _("Approves it, in the office: %(office)s") % office,
        Outcome.AGREED_WITH_CONDITIONS: _("Approves it on conditions, in the office: %(office)s")
        % office,
        Outcome.SENT_BACK: _("Returns it with questions, in the office: %(office)s") % office,
        Outcome.REFUSED: _("Decides against it, in the office: %(office)s") % office,
    }

"""What follows at once: what a board made of a case is said at its gate, by who confirmed it."""

from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.utils.translation import gettext as _

from almoner.boards.events import MinuteEvent
from almoner.boards.kinds import Outcome
from almoner.boards.queries import enacted_by, was_asked_since, words_to_tell
from almoner.core.ledger import recorded
from almoner.core.models import Event

from .effects import AT_THE_GATE
from .models import Commission
from .operations import decide_gate
from .queries import gate_awaiting

CASE = Commission._meta.label_lower


@receiver(recorded, sender=MinuteEvent.ENACTED)
def speak_at_the_gate(event: Event, **_signal: object) -> None:
    """Raises what `decide_gate` does: then the minute is not confirmed either."""
    minute = enacted_by(event)
    kind, _colon, reference = minute.item.about.partition(":")
    if kind != CASE or minute.confirmed_by is None or minute.confirmed_at is None:
        return
    gate = gate_awaiting(Commission.objects.get(reference=reference))
    if gate is None:  # somebody decided it since the outcome was looked at
        raise ValidationError(_("The case waits at no gate any more. Look at it again."))
    if was_asked_since(minute, gate.asked_at):
        raise ValidationError(
            _("The gate was asked after the paper went out. Say it at the gate, or bring it again.")
        )
    decide_gate(
        gate,
        outcome=AT_THE_GATE[Outcome(minute.outcome)],
        words=words_to_tell(minute),
        by_when=minute.conditions_by,
        by=minute.confirmed_by,
        at=minute.confirmed_at,
    )

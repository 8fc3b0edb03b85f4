"""The past of what is kept only as it is now: by the lines that the ledger had when a day ended."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, TextChoices

from .models import Event
from .moments import end_of


@dataclass(frozen=True, slots=True)
class Stood:
    """The state in which a thing stood on a day, as pages show the state of a thing."""

    state: TextChoices

    def get_state_display(self) -> str:
        return str(self.state.label)


def had_happened(line: Event, *, on: date, is_as_at: bool) -> bool:
    """Whether something had happened when a day ended and, as at that day, had been written down
    by then.
    """
    end = end_of(on)
    return line.happened_at < end and (not is_as_at or line.recorded_at < end)


def lines_by(on: date, *, is_as_at: bool) -> QuerySet[Event]:
    """The lines of what had happened when a day ended: the same, asked of many."""
    end = end_of(on)
    found = Event.objects.filter(happened_at__lt=end)
    return found.filter(recorded_at__lt=end) if is_as_at else found

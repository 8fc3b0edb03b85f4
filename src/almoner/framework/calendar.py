"""When duties fall due. Everything here counts in whole London days; nothing asks the clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from almoner.core.periods import FinancialYear, Month, Quarter, parse_period
from almoner.core.workdays import working_days_after

from .duties import DueRule, Duty, Frequency, Unit

Span: TypeAlias = Month | Quarter | FinancialYear

DAY = timedelta(days=1)
KINDS: dict[Frequency, type[Span]] = {
    Frequency.MONTHLY: Month,
    Frequency.QUARTERLY: Quarter,
    Frequency.YEARLY: FinancialYear,
}

EXAMPLES = {
    Frequency.MONTHLY: "2026-04",
    Frequency.QUARTERLY: "2026-27-Q1",
    Frequency.YEARLY: "2026-27",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a duty stands on a day: by when the next thing is to be out, and whether it can be yet.

    The next thing is a period's edition; of a continuous duty, something that is available.
    """

    due_on: date
    on: date
    period: Span | None = None

    def __str__(self) -> str:
        days = (self.due_on - self.on).days
        if self.is_too_early:
            return _("not yet due")
        if days == 0:
            return _("due today")
        if days > 0:
            return ngettext("due in %(n)d day", "due in %(n)d days", days) % {"n": days}
        return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}

    @property
    def is_too_early(self) -> bool:
        """Whether the period still runs, so that its edition cannot be made."""
        return self.period is not None and self.on <= self.period.last_day

    @property
    def days_late(self) -> int:
        return max(0, (self.on - self.due_on).days)


def periods_between(duty: Duty, *, first: date, last: date) -> Iterator[Span]:
    """Every period of a duty that has a day from `first` to `last`, both among them."""
    period = _period_of(duty, first)
    while period.first_day <= last:
        yield period
        period = period.following()


def period_ended_last(duty: Duty, *, on: date) -> Span:
    """The latest period that was over when the day began."""
    return _period_of(duty, _period_of(duty, on).first_day - DAY)


def period_named(duty: Duty, text: str) -> Span:
    """Read a period of the kind that a duty has. Raises ValueError, saying what one looks like."""
    is_year = duty.frequency == Frequency.YEARLY and text.count("-") == 1
    period = parse_period(f"{text}-Y" if is_year else text)  # or 2011-12 would be a December
    if duty.frequency is None:
        raise ValueError(_("%(code)s is continuous: it has no periods.") % {"code": duty.code})
    if not isinstance(period, KINDS[duty.frequency]):
        raise ValueError(  # noqa: TRY004 - it is what the text says that is wrong
            _("%(code)s is %(rhythm)s: write its period like %(example)s.")
            % {
                "code": duty.code,
                "rhythm": duty.frequency.label,
                "example": EXAMPLES[duty.frequency],
            }
        )
    return period


def edition_due_on(duty: Duty, period: Span) -> date:
    """The last day on which a period's edition is in time."""
    return _due(duty.due, after=period.last_day)


def thing_due_on(duty: Duty, *, available_on: date) -> date:
    """The last day on which a thing of a continuous duty is in time."""
    return _due(duty.due, after=available_on)


def standing_of_editions(duty: Duty, *, published: Span | None, on: date) -> Standing:
    """How a duty of periods stands, when the edition of `published` is the last that is out.

    Where none ever was, the period that ended last is the first to be published.
    """
    period = _period_of(duty, published.last_day + DAY) if published else None
    period = period or period_ended_last(duty, on=on)
    return Standing(edition_due_on(duty, period), on, period)


def standing_of_thing(duty: Duty, *, available_on: date, on: date) -> Standing:
    """How a continuous duty stands, by the oldest thing that is available and not yet out."""
    return Standing(thing_due_on(duty, available_on=available_on), on)


def _period_of(duty: Duty, day: date) -> Span:
    if duty.frequency is None:
        raise ValueError(f"{duty.code} is continuous: it has no periods")
    return KINDS[duty.frequency].containing(day)


def _due(rule: DueRule, *, after: date) -> date:
    if rule.unit == Unit.DAYS:
        return after + timedelta(days=rule.within)
    if rule.unit == Unit.WORKING_DAYS:
        return working_days_after(after, rule.within)
    month = Month.containing(after)
    for _nth in range(rule.within):
        month = month.following()
    return month.last_day

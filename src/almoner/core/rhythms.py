"""How often something comes round, such as a board: the second Tuesday of each month."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.dateformat import format as written
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .periods import Month
from .workdays import FRIDAY, NO_DAYS, working_days_after

LAST = -1
ORDINALS = (1, 2, 3, 4, LAST)
A_DAY = timedelta(days=1)


class Often(TextChoices):
    NONE = "none", gettext_lazy("Only when it is called")
    WEEKLY = "weekly", gettext_lazy("Every week")
    FORTNIGHTLY = "fortnightly", gettext_lazy("Every two weeks")
    MONTHLY = "monthly", gettext_lazy("Every month")
    TWO_MONTHLY = "two-monthly", gettext_lazy("Every two months")
    QUARTERLY = "quarterly", gettext_lazy("Every three months")
    YEARLY = "yearly", gettext_lazy("Once a year")


WEEKS = {Often.WEEKLY: 1, Often.FORTNIGHTLY: 2}
STEPS = {Often.MONTHLY: 1, Often.TWO_MONTHLY: 2, Often.QUARTERLY: 3, Often.YEARLY: 12}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Which weekday it is (Monday is 0) and, of a month, which of its weekdays: the first to the
    fourth, or the last. It begins on a day, and its month is the first of those in which it falls.
    """

    code: Often
    weekday: int
    ordinal: int
    begins_on: date

    def __post_init__(self) -> None:
        if self.weekday not in range(FRIDAY + 1):
            raise ValueError(f"Choose a day from Monday (0) to Friday (4), not {self.weekday}")
        if self.ordinal not in ORDINALS:
            raise ValueError(
                f"Choose the first to the fourth of a month, or the last (-1), not {self.ordinal}"
            )

    @property
    def months(self) -> list[int]:
        """The months of a year in which it falls. None, where weeks are counted."""
        if self.code not in STEPS:
            return []
        step = STEPS[self.code]
        return sorted((self.begins_on.month - 1 + n) % 12 + 1 for n in range(0, 12, step))


def days_of(
    rhythm: Rhythm, first: date, last: date, *, closed: AbstractSet[date] = NO_DAYS
) -> list[date]:
    """The days from `first` to `last` on which it falls, in order.

    What would fall on a bank holiday of England, or when the body is closed, falls on the next
    working day. Where that is as late as its next turn, the two are one.
    """
    moved = (working_days_after(day - A_DAY, 1, closed=closed) for day in _turns(rhythm, last))
    return sorted({day for day in moved if first <= day <= last})


def in_words(rhythm: Rhythm) -> str:
    """Such as `the second Tuesday of March, June, September and December`."""
    said = {"day": WEEKDAYS[rhythm.weekday]}
    match rhythm.code:
        case Often.NONE:
            return _("only when it is called")
        case Often.WEEKLY:
            return _("every %(day)s") % said
        case Often.FORTNIGHTLY:
            return _("every second %(day)s from %(start)s") % {
                **said,
                "start": written(_first_on(rhythm), "j F Y"),
            }
    said["day"] = _ordinal_of(rhythm.ordinal) % said
    if rhythm.code == Often.MONTHLY:
        return _("%(day)s of each month") % said
    return _("%(day)s of %(months)s") % {**said, "months": _months_in_words(rhythm.months)}


def _turns(rhythm: Rhythm, last: date) -> Iterator[date]:
    """Its days as they would be without holidays."""
    if rhythm.code in WEEKS:
        return _by_week(rhythm, last)
    return _by_month(rhythm, last) if rhythm.code in STEPS else iter(())


def _first_on(rhythm: Rhythm) -> date:
    return rhythm.begins_on + timedelta(days=(rhythm.weekday - rhythm.begins_on.weekday()) % 7)


def _by_week(rhythm: Rhythm, last: date) -> Iterator[date]:
    day = _first_on(rhythm)
    while day <= last:
        yield day
        day += timedelta(weeks=WEEKS[rhythm.code])


def _by_month(rhythm: Rhythm, last: date) -> Iterator[date]:
    start = Month.containing(rhythm.begins_on)
    count = start.year * 12 + start.number - 1
    while (month := Month(count // 12, count % 12 + 1)).first_day <= last:
        day = _weekday_in(month, rhythm.weekday, rhythm.ordinal)
        if day >= rhythm.begins_on:
            yield day
        count += STEPS[rhythm.code]


def _weekday_in(month: Month, weekday: int, ordinal: int) -> date:
    if ordinal == LAST:
        return month.last_day - timedelta(days=(month.last_day.weekday() - weekday) % 7)
    first = month.first_day + timedelta(days=(weekday - month.first_day.weekday()) % 7)
    return first + timedelta(weeks=ordinal - 1)


def _ordinal_of(ordinal: int) -> str:
    return {
        1: _("the first %(day)s"),
        2: _("the second %(day)s"),
        3: _("the third %(day)s"),
        4: _("the fourth %(day)s"),
        LAST: _("the last %(day)s"),
    }[ordinal]


def _months_in_words(months: list[int]) -> str:
    *others, final = (str(MONTHS[number]) for number in months)
    if not others:
        return final
    return _("%(most)s and %(last)s") % {"most": ", ".join(others), "last": final}

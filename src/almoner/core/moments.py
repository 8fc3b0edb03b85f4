"""Moments and days in Europe/London, and the one rule of what is open."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FIRST_HOUR = 6


def day_of(moment: datetime) -> date:
    """The London day on which a moment falls."""
    return moment.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The first moment of a London day."""
    return datetime.combine(day, time(), LONDON)


def end_of(day: date) -> datetime:
    """The midnight that ends a London day: the first moment that is no longer part of it."""
    return start_of(day + timedelta(days=1))


def deadline(day: date, clock: time) -> datetime:
    """The moment a London clock shows `clock` on `day`.

    Where the clocks change, it favours whoever has to meet it. In the hour that comes twice each
    October it is the later one; a time that the clocks skip in March is as long after the skip.
    """
    shown = datetime.combine(day, clock, LONDON)
    return max(shown.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def is_night(at: datetime) -> bool:
    """Whether it is too early in London to write to anybody: no telephone rings at midnight."""
    return at.astimezone(LONDON).hour < FIRST_HOUR


def is_open(*, opens_at: datetime | None, closes_at: datetime | None, at: datetime) -> bool:
    """Whether something open from one moment until just before another is open at `at`.

    A missing end has no limit on that side.
    """
    # In UTC: two moments of one zone are compared by what its clock shows, which October repeats.
    moment = at.astimezone(UTC)
    return (opens_at is None or opens_at.astimezone(UTC) <= moment) and (
        closes_at is None or moment < closes_at.astimezone(UTC)
    )

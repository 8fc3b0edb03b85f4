"""Moments and days in Europe/London, and the one rule of what is open."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


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

    In the hour that comes twice each October it is the later one, which favours whoever has to
    meet it; a time that the clocks skip in March is the moment they skip to.
    """
    return datetime.combine(day, clock, LONDON).replace(fold=1).astimezone(ZoneInfo("UTC"))


def is_open(*, opens_at: datetime | None, closes_at: datetime | None, at: datetime) -> bool:
    """Whether something open from one moment until just before another is open at `at`.

    A missing end has no limit on that side.
    """
    return (opens_at is None or opens_at <= at) and (closes_at is None or at < closes_at)

"""A timetable worked back from the day of the start, and what is wrong with one that is planned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.workdays import is_working_day, working_days_after

from .law.tables import the_law
from .procurement_law import Derivation, Regime
from .procurement_periods import (
    ORDINARY,
    Manner,
    Minimum,
    last_day_to_answer,
    latest_award_notice,
    minimum_tendering,
    standstill_ends_on,
)

DAY = timedelta(days=1)


class Milestone(TextChoices):
    """A day that a case passes on its way, in the order in which it passes them."""

    PLAN = "plan", gettext_lazy("Begin to plan")
    OPEN = "open", gettext_lazy("Open it")
    CLOSE = "close", gettext_lazy("Close it to answers")
    TRANSPARENCY = "transparency", gettext_lazy("Publish the transparency notice")
    DECIDE = "decide", gettext_lazy("Decide on the award")
    AWARD = "award", gettext_lazy("Publish the award notice")
    SIGN = "sign", gettext_lazy("Sign")
    START = "start", gettext_lazy("Start")


@dataclass(frozen=True, slots=True)
class Allowances:
    """How long the body gives itself: working days, but those before the start and while open."""

    plan: int = 20
    answer: int = 28
    assess: int = 15
    decide: int = 10
    mobilise: int = 30


USUAL = Allowances()


@dataclass(frozen=True, slots=True)
class Latest:
    """By when something must have happened, and why then."""

    milestone: Milestone
    day: date
    why: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """The days that a case plans, as far as it does."""

    opens_on: date | None = None
    closes_on: date | None = None
    award_notice_on: date | None = None
    signs_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """What is wrong with a planned day, and the law that it breaks, if it is one."""

    said: str
    law: str = ""


def work_back(
    starts_on: date,
    derivation: Derivation,
    *,
    is_competed: bool,
    manner: Manner = ORDINARY,
    allowances: Allowances = USUAL,
) -> list[Latest]:
    """The last day for each step, for a start on a day; the first step first."""
    return list(_backwards(starts_on, derivation, is_competed, manner, allowances))[::-1]


def _backwards(
    starts_on: date,
    derivation: Derivation,
    is_competed: bool,  # noqa: FBT001 - private, and its one caller names it
    manner: Manner,
    allowances: Allowances,
) -> Iterator[Latest]:
    yield Latest(Milestone.START, starts_on, _("The day that the case asks for."))
    signs_on = _working_day_by(starts_on - allowances.mobilise * DAY)
    why = _("%(days)d days to get ready.") % {"days": allowances.mobilise}
    yield Latest(Milestone.SIGN, signs_on, why)
    award = _award(signs_on, derivation)
    if award:
        yield award
    told_on = award.day if award else signs_on
    decided_on = working_days_after(told_on, -1)
    yield Latest(Milestone.DECIDE, decided_on, _("The working day before."))
    if is_competed:
        yield from _competition(decided_on, derivation, manner, allowances)
    else:
        yield from _without_competition(decided_on, derivation, allowances)


def _award(signs_on: date, derivation: Derivation) -> Latest | None:
    if derivation.has_standstill:
        days = the_law().standstill
        why = _("%(days)d working days of standstill, this one among them, then sign.")
        day = latest_award_notice(signs_on)
        return Latest(Milestone.AWARD, day, why % {"days": days.days}, days.law)
    if derivation.regime == Regime.LIGHT_TOUCH:
        why = _("Before it is signed. No standstill is owed; if one is offered, of eight days.")
        day = working_days_after(signs_on, -1)
        return Latest(Milestone.AWARD, day, why, "Procurement Act 2023 ss.50, 51")
    return None


def _competition(
    decided_on: date, derivation: Derivation, manner: Manner, allowances: Allowances
) -> Iterator[Latest]:
    days = allowances.assess + allowances.decide
    closes_on = working_days_after(decided_on, -days)
    why = _("%(assess)d working days to assess, %(decide)d to decide.")
    words = {"assess": allowances.assess, "decide": allowances.decide}
    yield Latest(Milestone.CLOSE, closes_on, why % words)
    minimum = minimum_tendering(derivation, manner)
    given = max(minimum.days, allowances.answer)
    opens_on = _working_day_by(closes_on - given * DAY)
    yield Latest(Milestone.OPEN, opens_on, _why_open(given, minimum), minimum.law)
    yield _plan(opens_on, allowances)


def _without_competition(
    decided_on: date, derivation: Derivation, allowances: Allowances
) -> Iterator[Latest]:
    first = working_days_after(decided_on, -allowances.decide)
    if derivation.is_covered:
        why = _("Before an award without competition.")
        yield Latest(Milestone.TRANSPARENCY, first, why, "Procurement Act 2023 s.44")
    yield _plan(first, allowances)


def _plan(before: date, allowances: Allowances) -> Latest:
    why = _("%(days)d working days to plan and to be let through.") % {"days": allowances.plan}
    return Latest(Milestone.PLAN, working_days_after(before, -allowances.plan), why)


def _why_open(given: int, minimum: Minimum) -> str:
    words = {"given": given, "least": minimum.days, "why": minimum.why}
    if minimum.days:
        return _("%(given)d days to answer; the law asks for %(least)d. %(why)s") % words
    return _("%(given)d days to answer. %(why)s") % words


def _working_day_by(day: date) -> date:
    return day if is_working_day(day) else working_days_after(day, -1)


def breaches_in(
    planned: Planned, derivation: Derivation, *, is_competed: bool, manner: Manner = ORDINARY
) -> list[Breach]:
    """What is wrong with the days that a case plans: out of order, or shorter than the law lets."""
    found = list(_out_of_order(planned))
    if is_competed and planned.opens_on and planned.closes_on:
        found += _too_short(planned.opens_on, planned.closes_on, derivation, manner)
    if derivation.has_standstill and planned.award_notice_on and planned.signs_on:
        found += _within_standstill(planned.award_notice_on, planned.signs_on)
    return found


def missing_days(planned: Planned, derivation: Derivation, *, is_competed: bool) -> list[str]:
    """Which days a case must plan before anyone can say that its timetable holds."""
    wanted = [(planned.starts_on, _("its start")), (planned.ends_on, _("its end"))]
    if is_competed:
        wanted += [(planned.opens_on, _("its opening")), (planned.closes_on, _("its deadline"))]
    if derivation.is_covered:
        wanted += [(planned.award_notice_on, _("its award notice"))]
        wanted += [(planned.signs_on, _("its signing"))]
    return [words for day, words in wanted if day is None]


def _out_of_order(planned: Planned) -> Iterator[Breach]:
    order = [
        (planned.opens_on, _("opening")),
        (planned.closes_on, _("deadline")),
        (planned.award_notice_on, _("award notice")),
        (planned.signs_on, _("signing")),
        (planned.starts_on, _("start")),
        (planned.ends_on, _("end")),
    ]
    known = [(day, words) for day, words in order if day is not None]
    for (day, words), (later, later_words) in pairwise(known):
        if later < day:
            said = _("The %(later)s (%(then)s) comes before the %(first)s (%(now)s).")
            names = {"later": later_words, "then": _day(later), "first": words, "now": _day(day)}
            yield Breach(said % names)


def _too_short(
    opens_on: date, closes_on: date, derivation: Derivation, manner: Manner
) -> Iterator[Breach]:
    minimum = minimum_tendering(derivation, manner)
    given = (closes_on - opens_on).days
    if given < minimum.days:
        said = _("It has %(given)d days to answer; the law asks for %(least)d. Close on %(day)s.")
        day = _day(last_day_to_answer(opens_on, minimum.days))
        yield Breach(said % {"given": given, "least": minimum.days, "day": day}, minimum.law)


def _within_standstill(award_notice_on: date, signs_on: date) -> Iterator[Breach]:
    ends_on = standstill_ends_on(award_notice_on)
    if signs_on <= ends_on:
        said = _("The standstill lasts until %(day)s. Sign on the day after, or later.")
        yield Breach(said % {"day": _day(ends_on)}, the_law().standstill.law)


def _day(day: date) -> str:
    return date_format(day, "j F Y")

"""The periods of the law of procurement: how days are counted, and how few suppliers must get."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from almoner.core.workdays import Calendar, working_days_after

from .law.tables import Authority, period_called, the_law
from .procurement_law import Derivation, Regime

DAY = timedelta(days=1)


def last_day_of(days: int, *, beginning_with: date) -> date:
    """The last lawful day of a period of so many days that begins with a day, which is counted."""
    return beginning_with + (days - 1) * DAY


def notice_due_on(code: str, *, happened_on: date, is_light_touch: bool = False) -> date:
    """By when a notice is due of what happened on a day, by the code of its period."""
    row = period_called(code)
    days = row.days
    if is_light_touch and row.light_touch is not None:
        days = row.light_touch
    return last_day_of(days, beginning_with=happened_on)


def standstill_ends_on(published_on: date) -> date:
    """The last day of the standstill that begins with the day of the award notice."""
    days = the_law().standstill.days
    return working_days_after(published_on - DAY, days, calendar=Calendar.UNITED_KINGDOM)


def latest_award_notice(signing_on: date) -> date:
    """The last day to publish an award notice, for a contract to be signed on a day."""
    days = the_law().standstill.days
    return working_days_after(signing_on, -days, calendar=Calendar.UNITED_KINGDOM)


@dataclass(frozen=True, slots=True)
class Manner:
    """How suppliers are asked: what shortens, or lengthens, the time they must be given."""

    is_urgent: bool = False
    is_pre_selected: bool = False
    is_negotiated: bool = False
    has_planned_notice: bool = False
    is_in_dynamic_market: bool = False
    is_electronic: bool = True
    has_all_documents: bool = True


@dataclass(frozen=True, slots=True)
class Minimum:
    """The fewest days that the law lets suppliers have, and why so many. 0: none is set."""

    days: int
    why: str
    law: str


ORDINARY = Manner()


def minimum_participation(derivation: Derivation, manner: Manner = ORDINARY) -> Minimum:
    """The shortest time to ask to take part."""
    row = the_law().participation
    if derivation.regime != Regime.PUBLIC:
        return Minimum(0, _no_minimum(derivation), row.law)
    if manner.is_urgent:
        return Minimum(row.urgent, _("The case is urgent."), row.law)
    return Minimum(row.ordinary, _("The ordinary period."), row.law)


def minimum_tendering(
    derivation: Derivation,
    manner: Manner = ORDINARY,
    authority: Authority = Authority.SUB_CENTRAL,
) -> Minimum:
    """The shortest time to tender: the shortest of the entries that apply."""
    row = the_law().tendering
    if derivation.regime == Regime.GRANT:
        return Minimum(0, _("No law sets how long a call for grants is open."), "")
    if derivation.regime != Regime.PUBLIC:
        return Minimum(0, _no_minimum(derivation), row.law)
    days, why = min(_tendering_entries(manner, authority), key=lambda entry: entry[0])
    return Minimum(days, why, row.law)


def _tendering_entries(manner: Manner, authority: Authority) -> Iterator[tuple[int, str]]:
    row = the_law().tendering
    if manner.is_pre_selected and authority == Authority.SUB_CENTRAL:
        if manner.is_negotiated:
            yield 0, _("It is agreed with suppliers who were selected before.")
        yield row.preselected, _("Only suppliers who were selected before may tender.")
    if manner.has_planned_notice:
        yield row.planned_procurement_notice, _("A planned procurement notice qualifies.")
    if manner.is_urgent:
        yield row.urgent, _("The case is urgent.")
    if manner.is_in_dynamic_market:
        yield row.dynamic_market, _("It is within a dynamic market.")
    if manner.is_electronic and manner.has_all_documents:
        yield row.electronic_with_documents, _("Electronic, with all documents from the start.")
    elif manner.is_electronic:
        yield row.electronic, _("Electronic, with documents that follow later.")
    elif manner.has_all_documents:
        yield row.with_documents, _("Not electronic, with all documents from the start.")
    else:
        yield row.ordinary, _("Not electronic, with documents that follow later.")


def _no_minimum(derivation: Derivation) -> str:
    if derivation.regime == Regime.LIGHT_TOUCH:
        return _("The law sets no minimum for light touch contracts.")
    return _("The law sets no minimum here; the time must be reasonable, and the same for all.")


def last_day_to_answer(invited_on: date, days: int) -> date:
    """The day on which a period ends that begins with the day after the invitation."""
    return invited_on + days * DAY

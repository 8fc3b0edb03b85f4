"""Agreements that end, and by when a case for what follows must begin."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.agreements.diary import Entry, Occasion, diary
from almoner.agreements.policies import may_see_agreements
from almoner.commissions.policies import may_begin_case, may_see_cases
from almoner.core.verdicts import require
from almoner.framework.procurement_law import Derivation, Regime
from almoner.framework.timetables import work_back
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .agreement_lists import title_of

YEARS = 2
# What follows may be a public contract: so the longest of the periods that the law may ask.
LONGEST = Derivation(Regime.PUBLIC, ())


@dataclass(frozen=True, slots=True)
class Ending:
    """An agreement, the day on which it ends, and by when what follows must begin."""

    entry: Entry
    begin_by: date
    is_late: bool

    @property
    def title(self) -> str:
        return title_of(self.entry.version)


@require_safe
def ends(request: StaffRequest) -> HttpResponse:
    """What ends within two years, the soonest to begin for first."""
    on = localdate()
    require(may_see_cases(request.user, on=on))
    require(may_see_agreements(request.user, on=on))
    until = on + timedelta(days=366 * YEARS)
    found = [one for one in diary(on, until=until) if one.occasion == Occasion.ENDS]
    shown = page_of(request, [_ending(one, on) for one in found if not one.is_overdue])
    page = {"page": shown, "may_begin": may_begin_case(request.user, on=on)}
    return render(request, "workspace/commissions/ends.html", page)


def _ending(entry: Entry, on: date) -> Ending:
    first = work_back(entry.day + timedelta(days=1), LONGEST, is_competed=True)[0].day
    return Ending(entry, first, first < on)

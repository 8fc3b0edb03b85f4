"""A financial year in an address: `?year=2026-27`."""

import re
from datetime import MAXYEAR, MINYEAR

from django.http import HttpRequest

from almoner.core.periods import FinancialYear

YEAR = re.compile(r"(\d{4})-(\d{2})")


def year_said(said: str) -> FinancialYear | None:
    """The year of that text; None for anything that is no year, or ends after all calendars do."""
    found = YEAR.fullmatch(said)
    year = FinancialYear(int(found[1])) if found else None
    is_in_calendar = year is not None and MINYEAR <= year.start < MAXYEAR
    return year if is_in_calendar and str(year) == said else None


def year_asked(request: HttpRequest) -> FinancialYear | None:
    return year_said(request.GET.get("year", ""))

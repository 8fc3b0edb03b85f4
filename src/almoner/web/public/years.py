"""A financial year in an address: `?year=2026-27`."""

import re

from django.http import HttpRequest

from almoner.core.periods import FinancialYear

YEAR = re.compile(r"(\d{4})-(\d{2})")


def year_said(said: str) -> FinancialYear | None:
    """The year of that text; None for anything that is no year."""
    found = YEAR.fullmatch(said)
    year = FinancialYear(int(found[1])) if found and int(found[1]) else None
    return year if str(year) == said else None


def year_asked(request: HttpRequest) -> FinancialYear | None:
    return year_said(request.GET.get("year", ""))

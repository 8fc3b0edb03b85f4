"""Where the public arrives: what is spent, on what and with whom, and how fresh the registers are.

The page says the same of every body: what a register does not hold is not on it.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.registers.freshness import freshness_of_editions

from .overview import Overview
from .years import year_asked


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The whole, and one financial year of it in more detail: the latest, or that of `?year=`."""
    on = localdate()
    overview = Overview(on, year_asked(request))
    page = {"overview": overview, "everything": overview.everything}
    if overview.years:
        page["fresh"] = freshness_of_editions(on=on)
    return render(request, "public/home/home.html", page)

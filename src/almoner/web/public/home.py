"""Where the public arrives: what is published here, in plain words and a few figures."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.payments.selections import Selection
from almoner.registers.publicity import latest_spend_files
from almoner.registers.queries import every_edition

from .filters import year_in_address
from .listings import Listing
from .registers import agreements_kept

LATEST = 12


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    everything = Listing(Selection())
    page = {
        "everything": everything,
        "latest_months": everything.month_bars[-LATEST:],
        "years": [(year, year_in_address(year.year)) for year in reversed(everything.years)],
        "file": next(iter(latest_spend_files(1)), None),
        "agreements": [kept for kept in agreements_kept(on=localdate()) if kept.totals.count],
        "edition": every_edition().first(),
    }
    return render(request, "public/home.html", page)

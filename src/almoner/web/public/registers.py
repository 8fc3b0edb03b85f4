"""The registers there are, and how fresh each is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from almoner.payments.queries import months_of, totals
from almoner.registers.kinds import Register
from almoner.registers.publicity import latest_spend_files, public_payments, published_counts
from almoner.registers.queries import editions_of

LATEST = 10


@login_not_required
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    files = latest_spend_files(LATEST)
    page = {
        "months": months_of(public_payments()),
        "totals": totals(public_payments()),
        "files": files,
        "latest": files[0] if files else None,
        "edition": editions_of(Register.SPEND).first(),
        "withheld": published_counts(),
    }
    return render(request, "public/registers/registers.html", page)

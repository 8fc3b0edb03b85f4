"""The registers there are, and how fresh each is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from almoner.payments.queries import live_payments, months_of, totals
from almoner.registers.kinds import Register
from almoner.registers.queries import editions_from, imported_files


@login_not_required
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    files = imported_files(Register.SPEND)
    page = {
        "months": months_of(live_payments()),
        "totals": totals(live_payments()),
        "files": files[:10],
        "latest": files.first(),
        "edition": editions_from(Register.SPEND).first(),
    }
    return render(request, "public/registers/registers.html", page)

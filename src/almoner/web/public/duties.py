"""What the body must publish, and how fresh each of it is: what is late says so to anyone."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from almoner.registers.freshness import Freshness, FreshnessTable, freshness
from almoner.web import words

from .twins import csv_twin, for_anyone, json_twin
from .workbooks import xlsx_twin


@login_not_required
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Every item of the law and every promise in one table, then each duty in full."""
    on = localdate()
    lines = freshness(on=on)
    kept = {line.kept.duty.code: line.kept for line in lines if line.kept}
    page = {
        "here": [line for line in lines if line.kept],
        "elsewhere": [line for line in lines if not line.kept],
        "late": [line for line in lines if line.state == Freshness.LATE],
        "duties": list(kept.values()),
        "on": on,
    }
    return render(request, "public/duties/duties.html", page)


@login_not_required
@require_safe
@for_anyone
def duties_csv(request: HttpRequest) -> HttpResponseBase:
    table = FreshnessTable(freshness(on=localdate()))
    return csv_twin(request, table, file_name="duties")


@login_not_required
@require_safe
@for_anyone
def duties_xlsx(request: HttpRequest) -> HttpResponseBase:
    on = localdate()
    said = _("As it stood on %(day)s.") % {"day": words.day(on)}
    return xlsx_twin(request, FreshnessTable(freshness(on=on)), file_name="duties", said=said)


@login_not_required
@require_safe
@for_anyone
def duties_json(request: HttpRequest) -> HttpResponseBase:
    on = localdate()
    return json_twin(
        request,
        FreshnessTable(freshness(on=on)),
        file_name="duties",
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.path}",
        as_at=on.isoformat(),
    )

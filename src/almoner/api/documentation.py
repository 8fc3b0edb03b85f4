"""The page that tells people how to use the API."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .examples import examples
from .parameters import MOST, WRITE, RowsPageAsked


@login_not_required
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    parameters = [
        (name, _(field.description or ""), WRITE[name])
        for name, field in RowsPageAsked.model_fields.items()
    ]
    page = {
        "address": settings.ADDRESS,
        "examples": examples(),
        "limit": settings.API_LIMIT,
        "most": MOST,
        "parameters": parameters,
    }
    return render(request, "api/documentation.html", page)

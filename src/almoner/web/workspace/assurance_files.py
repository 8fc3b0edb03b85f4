"""The assurance file of a recommendation or a decision: what it holds, and taking it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.audits.models import Recommendation
from almoner.core.ledger import BrokenLedger
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.decisions.models import Decision
from almoner.reports.assurance_file.gathered import Asked
from almoner.reports.assurance_file.making import assurance_file
from almoner.reports.assurance_file.operations import take_assurance_file
from almoner.reports.assurance_file.queries import lines_of_taking, told_in
from almoner.reports.policies import may_take_assurance_file
from almoner.web.copies import handed_on
from almoner.web.forms.assurance_files import DayOfFileForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .audits import CHANGE
from .decisions import decision_or_404
from .recommendations import recommendation_or_404

ZIP = "application/zip"


@require_http_methods(CHANGE)
def of_recommendation(request: StaffRequest, reference: str) -> HttpResponseBase:
    """That of a recommendation, as it stands or as at a day."""
    shown = recommendation_or_404(request, reference)
    form = DayOfFileForm(_sent(request), today=localdate())
    return _asked_or_taken(request, shown, form, {"recommendation": shown})


@require_http_methods(CHANGE)
def of_decision(request: StaffRequest, reference: str) -> HttpResponseBase:
    """That of a decision, as it stands."""
    shown = decision_or_404(request, reference)
    return _asked_or_taken(request, shown, forms.Form(_sent(request)), {"decision": shown})


def _sent(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _asked_or_taken(
    request: StaffRequest, thing: Recommendation | Decision, form: forms.Form, page: dict[str, Any]
) -> HttpResponseBase:
    require(may_take_assurance_file(request.user, name_of(thing), on=localdate()))
    if form.is_valid():
        try:
            return _taken(request, thing, form)
        except ValidationError as mistake:
            form.add_error(None, mistake)
        except BrokenLedger as broken:
            words = _("%(why)s. Tell whoever runs this service, and take no file until then.")
            form.add_error(None, words % {"why": broken})
    lines = page_of(request, lines_of_taking(name_of(thing)))
    page |= {"form": form, "page": lines, "rows": list(told_in(list(lines)))}
    return render(request, "workspace/assurance_files/take.html", page)


def _taken(
    request: StaffRequest, thing: Recommendation | Decision, form: forms.Form
) -> HttpResponseBase:
    asked = Asked(request.user, localdate(), form.cleaned_data.get("on"))
    at = now()
    with assurance_file(thing, asked, at=at) as made:
        take_assurance_file(thing, made, by=request.user, at=at)
        return handed_on(made.file, name=made.name, mimetype=ZIP)

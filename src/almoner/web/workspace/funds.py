"""Funds: all of them by year, one, what moved in it, and the rules it is kept by."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.core.verdicts import require
from almoner.funding.models import Fund
from almoner.funding.operations import Rules, open_fund, revise_fund
from almoner.funding.over_planning import rule_on_plans
from almoner.funding.policies import may_keep_funds, may_see_funds
from almoner.funding.queries import terms_of, terms_on, transfers_waiting_in
from almoner.web.forms.agreements import AsAtDayForm
from almoner.web.forms.funds import FundFilters, OpenFundForm, RulesForm, year_called
from almoner.web.lists import asked_in, page_of
from almoner.web.requests import StaffRequest

from .fund_lists import FundAsAt, FundList, entries_csv
from .people import CHANGE

CSV = "text/csv; charset=utf-8"


@require_safe
def funds(request: StaffRequest) -> HttpResponse:
    """Every fund: what was put in, and how far it is planned, committed and paid."""
    me, today = request.user, localdate()
    require(may_see_funds(me, on=today))
    form = FundFilters(request.GET, today=today)
    page: dict[str, Any] = {"form": form, "may_keep": may_keep_funds(me, on=today)}
    if form.is_valid():
        shown = _list_of(form)
        page |= {"funds": shown, "page": page_of(request, shown.rows), "query": asked_in(request)}
    return render(request, "workspace/funds/list.html", page)


@require_safe
def funds_csv(request: StaffRequest) -> HttpResponseBase:
    """The same list, whole."""
    require(may_see_funds(request.user, on=localdate()))
    form = FundFilters(request.GET, today=localdate())
    if not form.is_valid():
        return redirect(f"{reverse('workspace:funds')}{asked_in(request)}")
    return _file(_list_of(form).csv(), f"funds-{form.cleaned_data['on']}.csv")


def _list_of(form: FundFilters) -> FundList:
    return FundList(form.cleaned_data["on"], form.is_as_at, form.years)


@require_safe
def fund(request: StaffRequest, reference: str) -> HttpResponse:
    """One fund: its rules, its lines, and who has what of them."""
    shown, form = _fund_as_at(request, reference)
    me, today = request.user, localdate()
    terms = terms_on(shown.on, is_as_at=shown.is_as_at).filter(fund=shown.fund).first()
    page = {
        "form": form,
        "shown": shown,
        "terms": terms,
        "rule_on_plans": rule_on_plans(terms, on=shown.on) if terms else None,
        "is_past": shown.on != today or not shown.is_as_at,
        "page": page_of(request, shown.uses),
        "transfers": transfers_waiting_in(shown.fund),
        "query": asked_in(request),
        "may_keep": may_keep_funds(me, on=today),
    }
    return render(request, "workspace/funds/fund.html", page)


@require_safe
def entries(request: StaffRequest, reference: str) -> HttpResponse:
    """All that moved in a fund, or in one line of it, the latest first."""
    shown, form = _fund_as_at(request, reference)
    moved, line = shown.moved, request.GET.get("line", "")
    if line:
        moved = moved.filter(line__reference=line)
    page = {"shown": shown, "form": form, "page": page_of(request, moved), "line": line}
    return render(request, "workspace/funds/entries.html", page | {"query": asked_in(request)})


@require_safe
def fund_csv(request: StaffRequest, reference: str) -> HttpResponseBase:
    """The same entries, whole."""
    shown, _form = _fund_as_at(request, reference)
    moved, line = shown.moved, request.GET.get("line", "")
    if line:
        moved = moved.filter(line__reference=line)
    return _file(entries_csv(moved), f"{shown.fund}-entries-{shown.on}.csv")


@require_http_methods(CHANGE)
def open_new(request: StaffRequest) -> HttpResponse:
    """Open a fund, as yet without lines."""
    require(may_keep_funds(request.user, on=localdate()))
    form = OpenFundForm(request.POST if request.method == "POST" else None, today=localdate())
    if form.is_valid() and (opened := _opened(request, form)):
        messages.success(request, _("The fund is open. Now put its first amount in."))
        return redirect("workspace:open-budget-line", opened)
    return render(request, "workspace/funds/open.html", {"form": form})


def _opened(request: StaffRequest, form: OpenFundForm) -> Fund | None:
    try:
        return open_fund(form.cleaned_data["code"], form.rules(), by=request.user, at=now())
    except ValidationError as refused:
        form.add_error("code", refused)
        return None


@require_http_methods(CHANGE)
def revise(request: StaffRequest, reference: str) -> HttpResponse:
    """Say a fund's rules anew, from today."""
    shown, today = fund_or_404(request, reference), localdate()
    require(may_keep_funds(request.user, on=today))
    said = request.POST if request.method == "POST" else None
    form = RulesForm(said, today=today, initial=_said_before(shown))
    if form.is_valid() and _is_revised(request, shown, form):
        messages.success(request, _("The rules hold from today. What was said before is kept."))
        return redirect("workspace:fund", reference)
    return render(request, "workspace/funds/revise.html", {"fund": shown, "form": form})


def _said_before(shown: Fund) -> dict[str, Any]:
    terms = terms_of(shown, on=localdate())
    said = {name: getattr(terms, name) for name in Rules.__dataclass_fields__}
    last = terms.last_year and year_called(terms.last_year)
    return said | {"first_year": year_called(terms.first_year), "last_year": last}


def _is_revised(request: StaffRequest, shown: Fund, form: RulesForm) -> bool:
    try:
        revise_fund(shown, form.rules(), by=request.user, at=now())
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


def fund_or_404(request: StaffRequest, reference: str) -> Fund:
    """A fund, to whoever may see funds."""
    require(may_see_funds(request.user, on=localdate()))
    return get_object_or_404(Fund, reference=reference)


def _fund_as_at(request: StaffRequest, reference: str) -> tuple[FundAsAt, AsAtDayForm]:
    """A fund on the day that the address says; today, if what it says is no day."""
    found, form = fund_or_404(request, reference), AsAtDayForm(request.GET, today=localdate())
    if not form.is_valid():
        return FundAsAt(found, localdate(), is_as_at=True), form
    return FundAsAt(found, form.cleaned_data["on"], form.is_as_at), form


def _file(rows: Any, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(rows, content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

"""Budget lines: one, a new one, and what moves in them: looked at first, and then done."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.core.verdicts import Verdict, require
from almoner.funding.balances import balance_of
from almoner.funding.foreseeing import foresee
from almoner.funding.models import BudgetLine, Fund
from almoner.funding.operations import open_budget_line
from almoner.funding.policies import (
    may_keep_funds,
    may_plan_money,
    may_propose_transfer,
    may_see_funds,
)
from almoner.funding.queries import lines_in_order, terms_of, uses_in
from almoner.web.forms.funds import LineForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .fund_verbs import SETTLING, VERBS, Verb
from .funds import fund_or_404
from .people import CHANGE

CHECK, CHANGE_IT = "check", "change"  # the buttons that do nothing yet
NOT_SAID = {"csrfmiddlewaretoken", CHECK, CHANGE_IT}


@require_safe
def line(request: StaffRequest, reference: str) -> HttpResponse:
    """How a line stands, who has what of it, and what can be done."""
    shown, me, on = line_or_404(request, reference), request.user, localdate()
    may = {"plan": may_plan_money(me, shown, on=on), "keep": may_keep_funds(me, on=on)}
    page = {
        "line": shown,
        "terms": terms_of(shown.fund, on=on),
        "balance": balance_of(shown),
        "page": page_of(request, uses_in(shown.entries.all())),
        "verbs": [(slug, verb) for slug, verb in VERBS.items() if _is_open(verb, may)],
        "may_transfer": may_propose_transfer(me, shown.fund, on=on),
    }
    return render(request, "workspace/funds/line.html", page)


def _is_open(verb: Verb, may: dict[str, Verdict]) -> bool:
    return bool(may["plan"] if verb.may is may_plan_money else may["keep"])


@require_http_methods(CHANGE)
def open_line(request: StaffRequest, reference: str) -> HttpResponse:
    """Open a line of a fund with its first amount."""
    fund, today = fund_or_404(request, reference), localdate()
    require(may_keep_funds(request.user, on=today))
    said = request.POST if request.method == "POST" else None
    form = LineForm(said, terms=terms_of(fund, on=today), today=today)
    if form.is_valid() and (opened := _opened(request, fund, form)):
        messages.success(request, _("The line is open, and its first amount is in it."))
        return redirect("workspace:budget-line", opened)
    return render(request, "workspace/funds/open_line.html", {"fund": fund, "form": form})


def _opened(request: StaffRequest, fund: Fund, form: LineForm) -> BudgetLine | None:
    try:
        return open_budget_line(fund, **form.cleaned_data, by=request.user, at=now())
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


@require_http_methods(CHANGE)
def move(request: StaffRequest, reference: str, verb: str) -> HttpResponse:
    """Move money in a line: say what, look at what it leaves, and do it."""
    shown, what = line_or_404(request, reference), _verb_or_404(verb)
    require(what.may(request.user, shown, on=localdate()))
    said = request.POST if request.method == "POST" else None
    begun = {"what_for": request.GET.get("for", ""), "amount": request.GET.get("amount", "")}
    form = what.form(said, initial=begun)
    page: dict[str, Any] = {"line": shown, "verb": what, "form": form}
    if form.is_valid() and CHANGE_IT not in request.POST:
        if CHECK not in request.POST:
            if _is_done(request, shown, what, form):
                messages.success(request, what.done)
                return redirect(what.then, reference)
        elif foreseen := _foreseen(shown, what, form):
            page |= {"foreseen": foreseen, "sent": sent_in(request)}
            return render(request, "workspace/funds/check.html", page)
    return render(request, "workspace/funds/move.html", page)


def _foreseen(shown: BudgetLine, what: Verb, form: forms.Form) -> list[Any]:
    """How the line would stand; nothing where the money does not allow it, which the form says."""
    said = form.cleaned_data
    for_it = said.get("what_for", "")
    try:
        return [foresee(shown, what.act, said["amount"], what_for=for_it, on=localdate())]
    except ValidationError as refused:
        return refuse_on(form, refused)


def _is_done(request: StaffRequest, shown: BudgetLine, what: Verb, form: forms.Form) -> bool:
    try:
        what.do(shown, **form.cleaned_data, by=request.user, at=now())
    except ValidationError as refused:
        refuse_on(form, refused)
        return False
    return True


def refuse_on(form: forms.Form, refused: ValidationError) -> list[Any]:
    """Say on a form why the money does not allow it, once."""
    if "amount" not in form.errors:
        form.add_error("amount", refused)
    return []


def sent_in(request: StaffRequest) -> list[tuple[str, str]]:
    """What was sent, to be sent again once it has been looked at."""
    return [(k, v) for k, v in request.POST.dict().items() if k not in NOT_SAID]


def line_or_404(request: StaffRequest, reference: str) -> BudgetLine:
    """A line, to whoever may see funds."""
    require(may_see_funds(request.user, on=localdate()))
    return get_object_or_404(lines_in_order(), reference=reference)


def _verb_or_404(said: str) -> Verb:
    known = VERBS | SETTLING
    if said not in known:
        raise Http404(said)
    return known[said]

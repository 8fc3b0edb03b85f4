"""Budget lines: one, a new one, and what moves in them: looked at first, and then done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.models import User
from almoner.core.verdicts import Verdict, require
from almoner.funding.balances import balance_of
from almoner.funding.foreseeing import foresee
from almoner.funding.models import BudgetLine, Fund
from almoner.funding.operations import (
    commit_money,
    decrease_line,
    increase_line,
    open_budget_line,
    plan_money,
    release_commitment,
    release_plan,
)
from almoner.funding.policies import (
    may_commit_money,
    may_keep_funds,
    may_plan_money,
    may_propose_transfer,
    may_see_funds,
)
from almoner.funding.queries import lines_in_order, terms_of, uses_in
from almoner.funding.states import Act
from almoner.web.forms.funds import AmountForm, ForSomethingForm, IncreaseForm, LineForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .funds import fund_or_404
from .people import CHANGE

CHECK, CHANGE_IT = "check", "change"  # the buttons that do nothing yet
NOT_SAID = {"csrfmiddlewaretoken", CHECK, CHANGE_IT}


def _may_keep(user: User, _line: BudgetLine, *, on: date) -> Verdict:
    return may_keep_funds(user, on=on)


@dataclass(frozen=True, slots=True)
class Verb:
    """One of the things that move money in a line, as its page offers it."""

    act: Act
    title: Any
    done: Any
    form: type[AmountForm]
    do: Callable[..., object]
    may: Callable[..., Verdict]


VERBS = {
    "plan": Verb(
        Act.PLANNED,
        gettext_lazy("Plan money for a case"),
        gettext_lazy("It is planned."),
        ForSomethingForm,
        plan_money,
        may_plan_money,
    ),
    "release-plan": Verb(
        Act.PLAN_RELEASED,
        gettext_lazy("Release what is planned"),
        gettext_lazy("The plan is released."),
        ForSomethingForm,
        release_plan,
        may_plan_money,
    ),
    "commit": Verb(
        Act.COMMITTED,
        gettext_lazy("Commit money"),
        gettext_lazy("It is committed."),
        ForSomethingForm,
        commit_money,
        may_commit_money,
    ),
    "release-commitment": Verb(
        Act.COMMITMENT_RELEASED,
        gettext_lazy("Release what is committed"),
        gettext_lazy("The commitment is released."),
        ForSomethingForm,
        release_commitment,
        may_commit_money,
    ),
    "increase": Verb(
        Act.INCREASED,
        gettext_lazy("Put more in"),
        gettext_lazy("It is put in."),
        IncreaseForm,
        increase_line,
        _may_keep,
    ),
    "decrease": Verb(
        Act.DECREASED,
        gettext_lazy("Take some out"),
        gettext_lazy("It is taken out."),
        AmountForm,
        decrease_line,
        _may_keep,
    ),
}


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
                return redirect("workspace:budget-line", reference)
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
    if said not in VERBS:
        raise Http404(said)
    return VERBS[said]

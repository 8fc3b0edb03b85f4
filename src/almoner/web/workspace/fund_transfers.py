"""Transfers between the lines of a fund: asked for, looked at, and decided by a second person."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.core.verdicts import require
from almoner.funding.carrying import foresee_transfer
from almoner.funding.models import BudgetLine, Transfer
from almoner.funding.operations import (
    approve_transfer,
    refuse_proposed_transfer,
    transfer_money,
    withdraw_transfer,
)
from almoner.funding.policies import (
    may_decide_on_transfer,
    may_propose_transfer,
    may_see_funds,
    may_withdraw_transfer,
)
from almoner.funding.queries import lines_in_order, terms_of, transfers_in_full
from almoner.funding.states import TransferState
from almoner.web.forms.funds import TransferForm
from almoner.web.requests import StaffRequest

from .fund_lines import CHANGE_IT, CHECK, line_or_404, refuse_on, sent_in
from .people import CHANGE


@require_http_methods(CHANGE)
def propose(request: StaffRequest, reference: str) -> HttpResponse:
    """Move money to another line of the fund: say what, look at what it leaves, and send it."""
    source = line_or_404(request, reference)
    require(may_propose_transfer(request.user, source.fund, on=localdate()))
    others = lines_in_order().filter(fund=source.fund).exclude(pk=source.pk)
    form = TransferForm(request.POST if request.method == "POST" else None, among=others)
    page: dict[str, Any] = {"line": source, "form": form}
    if form.is_valid() and CHANGE_IT not in request.POST:
        if CHECK not in request.POST:
            if made := _transferred(request, source, form):
                return redirect("workspace:transfer", made)
        elif foreseen := _foreseen(source, form):
            limit = terms_of(source.fund, on=localdate()).alone_up_to
            takes_two = form.cleaned_data["amount"] > limit
            page |= {"foreseen": foreseen, "sent": sent_in(request), "takes_two": takes_two}
            return render(request, "workspace/funds/check.html", page)
    return render(request, "workspace/funds/transfer_money.html", page)


def _foreseen(source: BudgetLine, form: TransferForm) -> list[Any]:
    said = form.cleaned_data
    try:
        return list(foresee_transfer(source, said["target"], said["amount"], on=localdate()))
    except ValidationError as refused:
        return refuse_on(form, refused)


def _transferred(request: StaffRequest, source: BudgetLine, form: TransferForm) -> Transfer | None:
    try:
        made = transfer_money(source, **form.cleaned_data, by=request.user, at=now())
    except ValidationError as refused:
        refuse_on(form, refused)
        return None
    said = _("It awaits a second person.") if made.takes_two else _("It is transferred.")
    messages.success(request, said)
    return made


@require_safe
def transfer(request: StaffRequest, reference: str) -> HttpResponse:
    """What somebody moves or asks to move, and who may decide."""
    return _shown(request, _transfer_or_404(request, reference))


def _shown(request: StaffRequest, shown: Transfer, refusal: str = "") -> HttpResponse:
    me, on = request.user, localdate()
    page = {
        "transfer": shown,
        "refusal": refusal,
        "awaits": shown.state == TransferState.PROPOSED,
        "may_decide": may_decide_on_transfer(me, shown, on=on),
        "may_withdraw": may_withdraw_transfer(me, shown, on=on),
    }
    return render(request, "workspace/funds/transfer.html", page)


@require_POST
def approve(request: StaffRequest, reference: str) -> HttpResponse:
    """Make it; or say why the money does not allow it any more."""
    shown = _transfer_or_404(request, reference)
    try:
        approve_transfer(shown, by=request.user, at=now())
    except ValidationError as refused:
        return _shown(request, shown, refusal=" ".join(refused.messages))
    messages.success(request, _("It is transferred."))
    return redirect("workspace:transfer", reference)


@require_POST
def refuse(request: StaffRequest, reference: str) -> HttpResponse:
    refuse_proposed_transfer(_transfer_or_404(request, reference), by=request.user, at=now())
    messages.success(request, _("It is refused, and nothing has moved."))
    return redirect("workspace:transfer", reference)


@require_POST
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    withdraw_transfer(_transfer_or_404(request, reference), by=request.user, at=now())
    messages.success(request, _("It is withdrawn, and nothing has moved."))
    return redirect("workspace:transfer", reference)


def _transfer_or_404(request: StaffRequest, reference: str) -> Transfer:
    """A transfer, to whoever may see funds."""
    require(may_see_funds(request.user, on=localdate()))
    return get_object_or_404(transfers_in_full(), reference=reference)

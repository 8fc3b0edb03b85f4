"""Payments meet agreements: the queue, one payment with its candidates, and what people decide."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from almoner.accounts.models import User
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import agreements_known
from almoner.agreements.search import AGREEMENT
from almoner.agreements.states import AgreementKind
from almoner.core.verdicts import require
from almoner.payments.matched import (
    biggest_first,
    candidates_of,
    decisions_on,
    paid_to_date,
    payments_with_proposals,
    split_by_month,
    split_by_year,
    split_of_all,
    unmatched_payments,
)
from almoner.payments.models import Match, Payment
from almoner.payments.operations import confirm_match, refuse_match, undo_match
from almoner.payments.policies import may_decide_matches, may_see_matches
from almoner.payments.queries import live_payments
from almoner.search.audiences import audiences_of
from almoner.search.queries import keys_matching
from almoner.web.forms.matches import UNMATCHED, AgreementSearch, QueueFilter
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .match_words import Shown, why_proposed

MOST_FOUND = 20


@require_safe
def matches(request: StaffRequest) -> HttpResponse:
    """The payments that await somebody's decision, the biggest first."""
    require(may_see_matches(request.user, on=localdate()))
    form = QueueFilter(request.GET)
    shows_all = form.is_valid() and form.cleaned_data["show"] == UNMATCHED
    asked = unmatched_payments() if shows_all else payments_with_proposals()
    # Keys first: to sort whole rows on the way to a page would cost several times as much.
    keys = page_of(request, biggest_first(asked).values_list("pk", flat=True))
    payments = Payment.objects.in_bulk(list(keys))
    page = {
        "form": form,
        "shows_all": shows_all,
        "page": keys,
        "payments": [payments[key] for key in keys],
        "split": split_of_all(),
    }
    return render(request, "workspace/matches/queue.html", page)


@require_safe
def match_totals(request: StaffRequest) -> HttpResponse:
    """How much of each month and year is matched."""
    require(may_see_matches(request.user, on=localdate()))
    months = split_by_month()
    page = {"months": months[::-1], "years": split_by_year(months)[::-1]}
    return render(request, "workspace/matches/totals.html", page)


@require_safe
def match(request: StaffRequest, reference: str) -> HttpResponse:
    """One payment: what it may have been made under, why, and what was decided."""
    on = localdate()
    require(may_see_matches(request.user, on=on))
    payment, form = shown_payment(reference), AgreementSearch(request.GET)
    typed = form.cleaned_data["q"].strip() if form.is_valid() else ""
    candidates = _shown(candidates_of(payment), on=on)
    page = {
        "payment": payment,
        "candidates": candidates,
        "is_matched": any(not one.may_be_confirmed for one in candidates),
        "decisions": decisions_on(payment),
        "form": form,
        "typed": typed,
        "found": _found(typed, candidates, user=request.user, on=on) if typed else [],
        "may_decide": may_decide_matches(request.user, on=on),
    }
    return render(request, "workspace/matches/payment.html", page)


@require_POST
def confirm(request: StaffRequest, reference: str, agreement: str) -> HttpResponse:
    require(may_decide_matches(request.user, on=localdate()))
    chosen = get_object_or_404(Agreement, reference=agreement)
    confirm_match(shown_payment(reference), chosen, by=request.user, at=now())
    messages.success(request, _("The match is confirmed."))
    return redirect("workspace:match", reference)


@require_POST
def refuse(request: StaffRequest, reference: str, agreement: str) -> HttpResponse:
    require(may_decide_matches(request.user, on=localdate()))
    refuse_match(shown_match(reference, agreement), by=request.user, at=now())
    messages.success(request, _("The match is refused, and will not be proposed again."))
    return redirect("workspace:match", reference)


@require_POST
def undo(request: StaffRequest, reference: str, agreement: str) -> HttpResponse:
    require(may_decide_matches(request.user, on=localdate()))
    undo_match(shown_match(reference, agreement), by=request.user, at=now())
    messages.success(request, _("The match is undone. The payment is unmatched again."))
    return redirect("workspace:match", reference)


def shown_payment(reference: str) -> Payment:
    found = live_payments().select_related("organisation", "batch")
    return get_object_or_404(found, reference=reference)


def shown_match(payment: str, agreement: str) -> Match:
    found = Match.objects.select_related("payment", "agreement")
    return get_object_or_404(found, payment__reference=payment, agreement__reference=agreement)


def versions_speaking(agreements: Collection[int], *, on: date) -> dict[int, AgreementVersion]:
    """What the registers now say of these agreements: a query for each kind."""
    return {
        version.agreement_id: version
        for kind in AgreementKind
        for version in agreements_known(kind, on).filter(agreement__in=agreements)
    }


def _shown(known: Iterable[Match], *, on: date) -> list[Shown]:
    known = list(known)
    versions = versions_speaking([match.agreement_id for match in known], on=on)
    paid = paid_to_date(list(versions.values()))
    return [
        Shown(version, paid[match.agreement_id], match, why_proposed(match, version))
        for match in known
        if (version := versions.get(match.agreement_id))
    ]


def _found(typed: str, candidates: Iterable[Shown], *, user: User, on: date) -> list[Shown]:
    """Other agreements that answer to these words."""
    keys: Any = keys_matching(typed, kind=AGREEMENT, audiences=audiences_of(user, on=on))
    shown = [one.version.agreement_id for one in candidates]
    others = Agreement.objects.filter(pk__in=keys).exclude(pk__in=shown).order_by("reference")
    versions = versions_speaking(list(others.values_list("pk", flat=True)[:MOST_FOUND]), on=on)
    paid = paid_to_date(list(versions.values()))
    return [Shown(version, paid[key]) for key, version in versions.items()]

"""Who holds which office: one proposes, another decides; the operator's are confirmed by two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from almoner.accounts.models import User
from almoner.accounts.queries import CONFIRMATIONS_NEEDED, holdings_on
from almoner.core.verdicts import require
from almoner.decisions.policies import may_see_scheme
from almoner.framework.holding import (
    empty_offices,
    holders_of,
    holdings_of_offices,
    papers,
    papers_waiting,
)
from almoner.framework.models import OfficeGrant
from almoner.framework.offices import Office
from almoner.framework.operations import (
    confirm_office,
    confirm_operators_office,
    propose_office,
    refuse_office,
    vacate_office,
    withdraw_office,
)
from almoner.framework.policies import (
    may_confirm_operators_office,
    may_decide_office,
    may_propose_office,
    may_vacate_office,
    may_withdraw_office,
)
from almoner.framework.queries import framework_on
from almoner.web.forms.offices import DecideOfficeForm, OfficeForm
from almoner.web.forms.people import SureForm
from almoner.web.requests import StaffRequest

from .cases import CHANGE, done

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Held:
    """An office, who holds it, who is a deputy for one of these today, and what awaits somebody."""

    office: Office
    holders: list[User]
    deputies: list[tuple[User, User]]
    waiting: list[OfficeGrant]
    is_empty: bool


def offices_held(offices: Iterable[Office], *, on: date) -> list[Held]:
    """Every office with its people and what awaits a second person, whatever their number."""
    offices = list(offices)
    holders: dict[str, list[User]] = {}
    for one in holdings_of_offices(on):
        holders.setdefault(one.office, []).append(one.holder)
    covers = list(holdings_on(on).exclude(in_place_of=None).select_related("holder", "in_place_of"))
    waiting = list(papers_waiting())
    empty = empty_offices(offices, on=on)
    return [
        Held(
            office,
            holders.get(office.code, []),
            [
                (cover.holder, cover.in_place_of)
                for cover in covers
                if cover.role == office.role and cover.in_place_of in holders.get(office.code, [])
            ],
            [one for one in waiting if one.office == office.code],
            office.code in empty,
        )
        for office in offices
    ]


def office_called(code: str) -> Office | None:
    return next((one for one in framework_on(localdate()).offices if one.code == code), None)


def office_or_404(code: str) -> Office:
    found = office_called(code)
    if found is None:
        raise Http404
    return found


@require_http_methods(CHANGE)
def office(request: StaffRequest, code: str) -> HttpResponse:
    """Who holds an office and what awaits somebody; an administrator proposes another holder."""
    on, shown = localdate(), office_or_404(code)
    require(may_see_scheme(request.user, on=on))
    people = people_for(shown, on=on).exclude(pk=request.user.pk)
    said = request.POST if request.method == "POST" else None
    form = OfficeForm(said, people=people, initial={"from_day": on})
    if form.is_valid():
        act = partial(propose_office, shown, **form.cleaned_data, by=request.user, at=now())
        if done(form, act):
            messages.success(request, _("It is proposed, and awaits a second person."))
            return redirect("workspace:office", code)
    page = page_of_office(shown, request.user, on=on)
    return render(request, "workspace/decisions/office.html", {**page, "form": form})


def page_of_office(office: Office, user: User, *, on: date) -> dict[str, Any]:
    people = holders_of(office.code, on=on)
    return {
        "held": offices_held([office], on=on)[0],
        "ends": [(one, may_vacate_office(user, one, on=on)) for one in people],
        "papers": papers().filter(office=office.code)[:SHOWN],
        "may_propose": may_propose_office(user, None, on=on),
    }


def people_for(office: Office, *, on: date) -> QuerySet[User]:
    """Who holds the role that an office asks for, in their own right."""
    able = holdings_on(on).filter(role=office.role, in_place_of=None).values("holder")
    return User.objects.filter(pk__in=able, is_active=True).order_by("name", "pk")


def shown_paper(request: StaffRequest, reference: str) -> OfficeGrant:
    """The paper of an address, to any official."""
    require(may_see_scheme(request.user, on=localdate()))
    return get_object_or_404(papers(), reference=reference)


@require_http_methods(CHANGE)
def decide(request: StaffRequest, reference: str) -> HttpResponse:
    """Confirm or refuse, as the second person, that somebody hold an office."""
    paper, on = shown_paper(request, reference), localdate()
    shown = office_called(paper.office)
    form = DecideOfficeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(form, act_of(form, paper, shown, request.user)):
        messages.success(request, _("Your decision is recorded."))
        return redirect("workspace:scheme")
    page = {
        "paper": paper,
        "office": shown,
        "verdict": may_decide_office(request.user, paper, on=on),
        "may_withdraw": may_withdraw_office(request.user, paper, on=on),
        "form": form,
    }
    return render(request, "workspace/decisions/office_decide.html", page)


def act_of(
    form: DecideOfficeForm, paper: OfficeGrant, office: Office | None, by: User
) -> partial[OfficeGrant]:
    """What the second person said. Who would hold an office that is gone can only be refused."""
    said = form.cleaned_data
    if said["decision"] == DecideOfficeForm.CONFIRM:
        if office is None:
            raise Http404
        return partial(confirm_office, paper, office, by=by, at=now())
    return partial(refuse_office, paper, reason=said["reason"], by=by, at=now())


@require_POST
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    withdraw_office(shown_paper(request, reference), by=request.user, at=now())
    messages.success(request, _("The proposal is withdrawn."))
    return redirect("workspace:scheme")


@require_http_methods(CHANGE)
def confirm(request: StaffRequest, reference: str) -> HttpResponse:
    """Confirm, as one of two, what the operator did."""
    paper = shown_paper(request, reference)
    verdict = may_confirm_operators_office(request.user, paper, on=localdate())
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        confirm_operators_office(paper, by=request.user, at=now())
        messages.success(request, _("You confirmed who the operator said holds the office."))
        return redirect("workspace:scheme")
    page = {
        "paper": paper,
        "office": office_called(paper.office),
        "verdict": verdict,
        "needed": CONFIRMATIONS_NEEDED,
    }
    return render(request, "workspace/decisions/office_confirm.html", page)


@require_http_methods(CHANGE)
def vacate(request: StaffRequest, code: str, reference: str) -> HttpResponse:
    """End that somebody holds an office; who does, from tomorrow."""
    person, on = get_object_or_404(User, reference=reference), localdate()
    require(may_vacate_office(request.user, person, on=on))
    form = SureForm(request.POST if request.method == "POST" else None)
    act = partial(vacate_office, code, holder=person, by=request.user, at=now())
    if form.is_valid() and done(form, act):
        messages.success(request, _("They hold it no more from tomorrow."))
        return redirect("workspace:scheme")
    page = {"person": person, "office": office_called(code), "code": code, "form": form}
    return render(request, "workspace/decisions/office_end.html", page)

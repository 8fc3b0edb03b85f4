"""Giving roles: one proposes, another decides; the operator's are confirmed by two."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.accounts.models import RoleGrant
from almoner.accounts.operations import (
    confirm_operator_grant,
    confirm_role,
    end_role,
    propose_deputy,
    propose_role,
    refuse_role,
    withdraw_role_proposal,
)
from almoner.accounts.policies import (
    may_confirm_operator_grant,
    may_confirm_role,
    may_end_role,
    may_propose_deputy,
    may_propose_role,
    may_see_people,
    may_withdraw_role_proposal,
)
from almoner.accounts.queries import CONFIRMATIONS_NEEDED, roles_held_by, with_people
from almoner.accounts.states import GrantState
from almoner.core.verdicts import require
from almoner.web.forms.people import (
    DecideForm,
    EndRoleForm,
    ProposeDeputyForm,
    ProposeRoleForm,
    SureForm,
)
from almoner.web.requests import StaffRequest

from .people import CHANGE, shown_person


@require_http_methods(CHANGE)
def propose(request: StaffRequest, reference: str) -> HttpResponse:
    person, today = shown_person(request, reference), localdate()
    require(may_propose_role(request.user, person, on=today))
    said = request.POST if request.method == "POST" else None
    form = ProposeRoleForm(said, person=person, on=today, initial={"valid_from": today})
    if form.is_valid():
        propose_role(person, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("The role is proposed. It awaits a second person."))
        return redirect("workspace:person", person)
    return render(request, "workspace/people/propose.html", {"person": person, "form": form})


@require_http_methods(CHANGE)
def depute(request: StaffRequest, reference: str) -> HttpResponse:
    person, today = shown_person(request, reference), localdate()
    require(may_propose_deputy(request.user, person, on=today))
    said = request.POST if request.method == "POST" else None
    form = ProposeDeputyForm(
        said,
        absent=person,
        by=request.user,
        roles=roles_held_by(person),
        on=today,
        initial={"valid_from": today},
    )
    if form.is_valid():
        propose_deputy(**form.cleaned_data, in_place_of=person, by=request.user, at=now())
        messages.success(request, _("The deputy is proposed, and awaits a second person."))
        return redirect("workspace:person", person)
    return render(request, "workspace/people/depute.html", {"person": person, "form": form})


def shown_grant(request: StaffRequest, reference: str) -> RoleGrant:
    """The paper of an address, to whoever may see people or whom it concerns."""
    grant = get_object_or_404(with_people(), reference=reference)
    if request.user not in {grant.holder, grant.in_place_of}:
        require(may_see_people(request.user, on=localdate()))
    return grant


@require_safe
def role(request: StaffRequest, reference: str) -> HttpResponse:
    """Lead on to what there is to do with a paper, or to the person it is about."""
    grant = shown_grant(request, reference)
    if grant.state == GrantState.PROPOSED:
        return redirect("workspace:decide-role", grant)
    if grant.is_operators and grant.confirmations.count() < CONFIRMATIONS_NEEDED:
        return redirect("workspace:confirm-role", grant)
    return redirect("workspace:person", grant.holder)


@require_http_methods(CHANGE)
def decide(request: StaffRequest, reference: str) -> HttpResponse:
    grant = shown_grant(request, reference)
    verdict = may_confirm_role(request.user, grant, on=localdate())
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["decision"] == DecideForm.CONFIRM:
            confirm_role(grant, by=request.user, at=now())
            messages.success(request, _("The role is confirmed."))
        else:
            refuse_role(grant, reason=form.cleaned_data["reason"], by=request.user, at=now())
            messages.success(request, _("The role is refused."))
        return redirect("workspace:person", grant.holder)
    page = {
        "grant": grant,
        "verdict": verdict,
        "form": form,
        "may_withdraw": may_withdraw_role_proposal(request.user, grant, on=localdate()),
    }
    return render(request, "workspace/people/decide.html", page)


@require_POST
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    grant = withdraw_role_proposal(shown_grant(request, reference), by=request.user, at=now())
    messages.success(request, _("The proposal is withdrawn."))
    return redirect("workspace:person", grant.holder)


@require_http_methods(CHANGE)
def confirm(request: StaffRequest, reference: str) -> HttpResponse:
    """Confirm what the operator granted."""
    grant = shown_grant(request, reference)
    verdict = may_confirm_operator_grant(request.user, grant, on=localdate())
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        confirm_operator_grant(grant, by=request.user, at=now())
        messages.success(request, _("You confirmed the role that the operator gave."))
        return redirect("workspace:person", grant.holder)
    page = {"grant": grant, "verdict": verdict, "form": form, "needed": CONFIRMATIONS_NEEDED}
    return render(request, "workspace/people/confirm.html", page)


@require_http_methods(CHANGE)
def end(request: StaffRequest, reference: str) -> HttpResponse:
    grant, today = shown_grant(request, reference), localdate()
    require(may_end_role(request.user, grant, on=today))
    said = request.POST if request.method == "POST" else None
    form = EndRoleForm(said, grant=grant, on=today, initial={"ends": today})
    if form.is_valid():
        end_role(grant, ends=form.cleaned_data["ends"], by=request.user, at=now())
        messages.success(request, _("The role ends."))
        return redirect("workspace:person", grant.holder)
    return render(request, "workspace/people/end.html", {"grant": grant, "form": form})

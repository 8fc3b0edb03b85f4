"""The people here: who they are, what they hold on a day, how they come and go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.accounts.models import Invitation, User
from almoner.accounts.operations import (
    AlreadyKnown,
    deactivate_person,
    forget_person,
    invite_person,
    reactivate_person,
    withdraw_invitation,
)
from almoner.accounts.policies import (
    may_deactivate_person,
    may_forget_person,
    may_invite_person,
    may_propose_deputy,
    may_propose_role,
    may_reactivate_person,
    may_see_people,
)
from almoner.accounts.queries import (
    CONFIRMATIONS_NEEDED,
    grants_awaiting_second_person,
    grants_of,
    holdings_as_at,
    open_invitations,
    people_and_roles,
)
from almoner.accounts.teams import memberships_of
from almoner.core.operations import together
from almoner.core.verdicts import require
from almoner.web.account.letters import join_link, send_invitation
from almoner.web.forms.people import AsAtForm, InviteForm, SureForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

READ = ["GET", "HEAD"]
CHANGE = [*READ, "POST"]


@require_safe
def people(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_people(request.user, on=on))
    page = page_of(request, User.objects.order_by("-is_active", "name", "pk"))
    shown = {
        "page": page,
        "rows": people_and_roles(page.object_list, on=on),
        "needed": CONFIRMATIONS_NEEDED,
        "proposed": grants_awaiting_second_person().select_related("holder"),
        "invitations": open_invitations(now()).select_related("invited_by").order_by("name"),
        "may_invite": may_invite_person(request.user, on=on),
    }
    return render(request, "workspace/people/index.html", shown)


@require_safe
def person(request: StaffRequest, reference: str) -> HttpResponse:
    """One person; and, when asked, what they held on a day, as was known that day."""
    known, today = shown_person(request, reference), localdate()
    form = AsAtForm(request.GET if "on_day" in request.GET else None)
    on = form.cleaned_data["on"] if form.is_valid() else None
    ask, me = {"on": today}, request.user
    page = {
        "person": known,
        "held": people_and_roles([known], on=today)[0],
        "teams": memberships_of(known, on=today),
        "grants": grants_of(known),
        "needed": CONFIRMATIONS_NEEDED,
        "as_at_form": form,
        "on": on,
        "then": holdings_as_at(on).filter(holder=known).select_related("in_place_of") if on else [],
        "may_propose": may_propose_role(me, known, **ask),
        "may_depute": may_propose_deputy(me, known, **ask),
        "may_close": known.is_active and may_deactivate_person(me, known, **ask),
        "may_reopen": not known.is_active and may_reactivate_person(me, known, **ask),
        "may_forget": not known.is_forgotten and may_forget_person(me, known, **ask),
    }
    return render(request, "workspace/people/person.html", page)


def shown_person(request: StaffRequest, reference: str) -> User:
    """The person of an address, to whoever may see people or asks for themself."""
    known = get_object_or_404(User, reference=reference)
    if known != request.user:
        require(may_see_people(request.user, on=localdate()))
    return known


@require_http_methods(CHANGE)
def invite(request: StaffRequest) -> HttpResponse:
    require(may_invite_person(request.user, on=localdate()))
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with together():
                invitation, token = invite_person(**form.cleaned_data, by=request.user, at=now())
                send_invitation(invitation, token, by=request.user, at=now())
        except AlreadyKnown as error:
            form.add_error("email", str(error))
        else:
            # In answer to the POST, and once: the secret is kept nowhere, nor in the session.
            page = {"invitation": invitation, "link": join_link(token)}
            return render(request, "workspace/people/invited.html", page)
    return render(request, "workspace/people/invite.html", {"form": form})


@require_POST
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation, reference=reference)
    withdraw_invitation(invitation, by=request.user, at=now())
    messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    return redirect("workspace:people")


@require_http_methods(CHANGE)
def close(request: StaffRequest, reference: str) -> HttpResponse:
    known = shown_person(request, reference)
    require(may_deactivate_person(request.user, known, on=localdate()))
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        deactivate_person(known, by=request.user, at=now())
        messages.success(request, _("The account is closed, and its roles have ended."))
        return redirect("workspace:person", known)
    return render(request, "workspace/people/close.html", {"person": known, "form": form})


@require_POST
def reopen(request: StaffRequest, reference: str) -> HttpResponse:
    known = shown_person(request, reference)
    reactivate_person(known, by=request.user, at=now())
    messages.success(request, _("The account is open again, without any role."))
    return redirect("workspace:person", known)


@require_http_methods(CHANGE)
def forget(request: StaffRequest, reference: str) -> HttpResponse:
    known = shown_person(request, reference)
    require(may_forget_person(request.user, known, on=localdate()))
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        forget_person(known, by=request.user, at=now())
        messages.success(request, _("The person is forgotten. Their reference stays."))
        return redirect("workspace:person", known)
    return render(request, "workspace/people/forget.html", {"person": known, "form": form})

"""Standing authorities: which duties' editions go out without a second person, and who said so."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.core.verdicts import require
from almoner.framework.queries import framework_on
from almoner.registers.due_editions import duty_called, is_prepared_here
from almoner.registers.models import StandingAuthority
from almoner.registers.operations import (
    confirm_authority,
    confirm_operators_authority,
    end_authority,
    propose_authority,
    refuse_authority,
)
from almoner.registers.policies import (
    may_confirm_operators_authority,
    may_decide_on_authority,
    may_end_authority,
    may_propose_authority,
    may_see_editions,
)
from almoner.registers.queries import CONFIRMATIONS_NEEDED, with_confirmations
from almoner.registers.states import AuthorityState
from almoner.web.forms.editions import ProposeAuthorityForm
from almoner.web.requests import StaffRequest

from .people import CHANGE


@require_safe
def authorities(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_editions(request.user, on=on))
    page = {
        "authorities": with_confirmations(),
        "may_propose": may_propose_authority(request.user, on=on),
        "needed": CONFIRMATIONS_NEEDED,
        "today": on,
    }
    return render(request, "workspace/authorities/index.html", page)


@require_http_methods(CHANGE)
def propose(request: StaffRequest) -> HttpResponse:
    today = localdate()
    require(may_propose_authority(request.user, on=today))
    duties = [duty for duty in framework_on(today).duties if is_prepared_here(duty)]
    said = request.POST if request.method == "POST" else None
    form = ProposeAuthorityForm(said, duties=duties, on=today, initial={"valid_from": today})
    if form.is_valid():
        days = {name: form.cleaned_data[name] for name in ("valid_from", "valid_to")}
        duty = duty_called(form.cleaned_data["duty"], on=today)
        authority = propose_authority(duty, **days, by=request.user, at=now())
        messages.success(request, _("The authority is proposed. Another publisher confirms it."))
        return redirect("workspace:authority", authority)
    return render(request, "workspace/authorities/propose.html", {"form": form})


@require_safe
def authority(request: StaffRequest, reference: str) -> HttpResponse:
    """One authority, who stands behind it, and what may be done with it."""
    on = localdate()
    found = _shown(request, reference)
    is_proposed = found.state == AuthorityState.PROPOSED
    is_in_force = found.state == AuthorityState.IN_FORCE
    confirms = may_confirm_operators_authority if found.is_operators else may_decide_on_authority
    page = {
        "authority": found,
        "confirmations": found.confirmations.select_related("confirmed_by").order_by("pk"),
        "editions": found.editions.order_by("-pk")[:20],
        "needed": CONFIRMATIONS_NEEDED,
        "awaits": is_proposed or (is_in_force and found.is_operators),
        "may_confirm": confirms(request.user, found, on=on),
        "may_end": is_in_force and may_end_authority(request.user, on=on),
    }
    return render(request, "workspace/authorities/authority.html", page)


@require_POST
def confirm(request: StaffRequest, reference: str) -> HttpResponse:
    """Confirm what a publisher proposed or what the operator granted."""
    found = _shown(request, reference)
    act = confirm_operators_authority if found.is_operators else confirm_authority
    act(found, by=request.user, at=now())
    messages.success(request, _("You confirmed the authority."))
    return redirect("workspace:authority", found)


@require_POST
def refuse(request: StaffRequest, reference: str) -> HttpResponse:
    found = refuse_authority(_shown(request, reference), by=request.user, at=now())
    messages.success(request, _("The authority is refused."))
    return redirect("workspace:authority", found)


@require_POST
def end(request: StaffRequest, reference: str) -> HttpResponse:
    found = end_authority(_shown(request, reference), by=request.user, at=now())
    messages.success(request, _("The authority has ended."))
    return redirect("workspace:authority", found)


def _shown(request: StaffRequest, reference: str) -> StandingAuthority:
    require(may_see_editions(request.user, on=localdate()))
    return get_object_or_404(with_confirmations(), reference=reference)

"""Answering an invitation."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from almoner.accounts.operations import AlreadyKnown, accept_invitation
from almoner.accounts.queries import invitation_with

from .forms import JoinForm


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="join")
    if too_many:
        return too_many
    invitation = invitation_with(token, at=now())
    if invitation is None:
        return render(request, "account/invitation_gone.html", status=404)
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        name=invitation.name,
        email=invitation.email,
    )
    if form.is_valid():
        try:
            accept_invitation(invitation, **form.cleaned_data, at=now())
        except AlreadyKnown as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your account is made. Sign in to begin."))
            return redirect("account_login")
    return render(request, "account/join.html", {"invitation": invitation, "form": form})

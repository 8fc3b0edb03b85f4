"""One's own account: name, roles, ways to sign in."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.accounts.queries import grants_of, people_and_roles
from almoner.web.requests import StaffRequest


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    (held,) = people_and_roles([request.user], on=localdate())
    page = {
        "held": held,
        "grants": grants_of(request.user),
        "methods": {key.type: key for key in Authenticator.objects.filter(user=request.user)},
        "sessions": UserSession.objects.filter(user=request.user).count(),
    }
    return render(request, "account/home.html", page)

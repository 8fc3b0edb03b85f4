"""Signing in as anybody, without a password: only in a world that the demonstration made."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from almoner.accounts.models import User
from almoner.accounts.queries import people_and_roles
from almoner.core.models import Installation

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def demonstration(request: HttpRequest) -> HttpResponse:
    if not Installation.objects.filter(is_demonstration=True).exists():
        raise Http404
    people = User.objects.filter(is_active=True).order_by("name", "pk")
    if request.method == "POST":
        said = request.POST.get("person", "").replace("\0", "")  # PostgreSQL keeps none
        person = get_object_or_404(people, reference=said)
        login(request, person, backend=BACKEND)
        UserSession.objects.create_from_request(request)
        return redirect("/workspace/")
    rows = people_and_roles(people, on=localdate())
    return render(request, "public/demonstration.html", {"rows": rows})

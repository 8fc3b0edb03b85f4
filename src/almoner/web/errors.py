"""Pages for what goes wrong. They say what happened, that nothing was half-done, and what to do."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import now

from almoner.accounts.models import AccessEntry, User
from almoner.accounts.operations import note_read

LONGEST = AccessEntry._meta.get_field("about").max_length


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - called by that name
    return HttpResponse(_bare("400.html"), status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why, and note in the access log that somebody known came to a closed door."""
    if isinstance(user := getattr(request, "user", None), User):
        page = f"page:{request.path}"[:LONGEST]
        note_read(who=user.actor, about=page, is_allowed=False, at=now())
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature; its reason is for developers
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - called by that name
    return render(request, "404.html", status=404)


def conflict(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "409.html", {"reason": reason}, status=409)


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)


def broken(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(_bare("500.html"), status=500)


def _bare(template: str) -> str:
    """Draw a page that asks nothing of the database, the session or the reader."""
    return render_to_string(template, {"body_name": settings.BODY_NAME})

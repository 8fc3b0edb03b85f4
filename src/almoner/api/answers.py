"""Answers as JSON, and the addresses that they name."""

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from almoner.registers.revision import revision

JSON = "application/json"


def answered(request: HttpRequest, **said: Any) -> HttpResponse:
    """What was asked for, where it stands, and a digest of all that is public."""
    about = {"address": f"{settings.ADDRESS}{request.get_full_path()}", "revision": revision()}
    return HttpResponse(orjson.dumps({**about, **said}), content_type=JSON)


def answered_page(
    request: HttpRequest, *, cursor: str | None, has_more: bool, **said: Any
) -> HttpResponse:
    """A page: with where it ends and, if there is more, where to go on, in its heading too."""
    following = going_on(request, cursor) if has_more and cursor else None
    response = answered(request, cursor=cursor, next=following, **said)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def going_on(request: HttpRequest, cursor: str) -> str:
    """The same address again, after a cursor."""
    asked = request.GET.copy()
    asked.pop("since", None)  # whoever goes on is past it already
    asked["cursor"] = cursor
    return f"{settings.ADDRESS}{request.path}?{asked.urlencode()}"


def address_of(name: str, *names: object) -> str:
    """The whole address of a resource of the API."""
    return f"{settings.ADDRESS}{reverse(f'api:{name}', args=names)}"


def page_called(name: str, *names: object) -> str:
    """The whole address of a page that shows the same to people."""
    return f"{settings.ADDRESS}{reverse(name, args=names)}"

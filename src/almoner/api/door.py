"""The one door of the API: what every answer has in common, whoever answers.

Who may ask, how often, and by which methods; what parameters there are; whether the asker has the
answer already; and that any page anywhere may read it, since it holds nothing of who asks.
"""

from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.utils.timezone import localdate, now
from django.views.decorators.csrf import csrf_exempt

from almoner.registers.revision import revision

from .limits import Allowance, take
from .problems import said_twice, too_many, unknown_parameters, wrong_method

View = Callable[..., HttpResponseBase]
METHODS = ("GET", "HEAD")
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
OK, NOT_MODIFIED = 200, 304


def open_to_all(view: View, *, takes: frozenset[str], is_dated: bool = False) -> View:
    """Let anyone ask a view, with these parameters. What is dated is another answer tomorrow."""

    @login_not_required
    @csrf_exempt  # nothing is changed here, and whoever tries is told so
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method not in METHODS:
            return _readable_anywhere(wrong_method())
        allowance = take(request, at=now())
        if allowance.is_refused:
            refused = too_many(limit=allowance.limit, seconds=allowance.seconds)
            return _readable_anywhere(refused, allowance)
        tag = _tag(request, is_dated=is_dated)
        if early := _mistaken(request, takes) or _had_already(request, tag):
            return _readable_anywhere(early, allowance)
        return _readable_anywhere(_tagged(_asked(view, request, *args, **kwargs), tag), allowance)

    return answer


def _mistaken(request: HttpRequest, takes: frozenset[str]) -> HttpResponse | None:
    if unknown := set(request.GET) - takes:
        return unknown_parameters(unknown, takes)
    twice = [name for name, values in request.GET.lists() if len(values) > 1]
    return said_twice(twice) if twice else None


def _tag(request: HttpRequest, *, is_dated: bool) -> str:
    day = str(localdate()) if is_dated else ""
    parts = [settings.BODY_NAME, settings.ADDRESS, request.get_full_path(), revision(), day]
    said = "\n".join(parts)
    return f'"{sha256(said.encode()).hexdigest()[:32]}"'


def _had_already(request: HttpRequest, tag: str) -> HttpResponse | None:
    has = parse_etags(request.headers.get("If-None-Match", ""))
    if tag not in {one.removeprefix("W/") for one in has}:
        return None
    return HttpResponse(status=NOT_MODIFIED, headers={"ETag": tag})


def _tagged(response: HttpResponseBase, tag: str) -> HttpResponseBase:
    if response.status_code == OK:
        # What is packed on the way has other bytes, and says so.
        response["ETag"] = f"W/{tag}" if response.has_header("Content-Encoding") else tag
    return response


def _asked(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    """The answer of the view, which knows GET alone: to HEAD, without its words."""
    if request.method == "GET":
        return view(request, *args, **kwargs)
    request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = "HEAD"
    # A server would write them out even to those who asked for the heading alone.
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = iter(())
    elif isinstance(response, HttpResponse):
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _readable_anywhere(
    response: HttpResponseBase, allowance: Allowance | None = None
) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    for name, said in allowance.headers.items() if allowance else ():
        response[name] = said
    patch_cache_control(response, public=True, no_cache=True)
    return response

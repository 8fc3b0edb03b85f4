"""The API as django-ninja knows it: what each address takes and gives, from one declaration."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError

from .parameters import WRITE
from .problems import Refused, nothing_there, refused_parameters

ABOUT = """What a public body publishes of its commissioning, for programs. It can only be read, by
anyone, without signing in. Every answer carries an ETag: send it back in If-None-Match, and what
has not changed is answered 304. `revision` changes whenever anything that is public may have."""

PROBLEMS = {
    400: "A parameter cannot be read, or is not known. The answer says which, and what to write.",
    404: "There is nothing at this address: there never was, or it is no longer public.",
    405: "This can only be read: ask with GET or HEAD.",
    429: "Too many requests. Retry-After says how many seconds to wait.",
}
HEADERS = {
    "ETag": "Send it back in If-None-Match: what has not changed is answered 304.",
    "RateLimit": "How many requests are left (r) for how many seconds (t).",
    "RateLimit-Policy": "How many requests (q) one address may make in how many seconds (w).",
}

api = NinjaAPI(
    title="Almoner: public registers",
    version="1",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
takes: dict[str, frozenset[str]] = {}

View = Callable[..., Any]


def resource(
    path: str,
    *,
    name: str,
    summary: str,
    gives: Any,
    asks: type[Schema] | None = None,
    example: Any = None,
) -> Callable[[View], View]:
    """Decorator: put a view at an address, and describe it."""
    takes[name] = frozenset(asks.model_fields) if asks else frozenset()
    good: dict[str, Any] = {"headers": {n: _header(about) for n, about in HEADERS.items()}}
    if example is not None:
        good["content"] = {"application/json": {"example": example}}
    return api.get(
        path,
        response={200: gives},
        url_name=name,
        operation_id=name.replace("-", "_"),
        summary=summary,
        openapi_extra={"responses": {200: good, **_problems(path)}},
    )


def streamed(path: str, *, name: str, summary: str, kind: str) -> Callable[[View], View]:
    """Decorator: put a whole file at an address. It is written past any schema."""
    takes[name] = frozenset()
    content = {kind: {"schema": {"type": "string"}}}
    headers = {n: _header(about) for n, about in HEADERS.items()}
    good = {"description": "The whole file.", "content": content, "headers": headers}
    return api.get(
        path,
        url_name=name,
        operation_id=name.replace("-", "_"),
        summary=summary,
        openapi_extra={"responses": {200: good, **_problems(path)}},
    )


def _problems(path: str) -> dict[int, Any]:
    said = {code: about for code, about in PROBLEMS.items() if code != 404 or "{" in path}  # noqa: PLR2004 - what is not there
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        304: {"description": "What you have is what there is."},
        **{code: {"description": about, "content": content} for code, about in said.items()},
    }


def _header(about: str) -> dict[str, Any]:
    return {"description": about, "schema": {"type": "string"}}


@api.exception_handler(ValidationError)
def _cannot_be_read(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = list(dict.fromkeys(str(one["loc"][-1]) for one in error.errors))
    return refused_parameters((name, str(WRITE[name])) for name in names)


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    return refused_parameters([(error.name, error.write)])


@api.exception_handler(Http404)
def _nothing_there(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return nothing_there()

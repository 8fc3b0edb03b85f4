"""The API in the words of OpenAPI 3.1, made of what its views declare."""

from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from . import duties, editions, organisations, registers, start  # noqa: F401 - each puts its views at their addresses
from .answers import JSON
from .resources import api
from .shapes import Problem


def description(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(_written(), content_type=JSON)


@lru_cache(maxsize=1)
def _written() -> bytes:
    return orjson.dumps(described(reverse("api:start")), option=orjson.OPT_NON_STR_KEYS)


def described(prefix: str) -> dict[str, Any]:
    """The API in the words of OpenAPI 3.1."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix=prefix)
    shape = Problem.model_json_schema()
    more = {"type": "array", "items": {"type": "object"}}
    shape["properties"] |= {"parameters": more, "known": {**more, "items": {"type": "string"}}}
    schema["components"]["schemas"]["Problem"] = shape
    return schema

"""The addresses of the API. Once published, an address stays."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path

from .description import description
from .documentation import documentation
from .door import open_to_all
from .problems import nothing_there
from .resources import api, takes

app_name = "api"
NOTHING: frozenset[str] = frozenset()
DATED = {"duties"}  # what is late tomorrow is not late today


def nothing(_request: HttpRequest, **_rest: str) -> HttpResponse:
    return nothing_there()


def _through_the_door(route: URLPattern) -> URLPattern:
    name = str(route.name)
    view = open_to_all(route.callback, takes=takes[name], is_dated=name in DATED)
    return URLPattern(route.pattern, view, name=name)


version_1 = [
    *(
        _through_the_door(route)
        for route in api.urls[0]
        if isinstance(route, URLPattern) and route.name in takes
    ),
    path("openapi.json", open_to_all(description, takes=NOTHING), name="description"),
    path("<path:rest>", open_to_all(nothing, takes=NOTHING), name="nothing"),
]

urlpatterns = [
    path("", documentation, name="documentation"),
    path("v1/", include(version_1)),
]

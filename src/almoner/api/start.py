"""Where to begin: what the API has."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from almoner.opendata.standards.bodies import LICENCE

from . import shapes
from .answers import address_of, answered, page_called
from .examples import answer_of
from .resources import resource


@resource(
    "",
    name="start",
    summary="What there is",
    gives=shapes.Start,
    example=answer_of("start"),
)
def start(request: HttpRequest) -> HttpResponse:
    return answered(
        request,
        body=settings.BODY_NAME,
        licence=LICENCE,
        documentation=page_called("api:documentation"),
        **{name: address_of(name) for name in ("description", "registers", "organisations")},
        **{name: address_of(name) for name in ("editions", "duties")},
    )

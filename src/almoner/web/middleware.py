"""Where the domain's refusals become pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from almoner.core.batches import BatchInProgress
from almoner.core.lifecycles import IllegalTransition

from .errors import conflict


class Conflicts:
    """Show a plain page when a thing changed between reading it and acting on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, IllegalTransition):
            return conflict(request)  # its own words are for developers
        if isinstance(error, BatchInProgress):
            return conflict(request, str(error))
        return None

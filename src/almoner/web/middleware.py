"""Where the domain's refusals become pages, and the door of the workspace."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import is_official
from almoner.core.batches import BatchInProgress
from almoner.core.hindrances import Hindered
from almoner.core.lifecycles import IllegalTransition
from almoner.core.once import reading
from almoner.registers.operations import FactsChanged

from .errors import conflict

WORKSPACE = "/workspace/"
CACHED = "Cache-Control"


class AskedOnce:
    """Let what a page asks in many places, such as what is hidden, be asked once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        with reading():
            return self.get_response(request)


class Officials:
    """Keep the workspace to those who hold a role today, whichever page forgets to ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Raise PermissionDenied for somebody signed in who holds no role."""
        if not request.path.startswith(WORKSPACE) or not isinstance(request.user, User):
            return
        if not is_official(request.user, on=localdate()):
            raise PermissionDenied(
                _(
                    "The workspace is for people who hold a role here, and you hold none today."
                    " A role that was proposed for you begins once a second person confirms it."
                )
            )


class Discretion:
    """Keep what was shown to somebody signed in out of caches, and off a browser's back button."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_somebody = request.user.is_authenticated
        response = self.get_response(request)
        # What says it is public, such as a twin, holds nothing of who asks.
        if (was_somebody or request.user.is_authenticated) and not response.has_header(CACHED):
            add_never_cache_headers(response)
        return response


class Conflicts:
    """Show a plain page when a thing changed between reading it and acting on it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, BatchInProgress | FactsChanged | Hindered):
            return conflict(request, str(error))
        if isinstance(error, IllegalTransition):
            return conflict(request)  # its own words are for developers
        return None

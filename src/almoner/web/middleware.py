"""Where the domain's refusals become pages, and the door of the workspace."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import is_official
from almoner.core.batches import BatchInProgress
from almoner.core.lifecycles import IllegalTransition

from .errors import conflict

WORKSPACE = "/workspace/"


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

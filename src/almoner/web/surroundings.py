"""What stands around every page: whose installation it is, and the sections of its surface."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def surroundings(_request: HttpRequest) -> dict[str, Any]:
    return {"body_name": settings.BODY_NAME}

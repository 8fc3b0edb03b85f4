"""The id of a request: on its answer, as in each line that it logs, to find one by the other."""

from typing import Any

import structlog
from django.dispatch import receiver
from django.http import HttpResponse
from django_structlog.signals import bind_extra_request_finished_metadata, update_failure_response


@receiver([bind_extra_request_finished_metadata, update_failure_response])
def show_request_id(response: HttpResponse, logger: Any, **_: Any) -> None:
    context = structlog.contextvars.get_merged_contextvars(logger)
    response["X-Request-ID"] = context["request_id"]

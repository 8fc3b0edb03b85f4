"""The twins of pages: what a page shows, as CSV or JSON, whole.

Rows are written as they are read, so that memory stays flat whatever their number. A twin's
digest covers its address, the day, and the revision of all that is public.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from hashlib import sha256
from typing import Any

import orjson
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.views.decorators.http import condition

from almoner.publication.datasets import Dataset
from almoner.publication.writers import csv_lines, in_pieces, json_lines
from almoner.registers.revision import revision

CSV, JSON = "text/csv; charset=utf-8", "application/json"


def etag_of(request: HttpRequest, *_: object, **__: object) -> str:
    # Another day says otherwise what is so as at today.
    said = [settings.BODY_NAME, request.get_full_path(), str(localdate()), revision()]
    return f'"{sha256(chr(10).join(said).encode()).hexdigest()[:32]}"'


def twin(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Make a view answer 304 to whoever has its bytes, and let scripts elsewhere read it."""
    return for_anyone(condition(etag_func=etag_of)(view))


def for_anyone(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let scripts elsewhere read what a view says.

    Twins hold what anyone may read and nothing of who asks, so any page may fetch them.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(response, public=True, no_cache=True)
        return response

    return answer


def csv_twin(request: HttpRequest, dataset: Dataset, *, file_name: str) -> HttpResponseBase:
    return _download(request, csv_lines(dataset), kind=CSV, name=f"{file_name}.csv")


def json_twin(
    request: HttpRequest, dataset: Dataset, *, file_name: str, **about: Any
) -> HttpResponseBase:
    return _download(request, json_lines(dataset, **about), kind=JSON, name=f"{file_name}.json")


def refused_twin(form: BaseForm) -> HttpResponse:
    """Say to a program what is wrong with what it asked for."""
    said = {field: [str(error) for error in errors] for field, errors in form.errors.items()}
    return HttpResponse(orjson.dumps({"errors": said}), content_type=JSON, status=400)


def _download(
    request: HttpRequest, lines: Iterator[bytes], *, kind: str, name: str
) -> HttpResponseBase:
    # A server would write a stream out even to those who asked for its heading alone.
    wanted = iter(()) if request.method == "HEAD" else in_pieces(lines)
    response = StreamingHttpResponse(wanted, content_type=kind)
    is_shown = kind == JSON
    response["Content-Disposition"] = f'{"inline" if is_shown else "attachment"}; filename="{name}"'
    return response

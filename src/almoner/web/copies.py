"""How copies are named in addresses, and how a file is handed out, in public and inside."""

from pathlib import Path
from typing import IO, Any, TypeVar

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import register_converter
from django.utils.http import content_disposition_header

from almoner.papers.kinds import CopyKind

Response = TypeVar("Response", bound=HttpResponseBase)

# Whatever a browser makes of a file, it runs nothing and knows nobody.
ALONE = "default-src 'none'; sandbox"


class CopiesConverter:
    """A register of copies, by the name that the duty and the data set have."""

    regex = "|".join(CopyKind.values)

    def to_python(self, value: str) -> CopyKind:
        return CopyKind(value)

    def to_url(self, value: Any) -> str:
        return str(CopyKind(value).value)


register_converter(CopiesConverter, "copies")


def handed_out(path: Path, *, name: str, mimetype: str) -> HttpResponseBase:
    """A file to be kept by whoever asked, under its name, and never to be shown as a page."""
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=mimetype
    )
    return _alone(response)


def handed_on(file: IO[bytes], *, name: str, mimetype: str) -> HttpResponseBase:
    """A file that is open and has no name on the disk: it is gone once it has been sent."""
    return _alone(FileResponse(file, as_attachment=True, filename=name, content_type=mimetype))


def as_download(content: bytes, *, name: str, mimetype: str) -> HttpResponse:
    """Bytes that were made just now, to be kept under a name, and never to be shown as a page."""
    response = HttpResponse(content, content_type=mimetype)
    response["Content-Disposition"] = content_disposition_header(True, name)  # noqa: FBT003 - Django's own
    return _alone(response)


def _alone(response: Response) -> Response:
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    return response


def text_handed_out(text: str, *, name: str) -> HttpResponseBase:
    """A text to be kept by whoever asked, as a file of that name."""
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    return response

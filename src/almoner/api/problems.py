"""What is wrong with a request, as RFC 9457 says it: and what to write instead."""

from collections.abc import Iterable
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

PROBLEM = "application/problem+json"


class Refused(Exception):
    """A parameter says what cannot be answered. `write` tells what to write instead."""

    def __init__(self, name: str, write: str | Promise) -> None:
        super().__init__(f"{name}: {write}")
        self.name, self.write = name, str(write)


def problem(status: int, code: str, title: str, detail: str, **more: Any) -> HttpResponse:
    """An answer that says what is wrong. `code` is a heading of the documentation's."""
    said = {
        "type": f"{settings.ADDRESS}/api/#{code}",
        "title": title,
        "status": status,
        "detail": detail,
        **more,
    }
    return HttpResponse(orjson.dumps(said), content_type=PROBLEM, status=status)


def nothing_there() -> HttpResponse:
    """The same for what is not public now as for what never was."""
    return problem(
        404,
        "nothing-there",
        _("There is nothing at this address"),
        _("Check the address. What is no longer public is not there either."),
    )


def refused_parameters(refused: Iterable[tuple[str, str]]) -> HttpResponse:
    """Say which parameters were refused, and what each takes."""
    listed = [{"name": name, "write": write} for name, write in refused]
    names = ", ".join(one["name"] for one in listed)
    return problem(
        400,
        "parameters",
        _("A parameter cannot be read"),
        _("Write something else for: %(names)s.") % {"names": names},
        parameters=listed,
    )


def unknown_parameters(unknown: Iterable[str], known: Iterable[str]) -> HttpResponse:
    """Say which parameters there are: a misspelt one would else be left out without a word."""
    takes = sorted(known)
    there_are = _("There are: %(names)s.") % {"names": ", ".join(takes)}
    return problem(
        400,
        "parameters",
        _("There is no such parameter"),
        there_are if takes else _("This address takes no parameters."),
        parameters=[{"name": name, "write": _("Leave it out.")} for name in sorted(unknown)],
        known=takes,
    )


def said_twice(names: Iterable[str]) -> HttpResponse:
    once = _("Write it once.")
    return refused_parameters((name, once) for name in sorted(names))


def wrong_method() -> HttpResponse:
    answer = problem(
        405,
        "methods",
        _("This can only be read"),
        _("Ask with GET or HEAD."),
    )
    answer["Allow"] = "GET, HEAD"
    return answer


def too_many(*, limit: int, seconds: int) -> HttpResponse:
    answer = problem(
        429,
        "limits",
        _("Too many requests"),
        _(
            "One address may ask %(limit)s times a minute. Ask again in %(seconds)s seconds."
            " For all of a register at once, ask for all.ndjson or all.csv."
        )
        % {"limit": limit, "seconds": seconds},
    )
    answer["Retry-After"] = str(seconds)
    return answer

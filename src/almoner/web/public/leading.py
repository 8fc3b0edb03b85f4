"""Addresses of what is one with something else: they lead there, page to page, twin to twin."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def lead_to(request: HttpRequest, reference: str) -> HttpResponse:
    """Lead to the same kind of page about what is called so."""
    match = request.resolver_match
    assert match is not None
    answer = redirect(match.view_name, reference, permanent=True)
    answer["Cache-Control"] = "no-cache"  # it may be taken back: ask each time
    return answer

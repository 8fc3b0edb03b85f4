"""Links by which a list is followed as its reader narrowed it."""

from typing import Any, TypeAlias
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from almoner.web.public.searches import followed_address

register = template.Library()
Context: TypeAlias = dict[str, Any]
LISTS = "/registers/"


@register.simple_tag(takes_context=True)
def feed_link(context: Context) -> SafeString:
    """For the head of a page: where readers of feeds find its feed."""
    return format_html(
        '<link rel="alternate" type="application/atom+xml" href="{}">', _feed(_followed(context))
    )


@register.simple_tag(takes_context=True)
def follow_links(context: Context) -> SafeString:
    """For a page: its feed, and how to be told by e-mail."""
    address = _followed(context)
    by_email = f"{reverse('public:follow')}?{urlencode({'search': address})}"
    links = {"feed": _feed(address), "by_email": by_email, "is_list": address.startswith(LISTS)}
    links["becomes_a_file"] = context["surroundings"].becomes_a_file
    return render_to_string("public/following/links.html", links)


def _followed(context: Context) -> str:
    request = context["request"]
    return followed_address(request.path, request.GET)


def _feed(address: str) -> str:
    path, mark, asked = address.partition("?")
    return f"{path.removesuffix('/')}.atom{mark}{asked}"

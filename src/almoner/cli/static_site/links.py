"""What a page's links and forms become in a file, whose host answers no question.

A link to what is written stays. One that asks a list for certain rows leads to the search in the
browser, which can tell them. Whatever else only our server could answer becomes plain words.
"""

import re
from functools import lru_cache
from html import escape, unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.timezone import localdate

from almoner.core.periods import FinancialYear, parse_period

from .addresses import page_in
from .routes import ROUTES, Written, is_written

SEARCH = "/search/"
STATIC = "/static/"
# The lists whose rows the search knows, with what it calls their register.
SEARCHED = {
    "public:payments": "spend",
    "public:contracts": "contracts",
    "public:grants": "grants",
    "public:organisations": "organisations",
}
# What the lists' own questions are to the search. A list asked anything else has no place there.
ASKED = {"q": "q", "organisation": "recipient", "recipient": "recipient"}
ASKED |= {"period": "year", "year": "year"}
TWINS = ("-csv", "-json", "-xlsx")

FORM = re.compile(r"<form\b([^>]*)>.*?</form>", re.DOTALL)
ANCHOR = re.compile(r'<a\b([^>]*?)\shref="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
PAGES = re.compile(r'\s*<link\b[^>]*\srel="(?:next|previous|first|last)"[^>]*/>')
LINK = re.compile(r'<link\b([^>]*?)\shref="(/[^"]*)"([^>]*)>\s*')


def as_file(page: str, path: str) -> str:
    """A page of ours as it is written to a file."""
    numbers = iter(range(1, 100))

    def form(found: re.Match[str]) -> str:
        return "" if 'method="post"' in found[1].lower() else _search_form(path, next(numbers))

    def anchor(found: re.Match[str]) -> str:
        before, href, after, words = found.groups()
        leads = lead(unescape(href), path)
        return words if leads is None else f'<a{before} href="{escape(leads)}"{after}>{words}</a>'

    def link(found: re.Match[str]) -> str:
        before, href, after = found.groups()
        leads = lead(unescape(href), path)
        return "" if leads is None else f'<link{before} href="{escape(leads)}"{after}>\n  '

    return LINK.sub(link, ANCHOR.sub(anchor, FORM.sub(form, page)))


def of_one_page(feed: str) -> str:
    """A feed of ours as it is written to a file: its latest entries, and no link to the others."""
    return PAGES.sub("", feed)


def lead(href: str, here: str) -> str | None:
    """Where a link on the page `here` leads in the files; nowhere, if only a server knows."""
    if not href.startswith(("/", "?")) or href.startswith((STATIC, "//")):
        return href  # to a place on this page, to another site, or to a file of every page
    href, _hash, fragment = href.partition("#")
    path, _mark, query = href.partition("?")
    leads = _asked(path or here, dict(parse_qsl(query, keep_blank_values=True)))
    return f"{leads}#{fragment}" if leads and fragment else leads


def _asked(path: str, said: dict[str, str]) -> str | None:
    route = route_of(path)
    if path == SEARCH:
        return f"{SEARCH}?{urlencode(said)}" if said else SEARCH
    if not is_written(route):
        return None
    fate = ROUTES[route]
    number = said.get("page", "")
    if not said or route == "public:contact":
        return path
    if isinstance(fate, Written) and fate.is_list and set(said) == {"page"} and number.isdecimal():
        return page_in(path, int(number))
    if route.endswith(TWINS):  # as at today is what the file holds
        return path if said == {"as_at": localdate().isoformat()} else None
    return _search_for(route, said) if route in SEARCHED else None


def _search_for(route: str, said: dict[str, str]) -> str | None:
    wanted = {"register": SEARCHED[route]}
    for name, value in said.items():
        if name not in ASKED:
            return None
        if ASKED[name] == "year":
            if not is_year(value):
                return None
            wanted["year"] = value.removesuffix("-Y")
        elif value:
            wanted[ASKED[name]] = value
    return f"{SEARCH}?{urlencode(wanted)}"


def is_year(said: str) -> bool:
    """Whether this is a financial year, as lists ask for one: 2011-12 alone is a month."""
    try:
        return isinstance(parse_period(said), FinancialYear)
    except ValueError:
        return False


@lru_cache(maxsize=10_000)
def route_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _search_form(path: str, number: int) -> str:
    said: dict[str, Any] = {"register": SEARCHED.get(route_of(path), ""), "number": number}
    return render_to_string("public/site/find.html", {**said, "search": SEARCH})

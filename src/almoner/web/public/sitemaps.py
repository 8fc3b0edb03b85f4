"""Which pages there are, for search engines: one list in parts, and where they need not look."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from almoner.agreements.states import AgreementKind
from almoner.core.moments import day_of
from almoner.papers.kinds import CopyKind
from almoner.publication.writers import in_pieces
from almoner.registers.copies import public_copies
from almoner.registers.kinds import KINDS
from almoner.registers.models import Edition
from almoner.registers.places import ranking_of_places
from almoner.registers.public_decisions import public_decisions
from almoner.registers.publicity import public_agreements_known, public_heads, public_payments
from almoner.registers.queries import every_edition
from almoner.statements.pages import StandingPage

from .twins import twin

MOST = 50_000  # addresses of one part: sitemaps.org allows no more
XML = "application/xml; charset=utf-8"
BEGUN = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
STANDING = [
    *("home", "registers", "payments", "contracts", "grants", "organisations"),
    *("places", "decisions", "forward-plan", "duties", "editions", "catalogue", "feeds"),
    "contact",
]


@dataclass(frozen=True, slots=True)
class Part:
    """Pages of one kind: their rows, each a reference and when it last changed, and their route."""

    route: str
    rows: Callable[[], QuerySet[Any, Any]]
    said: tuple[str, ...] = ()

    def address(self, name: Any) -> str:
        return reverse(self.route, args=(*self.said, name))


def _agreements(kind: AgreementKind) -> Callable[[], QuerySet[Any, Any]]:
    def rows() -> QuerySet[Any, Any]:
        known = public_agreements_known(kind, localdate()).order_by("agreement")
        return known.values_list("agreement__reference", "batch__recorded_at")

    return rows


def _copies(kind: CopyKind) -> Part:
    def rows() -> QuerySet[Any, Any]:
        out = public_copies(kind, on=localdate()).order_by("pk")
        return out.values_list("agreement__reference", "published_at")

    return Part("public:copy", rows, (kind,))


PARTS = {
    "payments": Part(
        "public:payment",
        lambda: public_payments().order_by("pk").values_list("reference", "batch__recorded_at"),
    ),
    "contracts": Part("public:contract", _agreements(AgreementKind.CONTRACT)),
    "grants": Part("public:grant", _agreements(AgreementKind.GRANT)),
    "organisations": Part(
        "public:organisation",
        lambda: public_heads().order_by("pk").values_list("reference", "batch__recorded_at"),
    ),
    **{str(kind): _copies(kind) for kind in CopyKind},
    "decisions": Part(
        "public:decision",
        lambda: public_decisions().order_by("pk").values_list("number", "published_at"),
    ),
}


@login_not_required
@require_safe
@twin
def sitemap(_request: HttpRequest) -> HttpResponse:
    """The parts of the list: the standing pages and editions, then each kind of record."""
    places = [settings.ADDRESS + reverse("public:sitemap-part", args=part) for part in every_part()]
    lines = (f"<sitemap><loc>{place}</loc></sitemap>\n" for place in places)
    whole = f"{BEGUN}<sitemapindex {NAMESPACE}>\n{''.join(lines)}</sitemapindex>\n"
    return HttpResponse(whole, content_type=XML)


@login_not_required
@require_safe
@twin
def sitemap_part(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    """Every page of one kind, or fifty thousand of them. A part that is not there is no page."""
    if name == "pages" and number == 1:
        places = _standing()
    elif name in PARTS and 1 <= number <= _pages_of(name):
        places = _records(PARTS[name], number)
    else:
        raise Http404
    wanted = iter(()) if request.method == "HEAD" else in_pieces(_lines(places))
    return StreamingHttpResponse(wanted, content_type=XML)


@login_not_required
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines read every record once, and no list in all its orders."""
    roots = ("workspace", "portal", "account")
    lines = [
        "User-agent: *",
        *(f"Disallow: /{root}/" for root in roots),
        "Disallow: /*?",
        f"Sitemap: {settings.ADDRESS}{reverse('public:sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def every_part() -> Iterator[tuple[str, int]]:
    """The parts there are, by the name and number that end their addresses."""
    yield "pages", 1
    for name in PARTS:
        yield from ((name, number) for number in range(1, _pages_of(name) + 1))


def _pages_of(name: str) -> int:
    """How many parts a kind of record takes. One that has none takes none."""
    return -(-PARTS[name].rows().count() // MOST)


def _records(part: Part, number: int) -> Iterator[tuple[str, datetime | None]]:
    first = (number - 1) * MOST
    for name, moment in part.rows()[first : first + MOST].iterator():
        yield part.address(name), moment


def _standing() -> Iterator[tuple[str, datetime | None]]:
    for route in STANDING:
        yield reverse(f"public:{route}"), None
    for page in StandingPage:
        if page != StandingPage.CONTACT:
            yield reverse("public:statement", args=(page,)), None
    for one in ranking_of_places(KINDS, on=localdate()).places:
        yield reverse("public:place", args=(one.place.slug,)), None
    for edition in every_edition().iterator():
        yield _edition(edition), edition.issued_at


def _edition(edition: Edition) -> str:
    return reverse("public:edition", args=(edition.series, edition.period, edition.number))


def _lines(places: Iterator[tuple[str, datetime | None]]) -> Iterator[bytes]:
    yield f"{BEGUN}<urlset {NAMESPACE}>\n".encode()
    for address, moment in places:
        changed = f"<lastmod>{day_of(moment)}</lastmod>" if moment else ""
        yield f"<url><loc>{escape(settings.ADDRESS + address)}</loc>{changed}</url>\n".encode()
    yield b"</urlset>\n"

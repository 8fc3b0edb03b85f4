"""What there is to download, for people and for portals that gather it: DCAT and `data.json`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from almoner.core.models import Batch
from almoner.core.periods import parse_period, period_in_words
from almoner.core.states import BatchState
from almoner.framework.duties import Frequency
from almoner.framework.queries import framework_on
from almoner.opendata.standards.catalogue import (
    Catalogue,
    Distribution,
    Entry,
    Rhythm,
    Series,
    data_json,
    dcat,
)
from almoner.publication.writers import in_pieces
from almoner.registers.kinds import KINDS, Register
from almoner.registers.models import Edition
from almoner.registers.publicity import public_agreements_known, public_payments
from almoner.registers.queries import Served, every_edition
from almoner.registers.served import editions_served, latest_of_each_series
from almoner.statements.pages import StandingPage
from almoner.statements.queries import standing_of

from .forward_plan import MEDIA_TYPES, plan_catalogued
from .twins import twin
from .workbooks import holds_too_much

LD_JSON, JSON = "application/ld+json", "application/json"
RHYTHMS = {
    Frequency.MONTHLY: Rhythm.MONTHLY,
    Frequency.QUARTERLY: Rhythm.QUARTERLY,
    Frequency.YEARLY: Rhythm.YEARLY,
}
FORMS = ("csv", "json", "xlsx")


@dataclass(frozen=True, slots=True)
class Live:
    """A register as it stands: its title, what it holds, and by which words it is found."""

    register: Register
    route: str
    title: Any
    about: Any
    keywords: tuple[Any, ...]
    days: Callable[[date], QuerySet[Any]]
    day: str


LIVE = (
    Live(
        Register.SPEND,
        "public:payments",
        gettext_lazy("Payments to suppliers"),
        gettext_lazy("Every payment that has been published: the day, the payee and the amount."),
        (gettext_lazy("spending"), gettext_lazy("payments"), gettext_lazy("suppliers")),
        lambda _on: public_payments(),
        "paid_on",
    ),
    Live(
        Register.CONTRACTS,
        "public:contracts",
        gettext_lazy("Register of contracts"),
        gettext_lazy("Every contract as its register has it: supplier, value, days and purpose."),
        (gettext_lazy("contracts"), gettext_lazy("procurement"), gettext_lazy("suppliers")),
        lambda on: public_agreements_known(KINDS[Register.CONTRACTS], on),
        "made_on",
    ),
    Live(
        Register.GRANTS,
        "public:grants",
        gettext_lazy("Register of grants"),
        gettext_lazy("Every grant as its register has it: recipient, amount, purpose and reasons."),
        (gettext_lazy("grants"), gettext_lazy("charities"), gettext_lazy("funding")),
        lambda on: public_agreements_known(KINDS[Register.GRANTS], on),
        "made_on",
    ),
)


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Each register and each series of editions, and where programs find the same."""
    page = {
        "live": list(_live_entries(localdate())),
        "series": latest_of_each_series(),
        "licence": standing_of(StandingPage.LICENCE).licence,
    }
    return render(request, "public/catalogue/catalogue.html", page)


@login_not_required
@require_safe
@twin
def catalogue_jsonld(request: HttpRequest) -> HttpResponseBase:
    said = dcat(_catalogue(), series=_series(), entries=_entries(localdate()))
    return _streamed(request, said, kind=LD_JSON)


@login_not_required
@require_safe
@twin
def catalogue_json(request: HttpRequest) -> HttpResponseBase:
    """The same as Project Open Data has it, where its harvesters look: `/data.json`."""
    said = data_json(_catalogue(), entries=_entries(localdate()))
    return _streamed(request, said, kind=JSON)


def _streamed(request: HttpRequest, lines: Iterator[bytes], *, kind: str) -> HttpResponseBase:
    wanted = iter(()) if request.method == "HEAD" else in_pieces(lines)
    return StreamingHttpResponse(wanted, content_type=kind)


def _catalogue() -> Catalogue:
    return Catalogue(
        address=_address("public:catalogue"),
        title=_("What %(body)s publishes") % {"body": settings.BODY_NAME},
        about=_("Registers of payments, contracts and grants, and every edition of them."),
        publisher=settings.BODY_NAME,
        website=f"{settings.ADDRESS}/",
        identifier=settings.BODY_IDENTIFIER,
        licence=standing_of(StandingPage.LICENCE).licence.address,
        contact_page=_address("public:contact"),
        contact_email=settings.CONTACT_EMAIL,
        api=_address("api:start"),
        api_description=_address("api:description"),
    )


def _entries(on: date) -> Iterator[Entry]:
    yield from _live_entries(on)
    for edition, served in editions_served(every_edition().select_related("earlier")):
        yield _edition_entry(edition, served)


def _live_entries(on: date) -> Iterator[Entry]:
    """The registers of which there is anything: a catalogue lists no empty ones."""
    batches = Batch.objects.filter(state=BatchState.LIVE).order_by().values_list("kind")
    modified = dict(batches.annotate(last=Max("recorded_at")))
    for live in LIVE:
        if live.register in modified:
            yield _live_entry(live, modified[live.register], on)
    if planned := plan_catalogued():
        yield planned


def _live_entry(live: Live, modified: datetime, on: date) -> Entry:
    days = live.days(on).aggregate(first=Min(live.day), last=Max(live.day), rows=Count("pk"))
    forms = [form for form in FORMS if form != "xlsx" or not holds_too_much(days["rows"])]
    return Entry(
        address=_address(live.route),
        identifier=live.register,
        title=str(live.title),
        about=str(live.about),
        keywords=[str(word) for word in live.keywords],
        modified=modified,
        first_day=days["first"],
        last_day=days["last"],
        rhythm=Rhythm.CONTINUOUS,
        distributions=[
            Distribution(
                title=_("%(title)s, as %(form)s") % {"title": live.title, "form": form.upper()},
                address=_address(f"{live.route}-{form}"),
                media_type=MEDIA_TYPES[form],
                format=form.upper(),
            )
            for form in forms
        ],
    )


def _series() -> Iterator[Series]:
    for latest in latest_of_each_series():
        yield Series(
            address=_series_address(latest),
            title=latest.title,
            about=str(latest.terms.get("law") or latest.title),
            rhythm=_rhythm(latest),
        )


def _series_address(edition: Edition) -> str:
    return f"{_address('public:editions')}?series={edition.series}"


def _rhythm(edition: Edition) -> Rhythm | None:
    """How often its duty asks for one, if the framework still has that duty."""
    duties = framework_on(localdate()).duties
    asked = next((duty.frequency for duty in duties if duty.code == edition.duty), None)
    return RHYTHMS[asked] if asked else None


def _edition_entry(edition: Edition, served: Served) -> Entry:
    period = parse_period(edition.period)
    said = {
        "title": edition.title,
        "period": period_in_words(period),
        "number": edition.number,
    }
    return Entry(
        address=_edition_address(edition),
        identifier=edition.reference,
        title=_("%(title)s, %(period)s, edition %(number)s") % said,
        about=_("What was public of %(period)s, frozen when this edition was issued.") % said,
        keywords=[edition.dataset],
        issued=edition.issued_at,
        modified=edition.issued_at,
        first_day=period.first_day,
        last_day=period.last_day,
        version=str(edition.number),
        series=_series_address(edition),
        earlier=_edition_address(edition.earlier) if edition.earlier else "",
        note=edition.correction,
        distributions=[_file(edition, file) for file in served.files],
    )


def _file(edition: Edition, file: Any) -> Distribution:
    end = file.name.rpartition(".")[2]
    return Distribution(
        title=file.name,
        address=f"{_edition_address(edition)}{file.name}",
        media_type=MEDIA_TYPES.get(end, "text/plain"),
        format=end.upper() if end in MEDIA_TYPES else "TXT",
        size=file.size,
        digest=file.digest,
    )


def _edition_address(edition: Edition) -> str:
    named = (edition.series, edition.period, edition.number)
    return f"{settings.ADDRESS}{reverse('public:edition', args=named)}"


def _address(route: str) -> str:
    return f"{settings.ADDRESS}{reverse(route)}"

"""The pipeline: all cases that somebody may see, as a list, by stage or month, and as a file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple, cast

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from almoner.agreements.policies import may_see_agreements
from almoner.commissions.models import Commission
from almoner.commissions.policies import may_begin_case, may_see_cases
from almoner.commissions.queries import (
    cases_of,
    cases_visible_to,
    pipeline_visible_to,
    references_of,
)
from almoner.commissions.states import LIVE
from almoner.core.periods import Month, parse_period
from almoner.core.verdicts import require
from almoner.framework.queries import framework_of, framework_on
from almoner.publication.datasets import Value
from almoner.publication.writers import CsvWriter
from almoner.web.forms.cases import CaseFilters
from almoner.web.lists import order_of, page_of
from almoner.web.requests import StaffRequest
from almoner.web.words import month as month_in_words
from almoner.web.words import pounds

from .case_rows import Row, rows_of, with_waiting

SORTS = {
    "reference": "reference",
    "title": "title",
    "value": "current__net",
    "start": "current__starts_on",
}
DEFAULT = "start"
SHOWN = 5  # of a group of the board; the rest is one click away


class Glance(NamedTuple):
    """As much of a case as it takes to count it: a thousand of these are read at once."""

    key: int
    framework: str
    route: str
    stage: str
    net: Decimal | None
    vat: Decimal | None
    starts_on: date | None


def _value_of(glances: Iterable[Glance]) -> Decimal:
    said = [amount for one in glances for amount in (one.net, one.vat) if amount]
    return sum(said, Decimal(0))


GLANCED = [
    *("pk", "framework__digest", "route", "stage"),
    *("current__net", "current__vat", "current__starts_on"),
]


@dataclass(slots=True)
class Group:
    """Cases of one stage, or that start in one month; the first of them are shown."""

    title: str
    query: str
    cases: list[Glance]
    shown: list[Row] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.cases)

    @property
    def value(self) -> Decimal:
        return _value_of(self.cases)

    @property
    def caption(self) -> str:
        words = ngettext(
            "%(title)s: %(figure)s case, %(amount)s",
            "%(title)s: %(figure)s cases, %(amount)s",
            self.count,
        )
        said = {"figure": f"{self.count:,}", "amount": pounds(self.value)}
        return words % {"title": self.title, **said}

    @property
    def all_of_it(self) -> str:
        """Where more of them are than are shown, the words that lead to all."""
        if self.count <= len(self.shown):
            return ""
        words = _("All %(count)s of “%(title)s”")
        return words % {"count": f"{self.count:,}", "title": self.title}


@require_safe
def commissions(request: StaffRequest) -> HttpResponse:
    """The cases that the reader may see, narrowed as the address says."""
    form, found = _asked(request)
    shown = page_of(request, found)
    page = {
        "form": form,
        "page": shown,
        "rows": rows_of(cast(QuerySet[Commission], shown.object_list)),
        "default": DEFAULT,
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "may_begin": may_begin_case(request.user, on=localdate()),
        "sees_agreements": may_see_agreements(request.user, on=localdate()),
    }
    return render(request, "workspace/commissions/list.html", page)


@require_safe
def pipeline(request: StaffRequest) -> HttpResponse:
    """The cases on their way: the board, by stage; the timeline, by the month of the start."""
    on = localdate()
    require(may_see_cases(request.user, on=on))
    by_month = request.GET.get("by") == "month"
    live = pipeline_visible_to(request.user, on=on).order_by("current__starts_on", "reference")
    glances = [Glance(*said) for said in live.values_list(*GLANCED)]
    groups = list(_by_month(glances)) if by_month else list(_by_stage(glances))
    _show_first(groups, with_waiting(live))
    page = {
        "groups": groups,
        "by_month": by_month,
        "count": len(glances),
        "value": _value_of(glances),
        "may_begin": may_begin_case(request.user, on=on),
    }
    return render(request, "workspace/commissions/pipeline.html", page)


@require_safe
def commissions_csv(request: StaffRequest) -> HttpResponse:
    """The same list, whole, as a file for officials."""
    form, found = _asked(request)
    if not form.is_valid():
        return redirect(reverse("workspace:commissions"))
    writer = CsvWriter(_headings())
    rows = b"".join(writer.row(_cells(row)) for row in rows_of(found))
    response = HttpResponse(writer.begin() + rows, content_type="text/csv; charset=utf-8")
    name = f"cases-{localdate()}-not-for-publication.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: StaffRequest) -> tuple[CaseFilters, QuerySet[Commission]]:
    on = localdate()
    require(may_see_cases(request.user, on=on))
    form = CaseFilters(request.GET, framework=framework_on(on))
    found = with_waiting(cases_visible_to(request.user, on=on))
    if not form.is_valid():
        return form, found.none()
    for narrowing in _narrowings(form, request):
        found = found.filter(narrowing)
    return form, found.order_by(_order(request), "reference")


def _order(request: HttpRequest) -> str:
    return order_of(request, SORTS, default=DEFAULT)


def _narrowings(form: CaseFilters, request: StaffRequest) -> Iterator[Q]:
    said, on = form.cleaned_data, localdate()
    if said["q"]:
        yield Q(title__icontains=said["q"]) | Q(reference__icontains=said["q"])
    if said["whose"]:
        yield cases_of(references_of(request.user, on=on), on=on)
    if said["state"] == CaseFilters.WAITING:
        yield Q(is_waiting=True)
    elif said["state"] != "any":
        yield Q(state__in=[said["state"]] if said["state"] else LIVE)
    for name in ("route", "stage"):
        if said[name]:
            yield Q(**{name: said[name]})
    if said["month"]:
        yield _in_month(said["month"])


def _in_month(said: str) -> Q:
    """Those that start in a month; `none`, those of which no start is planned."""
    if said == "none":
        return Q(current__starts_on=None)
    asked = parse_period(said)
    return Q(current__starts_on__range=[asked.first_day, asked.last_day])


def _show_first(groups: list[Group], live: QuerySet[Commission]) -> None:
    """Read the lines of the first cases of each group."""
    keys = [one.key for group in groups for one in group.cases[:SHOWN]]
    found = {row.key: row for row in rows_of(live.filter(pk__in=keys).order_by())}
    for group in groups:
        group.shown = [found[one.key] for one in group.cases[:SHOWN] if one.key in found]


def _by_stage(glances: list[Glance]) -> Iterator[Group]:
    """In the order in which the first route that has a stage passes it."""
    order: dict[str, tuple[int, str]] = {}
    for digest, code in {(one.framework, one.route): None for one in glances}:
        route = framework_of(digest).route_called(code)
        for place, stage in enumerate(route.stages if route else ()):
            earliest = min(place, order.get(stage.code, (place, ""))[0])
            order[stage.code] = (earliest, stage.title)
    stand = defaultdict[str, list[Glance]](list)
    for one in glances:
        stand[one.stage].append(one)
    for code, (_place, title) in sorted(order.items(), key=lambda item: item[1][0]):
        if code in stand:
            yield Group(title, f"stage={code}", stand[code])


def _by_month(glances: list[Glance]) -> Iterator[Group]:
    """In order; last those of which no start is planned."""
    starting = defaultdict[tuple[int, int], list[Glance]](list)
    unplanned: list[Glance] = []
    for one in glances:
        day = one.starts_on
        (starting[day.year, day.month] if day else unplanned).append(one)
    for said, group in sorted(starting.items()):
        month = Month(*said)
        yield Group(month_in_words(month), f"month={month}", group)
    if unplanned:
        yield Group(_("No start is planned"), "month=none", unplanned)


def _headings() -> list[str]:
    return [
        _("Case"),
        _("Title"),
        _("State"),
        _("Route"),
        _("Stage"),
        _("Waits at a gate"),
        _("Value without VAT"),
        _("VAT"),
        _("Opens"),
        _("Starts"),
        _("Ends"),
        _("Lead"),
        _("Restricted"),
    ]


def _cells(row: Row) -> tuple[Value, ...]:
    return (
        row.reference,
        row.title,
        row.get_state_display(),
        row.route,
        row.stage,
        _("yes") if row.is_waiting else _("no"),
        row.net,
        row.vat,
        row.opens_on,
        row.starts_on,
        row.ends_on,
        row.lead,
        _("yes") if row.is_restricted else _("no"),
    )

"""The diary of agreements: what ends, is to be reviewed or needs notice, as page and download."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from almoner.agreements.diary import Entry, diary
from almoner.agreements.policies import may_see_agreements
from almoner.agreements.states import AgreementKind
from almoner.core.verdicts import require
from almoner.publication.datasets import Value
from almoner.publication.writers import CsvWriter
from almoner.registers.officials import withheld_among
from almoner.web.calendars import Happening, calendar
from almoner.web.forms.agreements import MINE, NOBODYS, DiaryFilters
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest
from almoner.web.words import month

from .agreement_lists import manager_in_words, title_of

A_PAGE, EVERYTHING = 100, 100_000
WHOSE = {MINE, NOBODYS}


@dataclass(frozen=True, slots=True)
class Line:
    """A day of the diary as a page shows it."""

    entry: Entry
    is_withheld: bool

    @property
    def title(self) -> str:
        return title_of(self.entry.version)


@require_safe
def agreement_diary(request: StaffRequest) -> HttpResponse:
    """The days of the next twelve months, by month, and before them what is overdue."""
    form, lines = _asked(request)
    size = EVERYTHING if request.GET.get("pages") == "one" else A_PAGE
    shown = page_of(request, lines, size=size)
    page = {
        "form": form,
        "page": shown,
        "groups": [(title, list(group)) for title, group in groupby(shown, key=_heading)],
        "overdue": sum(line.entry.is_overdue for line in lines),
        "query": _query(request),
    }
    return render(request, "workspace/agreements/diary.html", page)


@require_safe
def diary_csv(request: StaffRequest) -> HttpResponse:
    _form, lines = _asked(request)
    writer = CsvWriter(_headings())
    rows = b"".join(writer.row(_cells(line)) for line in lines)
    response = HttpResponse(writer.begin() + rows, content_type="text/csv; charset=utf-8")
    name = f"diary-{localdate()}-not-for-publication.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def diary_ics(request: StaffRequest) -> HttpResponse:
    """The same days for a calendar, which may leave the house: what is withheld goes unnamed."""
    _form, lines = _asked(request)
    made = calendar(map(_happening, lines), name=_("Agreements"), at=now())
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="diary-{localdate()}.ics"'
    return response


@require_safe
def diary_of(request: StaffRequest, whose: str) -> HttpResponse:
    """The diary of one's own, or of what nobody manages: where what is due leads."""
    require(may_see_agreements(request.user, on=localdate()))
    if whose not in WHOSE:
        raise Http404
    return redirect(f"{reverse('workspace:agreement-diary')}?whose={whose}")


def _asked(request: StaffRequest) -> tuple[DiaryFilters, list[Line]]:
    on = localdate()
    require(may_see_agreements(request.user, on=on))
    form = DiaryFilters(request.GET, me=request.user, today=on)
    return form, list(_lines(form, on)) if form.is_valid() else []


def _lines(form: DiaryFilters, on: date) -> Iterator[Line]:
    said = form.cleaned_data
    entries: Iterable[Entry] = diary(
        on,
        people=[form.manager] if form.manager else None,
        kind=AgreementKind(said["kind"]) if said["kind"] else None,
        is_looked_after=form.is_looked_after,
    )
    if said["occasion"]:
        entries = [entry for entry in entries if entry.occasion == said["occasion"]]
    entries = list(entries)
    withheld = withheld_among({entry.version.agreement_id for entry in entries})
    return (Line(entry, entry.version.agreement_id in withheld) for entry in entries)


def _heading(line: Line) -> str:
    return _("Overdue") if line.entry.is_overdue else month(line.entry.day)


def _headings() -> list[str]:
    return [
        _("Day"),
        _("Why"),
        _("Overdue"),
        _("Agreement"),
        _("Kind"),
        _("Title"),
        _("With"),
        _("Managed by"),
        _("Withheld from the public"),
    ]


def _cells(line: Line) -> tuple[Value, ...]:
    entry, version = line.entry, line.entry.version
    return (
        entry.day,
        str(entry.occasion.label),
        _("yes") if entry.is_overdue else _("no"),
        version.agreement.reference,
        version.agreement.get_kind_display(),
        line.title,
        version.organisation_name,
        manager_in_words(entry.managed),
        _("yes") if line.is_withheld else _("no"),
    )


def _happening(line: Line) -> Happening:
    entry, agreement = line.entry, line.entry.version.agreement
    page = reverse("workspace:agreement", args=[agreement.reference])
    name = agreement.reference
    if not line.is_withheld:
        said = [line.title, entry.version.organisation_name, agreement.reference]
        name = ", ".join(dict.fromkeys(filter(None, said)))
    return Happening(
        uid=f"{agreement.reference}-{entry.occasion}@{settings.ADDRESS.partition('//')[2]}",
        day=entry.day,
        summary=f"{entry.occasion.label}: {name}",
        url=f"{settings.ADDRESS}{page}",
        is_private=line.is_withheld,
    )


def _query(request: StaffRequest) -> str:
    said = request.GET.copy()
    for name in ("page", "pages"):
        said.pop(name, None)
    return f"?{said.urlencode()}" if said else ""

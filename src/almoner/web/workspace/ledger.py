"""What the internal auditor reads: every line of the ledger, and the log of what was read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from almoner.accounts.events import NO_END
from almoner.accounts.models import AccessEntry
from almoner.accounts.policies import may_read_access_log, may_read_ledger
from almoner.accounts.queries import access_entries, names_of
from almoner.core.ledger import checkpoint, lines_naming
from almoner.core.models import Event
from almoner.core.verdicts import require
from almoner.web.addresses import address_of
from almoner.web.forms.filters import FilterForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

PERSON = re.compile(r"\bPER-[A-Z0-9]+\b")
DIGEST = re.compile(r"([0-9a-f]{12})[0-9a-f]{52}")


class ReferenceFilter(FilterForm):
    reference = forms.CharField(
        label=gettext_lazy("Reference of a thing or a person"), max_length=60
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a page shows it: people by name, things by their reference and their page."""

    number: int
    at: datetime
    what: str
    who: str
    about: str
    url: str | None
    facts: dict[str, str]


@require_safe
def ledger(request: StaffRequest) -> HttpResponse:
    require(may_read_ledger(request.user, on=localdate()))
    form = ReferenceFilter(request.GET)
    page = page_of(request, lines_naming(_asked(form)).order_by("-number"))
    lines = list(lines_shown(page))
    said = {"form": form, "page": page, "lines": lines, "end": checkpoint()}
    return render(request, "workspace/ledger/ledger.html", said)


@require_safe
def access_log(request: StaffRequest) -> HttpResponse:
    require(may_read_access_log(request.user, on=localdate()))
    form = ReferenceFilter(request.GET)
    page = page_of(request, access_entries(_asked(form)).order_by("-at", "-pk"))
    said = {"form": form, "page": page, "lines": list(_reads(page))}
    return render(request, "workspace/ledger/access.html", said)


def _asked(form: ReferenceFilter) -> str:
    return form.cleaned_data["reference"].strip().upper() if form.is_valid() else ""


def lines_shown(page: Iterable[Event]) -> Iterable[Line]:
    events = list(page)
    names = _names(f"{event.actor} {event.about} {event.facts}" for event in events)
    for event in events:
        yield Line(
            event.number,
            event.recorded_at,
            event.kind,
            _called(event.actor, names),
            _called(event.about, names),
            address_of(event.about),
            {name: _called(fact, names) for name, fact in event.facts.items()},
        )


def _reads(page: Iterable[AccessEntry]) -> Iterable[Line]:
    entries = list(page)
    names = _names(f"{entry.who} {entry.about}" for entry in entries)
    for entry in entries:
        who, about = _called(entry.who, names), _called(entry.about, names)
        what = entry.get_outcome_display()
        yield Line(entry.pk, entry.at, what, who, about, address_of(entry.about), {})


def _names(texts: Iterable[str]) -> dict[str, str]:
    return names_of(reference for text in texts for reference in PERSON.findall(text))


def _called(said: Any, names: dict[str, str]) -> str:
    """What the ledger says, for people: the name of `person:PER-…`, the beginning of a digest."""
    if digest := DIGEST.fullmatch(str(said)):
        return f"{digest[1]}…"
    if str(said) == NO_END.isoformat():
        return _("no end")
    label, _colon, reference = str(said).rpartition(":")
    if label == "system":
        return _("the system (%(part)s)") % {"part": reference}
    return names.get(reference, reference)

"""Looking an import over before anything is public: its columns, its rows, what it would do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.core.lifecycles import IllegalTransition
from almoner.opendata.problems import Level
from almoner.registers.files import code_called
from almoner.registers.kinds import Register, field_in_words
from almoner.registers.models import ImportDraft
from almoner.registers.models.imports import HELD
from almoner.registers.operations import (
    AlreadyImported,
    confirm_draft,
    decide_columns,
    fix_cells,
    take_back_fix,
)
from almoner.registers.ours import dictionary_of
from almoner.registers.queries import rejected_rows_of, rows_to_look_at
from almoner.registers.rejects import (
    rejects_as_csv,
    rejects_as_workbook,
    rejects_of_batch,
    rejects_of_draft,
)
from almoner.registers.states import DraftState
from almoner.registers.tasks import take_up
from almoner.web import words
from almoner.web.forms.imports import (
    CellsForm,
    ColumnsForm,
    ConfirmImportForm,
    TakeBackForm,
)
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .imports import CHANGE, XLSX, draft_or_404

GRAVEST = [HELD, Level.REJECTED, Level.REPAIRED]
DOUBTS = {
    "numbers-lead-to-two": "Its numbers lead to two organisations.",
    "has-another-number": "A register gives this organisation another number than the row does.",
    "named-alike-with-another-number": "It is named alike, and its number is another’s.",
}


@dataclass(frozen=True, slots=True)
class Sort:
    """Rows to look at that have the same problem."""

    code: str
    level: str
    meaning: str
    remedy: str
    count: int


def read_draft(request: StaffRequest, reference: str) -> ImportDraft:
    """A draft that is ready to be looked over. Raises IllegalTransition for any other."""
    draft = draft_or_404(request, reference)
    if draft.state != DraftState.READ:
        raise IllegalTransition(f"{draft} is {draft.state}")
    return draft


@require_http_methods(CHANGE)
def columns(request: StaffRequest, reference: str) -> HttpResponse:
    draft = draft_or_404(request, reference)
    headings = (draft.report or {}).get("headings")
    if draft.state not in {DraftState.READ, DraftState.FAILED} or not headings:
        raise IllegalTransition(f"{draft} has no columns to show")
    dictionary = dictionary_of(Register(draft.register))
    said = request.POST if request.method == "POST" else None
    form = ColumnsForm(said, headings=headings, dictionary=dictionary)
    if form.is_valid():
        take_up(decide_columns(draft, form.columns(), by=request.user, at=now()))
        return redirect("workspace:import", reference)
    fields = [(field_in_words(name), field.says) for name, field in dictionary.fields.items()]
    page = {"draft": draft, "form": form, "fields": fields}
    return render(request, "workspace/imports/columns.html", page)


@require_safe
def rows(request: StaffRequest, reference: str) -> HttpResponse:
    """The rows to look at, those of one problem if asked."""
    draft = read_draft(request, reference)
    found, code = rows_to_look_at(draft), request.GET.get("code", "")
    sorts = [
        Sort(one["code"], one["level"], *_said_of(one["code"]), one["count"])
        for one in found.order_by("level", "code")
        .values("level", "code")
        .annotate(count=Count("pk"))
    ]
    sorts.sort(key=lambda one: (GRAVEST.index(one.level), -one.count))
    if code:
        found = found.filter(code=code)
    page = {
        "draft": draft,
        "sorts": sorts,
        "asked": next((one for one in sorts if one.code == code), None),
        "page": page_of(request, found, size=25),
        "fixes": list(_fixes_of(draft)),
        "unlisted": sum((draft.preview or {}).get("unlisted", {}).values()),
    }
    return render(request, "workspace/imports/rows.html", page)


def _fixes_of(draft: ImportDraft) -> Iterator[dict[str, Any]]:
    """What was typed in place of cells, a row each."""
    for sheet, mended in draft.fixes.items():
        for number, texts in mended.items():
            cells = [(field_in_words(name), text) for name, text in texts.items()]
            yield {"sheet": sheet, "number": number, "cells": cells}


@require_POST
def take_back(request: StaffRequest, reference: str) -> HttpResponse:
    """Read a mended row as it stands in the file again."""
    draft = read_draft(request, reference)
    form = TakeBackForm(request.POST)
    if form.is_valid():
        take_up(take_back_fix(draft, **form.cleaned_data, by=request.user, at=now()))
    return redirect("workspace:import", reference)


def _said_of(code: str) -> tuple[str, str]:
    said = code_called(code)
    return said.meaning, said.remedy


@require_http_methods(CHANGE)
def row(request: StaffRequest, reference: str, number: int) -> HttpResponse:
    draft = read_draft(request, reference)
    shown = get_object_or_404(rows_to_look_at(draft).select_related("draft"), number=number)
    form = CellsForm(request.POST if request.method == "POST" else None, cells=shown.cells)
    if form.is_valid():
        take_up(fix_cells(shown, form.texts(), by=request.user, at=now()))
        return redirect("workspace:import", reference)
    unread = [cell for cell in shown.cells if not cell["field"] and cell["text"]]
    page = {"draft": draft, "row": shown, "form": form, "unread": unread}
    return render(request, "workspace/imports/row.html", page)


@require_safe
def rejected(request: StaffRequest, reference: str, kind: str) -> HttpResponseBase:
    """The rejected rows with their reasons, to be mended and sent again."""
    draft = draft_or_404(request, reference)
    if draft.batch:
        rejects = rejects_of_batch(rejected_rows_of(draft.batch))
    else:
        rejects = rejects_of_draft(rows_to_look_at(draft).filter(level=Level.REJECTED))
    name = f"{draft.register}-rejected-{draft}.{kind}"
    if kind == "xlsx":
        book = rejects_as_workbook(rejects)
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)
    response = HttpResponse(rejects_as_csv(rejects), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def preview(request: StaffRequest, reference: str) -> HttpResponse:
    draft = read_draft(request, reference)
    page = {"draft": draft, "preview": preview_shown(draft)}
    return render(request, "workspace/imports/preview.html", page)


def preview_shown(draft: ImportDraft) -> dict[str, Any]:
    """The preview, its days and sums as the British write them."""
    said = dict(draft.preview or {})
    said["total"] = Decimal(said["total"])
    adding = said["accepted"] - said.get("figures", {}).get("same", 0)
    said["becomes_public"] = adding - said.get("held_count", 0)
    for name in ("new", "changed", "missing", "meets"):
        said[name] = [_row_shown(one) for one in said.get(name, [])]
    said["doubts"] = [one | {"doubt": _(DOUBTS[one["doubt"]])} for one in said["doubts"]]
    return said


def _row_shown(one: Mapping[str, Any]) -> dict[str, Any]:
    amount, day = one["amount"], one.get("day")
    shown: dict[str, Any] = {
        "amount": Decimal(amount) if amount else None,
        "day": date.fromisoformat(day) if day else None,
    }
    if "fields" in one:
        shown["fields"] = [
            {
                "name": field_in_words(field["field"]),
                "old": _value_shown(field["type"], field["old"]),
                "new": _value_shown(field["type"], field["new"]),
            }
            for field in one["fields"]
        ]
    return dict(one) | shown


def _value_shown(kind: str, text: str) -> str:
    if not text:
        return _("nothing")
    if kind == "date":
        return words.day(date.fromisoformat(text))
    return words.pounds(Decimal(text)) if kind == "money" else text


@require_http_methods(CHANGE)
def confirm(request: StaffRequest, reference: str) -> HttpResponse:
    draft = read_draft(request, reference)
    shown = preview_shown(draft)
    said = request.POST if request.method == "POST" else None
    seen = draft.changed_at.isoformat()
    has_doubts = bool(shown["doubt_count"])
    form = ConfirmImportForm(said, has_doubts=has_doubts, initial={"seen": seen})
    if shown["accepted"] and form.is_valid():
        if form.cleaned_data["seen"] != seen:
            raise IllegalTransition(f"{draft} was changed since the page was drawn")
        try:
            take_up(confirm_draft(draft, by=request.user, at=now()))
        except AlreadyImported as error:
            form.add_error(None, str(error))
        else:
            return redirect("workspace:import", reference)
    page = {"draft": draft, "preview": shown, "form": form}
    return render(request, "workspace/imports/confirm.html", page)

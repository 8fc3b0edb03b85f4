"""Imports: files on their way into a register, those that came in, and undoing them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.accounts.access import read_restricted
from almoner.agreements.policies import may_see_repeated_rows
from almoner.core.batches import BatchInProgress
from almoner.core.references import name_of
from almoner.core.states import BatchState
from almoner.core.verdicts import require
from almoner.registers.findings import rows_held_of
from almoner.registers.kinds import Register
from almoner.registers.mending import as_csv, as_workbook, to_mend
from almoner.registers.models import ImportDraft, ImportedFile
from almoner.registers.operations import (
    AlreadyImported,
    StoodUpon,
    drop_draft,
    read_draft_again,
    start_draft,
    undo_import,
)
from almoner.registers.policies import may_see_imports, registers_open_to
from almoner.registers.queries import (
    drafts_of,
    every_import_of,
    mended_cells_of,
    open_drafts_of,
    what_stands_on,
)
from almoner.registers.states import DRAFTS_UNDER_WAY, DraftState
from almoner.registers.tasks import take_up
from almoner.web.forms.imports import UndoImportForm, UploadForm
from almoner.web.forms.people import SureForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

READ = ["GET", "HEAD"]
CHANGE = [*READ, "POST"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SECONDS = 3  # after which a page looks again how far a file has got


@require_safe
def imports(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_imports(request.user, on=on))
    registers = registers_open_to(request.user, on=on)
    page = {
        "drafts": open_drafts_of(registers),
        "page": page_of(request, every_import_of(registers), size=25),
        "may_see_repeated": may_see_repeated_rows(request.user, on=on),
    }
    return render(request, "workspace/imports/index.html", page)


@require_http_methods(CHANGE)
def upload(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_see_imports(request.user, on=on))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, registers=registers_open_to(request.user, on=on), on=on)
    if form.is_valid():
        try:
            draft = _started(form.cleaned_data, request)
        except (AlreadyImported, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        else:
            take_up(draft)
            return redirect("workspace:import", draft)
    return render(request, "workspace/imports/upload.html", {"form": form})


def _started(said: dict[str, Any], request: StaffRequest) -> ImportDraft:
    file: File[bytes] = said["file"]
    return start_draft(
        file.chunks(),
        register=Register(said["register"]),
        file_name=file.name or "",
        publisher=said["publisher"],
        known_from=said["known_from"],
        by=request.user,
        at=now(),
    )


@require_safe
def draft(request: StaffRequest, reference: str) -> HttpResponse:
    """One import in preparation: how far it has got, and what is to be done next."""
    shown = draft_or_404(request, reference)
    page: dict[str, Any] = {"draft": shown}
    if shown.state == DraftState.READ:
        page["preview"] = shown.preview
    if shown.state == DraftState.FAILED:
        page["headings"] = (shown.report or {}).get("headings")
    if shown.batch:
        page["imported"] = ImportedFile.objects.select_related("batch").get(batch=shown.batch)
        page["mended_count"] = mended_cells_of(shown.batch).count()
        page["held_count"] = rows_held_of(shown.batch)
        page["is_live"] = shown.batch.state == BatchState.LIVE
    response = render(request, f"workspace/imports/{_template_of(shown)}.html", page)
    if shown.state in DRAFTS_UNDER_WAY:
        response["Refresh"] = str(SECONDS)  # works without scripts, as a page's own would not
    return response


def _template_of(shown: ImportDraft) -> str:
    return "under_way" if shown.state in DRAFTS_UNDER_WAY else shown.state


def draft_or_404(request: StaffRequest, reference: str) -> ImportDraft:
    """A draft of a register of which the reader may import files."""
    registers = registers_open_to(request.user, on=localdate())
    found = drafts_of(registers).defer(None).select_related("batch", "started_by")
    return get_object_or_404(found, reference=reference)


@require_POST
def again(request: StaffRequest, reference: str) -> HttpResponse:
    """Try a failed draft again, or take up one that nothing happens to."""
    shown = draft_or_404(request, reference)
    if shown.state not in DRAFTS_UNDER_WAY:
        shown = read_draft_again(shown, by=request.user, at=now())
    take_up(shown)
    return redirect("workspace:import", reference)


@require_http_methods(CHANGE)
def drop(request: StaffRequest, reference: str) -> HttpResponse:
    shown = draft_or_404(request, reference)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        drop_draft(shown, by=request.user, at=now())
        messages.success(request, _("The file is deleted. Nothing of it became public."))
        return redirect("workspace:imports")
    return render(request, "workspace/imports/drop.html", {"draft": shown, "form": form})


@require_http_methods(CHANGE)
def undo(request: StaffRequest, reference: str) -> HttpResponse:
    registers = registers_open_to(request.user, on=localdate())
    imported = get_object_or_404(every_import_of(registers), batch__reference=reference)
    form = UndoImportForm(request.POST if request.method == "POST" else None)
    is_live = imported.batch.state == BatchState.LIVE
    why = what_stands_on(imported.batch) if is_live else []
    if is_live and form.is_valid():
        try:
            undo_import(
                imported.batch, reason=form.cleaned_data["reason"], by=request.user, at=now()
            )
        except (StoodUpon, BatchInProgress) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The import is undone: nobody sees its rows any more."))
            return redirect("workspace:imports")
    page = {"imported": imported, "form": form, "why": why, "is_live": is_live}
    return render(request, "workspace/imports/undo.html", page)


@require_safe
def mend(request: StaffRequest, reference: str, kind: str) -> HttpResponseBase:
    """What the register says now, to be mended in a spreadsheet and uploaded again."""
    on = localdate()
    registers = registers_open_to(request.user, on=on)
    live = every_import_of(registers).filter(batch__state=BatchState.LIVE)
    imported = get_object_or_404(live, batch__reference=reference)
    read_restricted(request.user, name_of(imported.batch), at=now())
    rows = to_mend(imported, on=on)
    name = f"{imported.batch.kind}-{on}.{kind}"
    if kind == "xlsx":
        book = as_workbook(rows)
        return FileResponse(book, as_attachment=True, filename=name, content_type=XLSX)
    response = StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

"""Reports: begun, their figures looked at, issued by another, and taken as files."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.core.figures import known_keys
from almoner.core.verdicts import require
from almoner.documents.kinds import MIMETYPES, FileKind
from almoner.documents.outputs.html import as_html
from almoner.documents.outputs.pdf import as_pdf
from almoner.documents.outputs.word import as_word
from almoner.reports.assembled import assembled
from almoner.reports.models import Report
from almoner.reports.operations import (
    begin_report,
    drop_report,
    hindrances_to_issue,
    issue_report,
    look_at_figures,
)
from almoner.reports.policies import (
    may_begin_report,
    may_drop_report,
    may_issue_report,
    may_look_at_figures,
    may_see_report,
    may_see_reports,
    may_write_report,
)
from almoner.reports.queries import document_of, figures_of, kinds_of_report, reports_visible_to
from almoner.web.copies import as_download
from almoner.web.forms.reports import BeginReportForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .figure_rows import figure_rows, rows_of_known
from .filled_words import drawn_parts

CHANGE = ["GET", "HEAD", "POST"]
JSON, HTML = "json", "html"


@require_safe
def reports(request: StaffRequest) -> HttpResponse:
    """Every report that somebody may read, the latest first."""
    on = localdate()
    require(may_see_reports(request.user, on=on))
    titles = {one.code: one.template.title for one in kinds_of_report()}
    page = page_of(request, reports_visible_to(request.user, on=on))
    shown = {
        "page": page,
        "rows": [(one, titles.get(one.kind, one.kind)) for one in page],
        "may_begin": may_begin_report(request.user, on=on),
    }
    return render(request, "workspace/reports/list.html", shown)


@require_http_methods(CHANGE)
def begin(request: StaffRequest) -> HttpResponse:
    """Choose of which kind, called what, to whom and as at which day."""
    require(may_begin_report(request.user, on=localdate()))
    said = request.POST if request.method == "POST" else None
    form = BeginReportForm(said, kinds=kinds_of_report(), initial={"as_at": localdate()})
    if form.is_valid():
        try:
            begun = begin_report(form.asked(), by=request.user, at=now())
        except ValidationError as mistake:
            form.add_error(None, mistake)
        else:
            messages.success(request, _("It is begun. Its figures are as the records have them."))
            return redirect("workspace:report", begun)
    return render(request, "workspace/reports/begin.html", {"form": form})


@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    """Every figure to which a text may be bound: what it counts, and how it is written."""
    require(may_see_reports(request.user, on=localdate()))
    rows = rows_of_known(known_keys().values())
    return render(request, "workspace/reports/figures.html", {"rows": rows})


@require_safe
def report(request: StaffRequest, reference: str) -> HttpResponse:
    """Where it stands, its figures and where each comes from, and how it reads."""
    shown, on, me = report_or_404(request, reference), localdate(), request.user
    filling, bound = document_of(shown), figures_of(shown, on=on)
    page = {
        "report": shown,
        "filling": filling,
        "figures": figure_rows(bound) if shown.is_open else [],
        "waiting": sum(1 for one in bound if one.needs_a_look) if shown.is_open else 0,
        "drawn": drawn_parts(assembled(shown, on=on).written.parts),
        "may_write": may_write_report(me, shown, on=on),
        "may_look": may_look_at_figures(me, shown, on=on),
        "may_issue": may_issue_report(me, shown, on=on),
        "is_to_come": shown.as_at > on,
    }
    return render(request, "workspace/reports/report.html", page)


@require_POST
def look(request: StaffRequest, reference: str) -> HttpResponse:
    """Say of the figures that were ticked that one has looked at them as they were shown."""
    shown = report_or_404(request, reference)
    chosen = request.POST.getlist("figure")
    seen = {key: request.POST.get(f"value-{key}", "") for key in chosen}
    try:
        looks = look_at_figures(shown, seen, by=request.user, at=now())
    except ValidationError as mistake:
        messages.error(request, " ".join(mistake.messages))
    else:
        words = ngettext("%(n)d figure is looked at.", "%(n)d figures are looked at.", len(looks))
        messages.success(request, words % {"n": len(looks)})
    return redirect("workspace:report", reference)


@require_http_methods(CHANGE)
def issue(request: StaffRequest, reference: str) -> HttpResponse:
    shown, on = report_or_404(request, reference), localdate()
    require(may_issue_report(request.user, shown, on=on))
    hindrances = hindrances_to_issue(shown, document_of(shown), on=on)
    if request.method == "POST" and not hindrances:
        issue_report(shown, by=request.user, at=now())
        messages.success(request, _("It is issued. Its words and figures are frozen."))
        return redirect("workspace:report", reference)
    page = {"report": shown, "hindrances": hindrances, "filling": document_of(shown)}
    return render(request, "workspace/reports/issue.html", page)


@require_http_methods(CHANGE)
def drop(request: StaffRequest, reference: str) -> HttpResponse:
    shown = report_or_404(request, reference)
    require(may_drop_report(request.user, shown, on=localdate()))
    if request.method == "POST":
        drop_report(shown, by=request.user, at=now())
        messages.success(request, _("It is dropped."))
        return redirect("workspace:reports")
    return render(request, "workspace/reports/drop.html", {"report": shown})


@require_safe
def download(request: StaffRequest, reference: str, kind: str) -> HttpResponse:
    """The report as a file, with its title block and its paragraphs counted."""
    shown = report_or_404(request, reference)
    whole = assembled(shown, on=localdate())
    if kind == JSON:
        content, mimetype = whole.json, "application/json"
    elif kind == HTML:
        content, mimetype = as_html(whole.written).encode(), "text/html; charset=utf-8"
    elif kind == FileKind.PDF:
        content, mimetype = as_pdf(whole.written), MIMETYPES[FileKind.PDF]
    else:
        content, mimetype = as_word(whole.written), MIMETYPES[FileKind.DOCX]
    return as_download(content, name=f"{shown}.{kind}", mimetype=mimetype)


def report_or_404(request: StaffRequest, reference: str) -> Report:
    """The report that an address names, to whoever may read it."""
    on = localdate()
    require(may_see_reports(request.user, on=on))
    found = Report.objects.select_related("reporter", "issued_by", "filling")
    shown = get_object_or_404(found, reference=reference)
    require(may_see_report(request.user, shown, on=on))
    return shown

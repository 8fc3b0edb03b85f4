"""The body's standing pages in the workspace: what they say, their next version, their history."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from almoner.core.differences import Change, differences
from almoner.core.markdown import as_html
from almoner.core.verdicts import require
from almoner.statements.models import StatementVersion
from almoner.statements.operations import (
    approve_statement,
    begin_statement,
    return_statement,
    save_statement,
    submit_statement,
    withdraw_statement,
)
from almoner.statements.pages import StandingPage
from almoner.statements.policies import (
    may_decide_statement,
    may_see_statements,
    may_submit_statement,
    may_withdraw_statement,
    may_write_statement,
)
from almoner.statements.queries import before, open_versions, standing_of, standings, versions_of
from almoner.statements.states import OPEN, VersionState
from almoner.web.forms.statements import ReturnForm, StatementForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

CHANGE = ["GET", "HEAD", "POST"]


@require_safe
def statements(request: StaffRequest) -> HttpResponse:
    """Every page, whether the body has confirmed it, and when it is to be reviewed."""
    on = localdate()
    require(may_see_statements(request.user, on=on))
    rows = [(standing, standing.needs_review(on)) for standing in standings()]
    unconfirmed = sum(not standing.is_confirmed for standing, _due in rows)
    page = {"rows": rows, "unconfirmed": unconfirmed}
    return render(request, "workspace/statements/list.html", page)


@require_safe
def statement(request: StaffRequest, page: str) -> HttpResponse:
    """One page: what the public reads now, what is on its way, and every version."""
    require(may_see_statements(request.user, on=localdate()))
    standing = standing_of(_page_or_404(page))
    shown = {
        "standing": standing,
        "text": as_html(standing.text),
        "needs_review": standing.needs_review(localdate()),
        "coming": open_versions().filter(page=standing.page).first(),
        "may_write": may_write_statement(request.user, on=localdate()),
        "page": page_of(request, versions_of(standing.page), size=20),
    }
    return render(request, "workspace/statements/statement.html", shown)


@require_http_methods(CHANGE)
def write(request: StaffRequest, page: str) -> HttpResponse:
    """Write the next version: one's own draft, or one begun from what stands there now."""
    require(may_write_statement(request.user, on=localdate()))
    about = _page_or_404(page)
    draft = open_versions().filter(page=about).first()
    if draft:
        require(may_submit_statement(request.user, draft, on=localdate()))
    if draft and draft.state != VersionState.DRAFT:
        return redirect("workspace:statement-version", draft)
    said = request.POST if request.method == "POST" else None
    form = StatementForm(said, page=about, initial=_begun_from(request, about, draft))
    if form.is_valid():
        by, at = request.user, now()
        if draft:
            version = save_statement(draft, **form.cleaned_data, by=by, at=at)
        else:
            version = begin_statement(about, **form.cleaned_data, by=by, at=at)
        return redirect("workspace:statement-version", version)
    return render(request, "workspace/statements/write.html", {"about": about, "form": form})


@require_safe
def version(request: StaffRequest, reference: str) -> HttpResponse:
    """A version as the public will see it, or saw it, and what it changed in words."""
    shown = _version_or_404(request, reference)
    on, state = localdate(), shown.state
    pieces = differences(before(shown), shown.text)
    page = {
        "version": shown,
        "text": as_html(shown.text),
        "pieces": pieces,
        "has_changes": any(piece.change != Change.KEPT for piece in pieces),
        "may_submit": state == VersionState.DRAFT
        and may_submit_statement(request.user, shown, on=on),
        "decide": state == VersionState.SUBMITTED
        and may_decide_statement(request.user, shown, on=on),
        "may_withdraw": state in OPEN and may_withdraw_statement(request.user, shown, on=on),
        "may_write_again": state == VersionState.RETURNED
        and may_write_statement(request.user, on=on),
    }
    return render(request, "workspace/statements/version.html", page)


@require_POST
def submit(request: StaffRequest, reference: str) -> HttpResponse:
    submit_statement(_version_or_404(request, reference), by=request.user, at=now())
    messages.success(request, _("It is submitted. A second person approves it, or sends it back."))
    return redirect("workspace:statement-version", reference)


@require_http_methods(CHANGE)
def approve(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _version_or_404(request, reference)
    require(may_decide_statement(request.user, shown, on=localdate()))
    if request.method == "POST":
        approve_statement(shown, by=request.user, at=now())
        messages.success(request, _("It is approved, and the public reads it now."))
        return redirect("workspace:statement", shown.page)
    page = {"version": shown, "text": as_html(shown.text)}
    return render(request, "workspace/statements/approve.html", page)


@require_http_methods(CHANGE)
def send_back(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _version_or_404(request, reference)
    require(may_decide_statement(request.user, shown, on=localdate()))
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return_statement(shown, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is sent back. Who wrote it is told by their list of work."))
        return redirect("workspace:statement-version", reference)
    return render(request, "workspace/statements/send_back.html", {"version": shown, "form": form})


@require_http_methods(CHANGE)
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _version_or_404(request, reference)
    require(may_withdraw_statement(request.user, shown, on=localdate()))
    if request.method == "POST":
        withdraw_statement(shown, by=request.user, at=now())
        messages.success(request, _("It is withdrawn. The page stays as the public reads it."))
        return redirect("workspace:statement", shown.page)
    return render(request, "workspace/statements/withdraw.html", {"version": shown})


def _page_or_404(page: str) -> StandingPage:
    if page not in StandingPage:
        raise Http404(page)
    return StandingPage(page)


def _version_or_404(request: StaffRequest, reference: str) -> StatementVersion:
    require(may_see_statements(request.user, on=localdate()))
    versions = StatementVersion.objects.select_related("written_by", "decided_by")
    return get_object_or_404(versions, reference=reference)


def _begun_from(
    request: StaffRequest, page: StandingPage, draft: StatementVersion | None
) -> dict[str, Any]:
    """The words to begin with: the draft's, those of a version that was named, or the page's."""
    named = versions_of(page).filter(reference=request.GET.get("from", "")).first()
    if begun := draft or named:
        return {"text": begun.text, "licence": begun.licence}
    standing = standing_of(page)
    return {"text": standing.text, "licence": standing.licence}

"""The library of templates: what each says, its versions, and the next one, which takes two."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.core.differences import Change, differences
from almoner.core.verdicts import require
from almoner.documents.kinds import RefusedFile
from almoner.documents.layouts import UnfitLayout
from almoner.documents.models import TemplateVersion
from almoner.documents.operations import approve_template, propose_template, refuse_template
from almoner.documents.policies import (
    may_decide_template,
    may_propose_template,
    may_see_templates,
)
from almoner.documents.queries import (
    Standing,
    template_standing,
    template_standings,
    versions_of_template,
)
from almoner.documents.queries.conformity import standard_terms
from almoner.documents.states import TemplateState
from almoner.web.copies import as_download
from almoner.web.forms.fillings import ProposeForm, RefuseForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

CHANGE = ["GET", "HEAD", "POST"]


@require_safe
def templates(request: StaffRequest) -> HttpResponse:
    """Every template, whether the body has confirmed it, and when it is to be reviewed."""
    on = localdate()
    require(may_see_templates(request.user, on=on))
    found = template_standings()
    rows = [(standing, standing.template, standing.needs_review(on)) for standing in found]
    page = {
        "rows": rows,
        "unconfirmed": sum(not standing.is_confirmed for standing, _t, _due in rows),
        "terms": standard_terms(),
        "may_propose": may_propose_template(request.user, on=on),
    }
    return render(request, "workspace/templates/list.html", page)


@require_safe
def template(request: StaffRequest, code: str) -> HttpResponse:
    """One template: its sections with their guidance, and its versions."""
    on = localdate()
    require(may_see_templates(request.user, on=on))
    standing = _standing_or_404(code)
    page = {
        "standing": standing,
        "template": standing.template,
        "needs_review": standing.needs_review(on),
        "may_propose": not standing.proposed and may_propose_template(request.user, on=on),
        "page": page_of(request, versions_of_template(code), size=20),
    }
    return render(request, "workspace/templates/template.html", page)


@require_safe
def text(request: StaffRequest, code: str) -> HttpResponse:
    """The text of a template as it stands, to be kept or written on."""
    require(may_see_templates(request.user, on=localdate()))
    standing = _standing_or_404(code)
    return as_download(
        standing.text.encode(), name=f"{code}.toml", mimetype="text/plain; charset=utf-8"
    )


@require_http_methods(CHANGE)
def propose(request: StaffRequest, code: str = "") -> HttpResponse:
    """Write the next version of a template, or a template of the body's own."""
    require(may_propose_template(request.user, on=localdate()))
    standing = _standing_or_404(code) if code else None
    said, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    former = standing.version.layout if standing and standing.version else None
    begun = {"text": standing.text if standing else "", "keeps_layout": True}
    form = ProposeForm(said, sent, former=former, initial=begun)
    if form.is_valid() and (version := _proposed(request, form)):
        messages.success(request, _("It awaits a second person."))
        return redirect("workspace:template-version", version)
    title = standing.template.title if standing else ""
    page = {"code": code, "title": title, "form": form}
    return render(request, "workspace/templates/propose.html", page)


@require_safe
def version(request: StaffRequest, reference: str) -> HttpResponse:
    """One version, as it will be read, and what it changes in words."""
    shown = _version_or_404(request, reference)
    page = {**_of_version(shown), "decide": None}
    if shown.state == TemplateState.PROPOSED:
        page["decide"] = may_decide_template(request.user, shown, on=localdate())
    return render(request, "workspace/templates/version.html", page)


@require_http_methods(CHANGE)
def approve(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _version_or_404(request, reference)
    require(may_decide_template(request.user, shown, on=localdate()))
    if request.method == "POST":
        approve_template(shown, by=request.user, at=now())
        messages.success(request, _("It is in force. Documents begun from now on are on it."))
        return redirect("workspace:template", shown.code)
    return render(request, "workspace/templates/approve.html", {"version": shown})


@require_http_methods(CHANGE)
def refuse(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _version_or_404(request, reference)
    require(may_decide_template(request.user, shown, on=localdate()))
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        refuse_template(shown, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is refused, and its author reads why."))
        return redirect("workspace:template-version", shown)
    return render(request, "workspace/templates/refuse.html", {"version": shown, "form": form})


def _proposed(request: StaffRequest, form: ProposeForm) -> TemplateVersion | None:
    said = form.cleaned_data
    try:
        return propose_template(
            said["text"],
            remark=said["remark"],
            layout=form.chosen_layout,
            by=request.user,
            at=now(),
        )
    except (UnfitLayout, RefusedFile) as refused:
        form.add_error("layout", refused)
    except ValidationError as refused:
        form.add_error("text", refused)
    return None


def _standing_or_404(code: str) -> Standing:
    if standing := template_standing(code):
        return standing
    raise Http404


def _version_or_404(request: StaffRequest, reference: str) -> TemplateVersion:
    require(may_see_templates(request.user, on=localdate()))
    found = TemplateVersion.objects.select_related("written_by", "decided_by", "layout")
    return get_object_or_404(found, reference=reference)


def _of_version(shown: TemplateVersion) -> dict[str, Any]:
    standing = template_standing(shown.code)
    before = standing.text if standing and shown.state == TemplateState.PROPOSED else ""
    pieces = differences(before, shown.text) if before else []
    return {
        "version": shown,
        "template": shown.template,
        "pieces": pieces,
        "has_changes": any(piece.change != Change.KEPT for piece in pieces),
        "is_next": bool(before),
    }

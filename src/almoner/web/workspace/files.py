"""Stored files: reading one, which is logged, and taking one down, which another reviews."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.accounts.access import may_read, read_restricted
from almoner.core.references import name_of
from almoner.core.verdicts import refused, require
from almoner.documents.grounds import Danger
from almoner.documents.keeping import path_of
from almoner.documents.kinds import MIMETYPES, FileKind
from almoner.documents.models import Filling, StoredFile
from almoner.documents.operations import agree_to_delete_file, restore_file, take_down_file
from almoner.documents.policies import may_review_file, may_take_down_file
from almoner.documents.states import FileState
from almoner.papers.models import Document
from almoner.papers.queries import owner_of
from almoner.web.copies import handed_out
from almoner.web.forms.papers import ReviewFileForm, TakeDownForm
from almoner.web.requests import StaffRequest

from .papers import CHANGE


@require_safe
def file(request: StaffRequest, reference: str) -> HttpResponseBase:
    """The file itself, to whoever may read what it belongs to."""
    found = get_object_or_404(StoredFile, reference=reference)
    read_restricted(request.user, name_of(found), at=now())
    if not found.is_kept:
        raise Http404
    return handed_out(path_of(found), name=found.name, mimetype=MIMETYPES[FileKind(found.kind)])


@require_http_methods(CHANGE)
def take_down(request: StaffRequest, reference: str) -> HttpResponse:
    found = _file_or_404(request, reference)
    require(may_take_down_file(request.user, found, on=localdate()))
    form = TakeDownForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        ground = Danger(said["ground"])
        take_down_file(found, ground=ground, reason=said["reason"], by=request.user, at=now())
        messages.success(request, _("Nobody reads it any more. A second person decides next."))
        return redirect(*_where_it_belongs(found))
    page = {"file": found, "owner_name": found.about.partition(":")[2], "form": form}
    return render(request, "workspace/files/take_down.html", page)


@require_http_methods(CHANGE)
def review(request: StaffRequest, reference: str) -> HttpResponse:
    found = _file_or_404(request, reference)
    verdict = may_review_file(request.user, found, on=localdate())
    if found.state != FileState.TAKEN_DOWN:
        verdict = refused(_("This has been decided."))
    form = ReviewFileForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        is_deleted = form.cleaned_data["decision"] == form.DELETE
        (agree_to_delete_file if is_deleted else restore_file)(found, by=request.user, at=now())
        messages.success(request, _("Your decision is recorded."))
        return redirect(*_where_it_belongs(found))
    page = {
        "file": found,
        "owner": owner_of(found),
        "owner_name": found.about.partition(":")[2],
        "verdict": verdict,
        "form": form,
    }
    return render(request, "workspace/files/review.html", page)


def _file_or_404(request: StaffRequest, reference: str) -> StoredFile:
    found = get_object_or_404(
        StoredFile.objects.select_related("taken_down_by"), reference=reference
    )
    require(may_read(request.user, name_of(found), on=localdate()))
    return found


def _where_it_belongs(found: StoredFile) -> tuple[str, str]:
    label, _colon, reference = found.about.partition(":")
    if label == Filling._meta.label_lower:
        return "workspace:filling", reference
    owner = owner_of(found)
    if owner is None:  # it is the layout of a template, which is no paper of an agreement
        return "workspace:template-version", reference
    if isinstance(owner, Document):
        return "workspace:agreement-documents", str(owner.agreement)
    return "workspace:copy", str(owner)

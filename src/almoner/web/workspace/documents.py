"""Documents of an agreement: the list, and adding, replacing and removing them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from almoner.agreements.models import Agreement
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.documents.policies import may_take_down_file
from almoner.documents.queries import fillings_about
from almoner.papers.kinds import DocumentKind
from almoner.papers.models import Document
from almoner.papers.operations import add_document, remove_document, replace_document
from almoner.papers.policies import may_keep_documents, may_see_papers
from almoner.papers.queries import documents_of
from almoner.papers.states import DocumentState
from almoner.web.forms.papers import AddDocumentForm, ReasonForm, ReplaceDocumentForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .papers import CHANGE, agreement_or_404


@require_safe
def documents(request: StaffRequest, reference: str) -> HttpResponse:
    """What is kept of an agreement now and, apart, what was replaced or removed."""
    version, on = agreement_or_404(request, reference), localdate()
    every = documents_of(version.agreement)
    page = page_of(request, every.filter(state=DocumentState.CURRENT))
    earlier = every.exclude(state=DocumentState.CURRENT)[:100]
    first = next(iter([*page.object_list, *earlier]), None)
    about = name_of(version.agreement)
    shown = {
        "version": version,
        "page": page,
        "earlier": earlier,
        "about": about,
        "fillings": fillings_about(about)[:100],
        "may_keep": may_keep_documents(request.user, on=on),
        "may_take_down": first and may_take_down_file(request.user, first.file, on=on),
    }
    return render(request, "workspace/documents/documents.html", shown)


@require_http_methods(CHANGE)
def add(request: StaffRequest, reference: str) -> HttpResponse:
    version = agreement_or_404(request, reference)
    require(may_keep_documents(request.user, on=localdate()))
    said, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AddDocumentForm(said, sent, initial={"kind": request.GET.get("kind", "")})
    if form.is_valid() and _has_added(request, form, version.agreement):
        return redirect("workspace:agreement-documents", version.agreement)
    return render(request, "workspace/documents/add.html", {"version": version, "form": form})


@require_http_methods(CHANGE)
def replace(request: StaffRequest, reference: str) -> HttpResponse:
    document = _document_or_404(request, reference)
    said, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReplaceDocumentForm(said, sent, initial={"title": document.title})
    if form.is_valid() and _has_replaced(request, form, document):
        return redirect("workspace:agreement-documents", document.agreement)
    page = {"document": document, "form": form}
    return render(request, "workspace/documents/replace.html", page)


@require_http_methods(CHANGE)
def remove(request: StaffRequest, reference: str) -> HttpResponse:
    document = _document_or_404(request, reference)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        remove_document(document, **form.cleaned_data, by=request.user, at=now())
        messages.success(request, _("It is removed from the list."))
        return redirect("workspace:agreement-documents", document.agreement)
    page = {"document": document, "form": form}
    return render(request, "workspace/documents/remove.html", page)


def _document_or_404(request: StaffRequest, reference: str) -> Document:
    require(may_see_papers(request.user, on=localdate()))
    require(may_keep_documents(request.user, on=localdate()))
    found = Document.objects.select_related("agreement", "file")
    return get_object_or_404(found, reference=reference)


def _has_added(request: StaffRequest, form: AddDocumentForm, agreement: Agreement) -> bool:
    upload = form.cleaned_data["file"]
    try:
        add_document(
            upload.chunks(),
            name=upload.name,
            agreement=agreement,
            kind=DocumentKind(form.cleaned_data["kind"]),
            said=form.said(),
            by=request.user,
            at=now(),
        )
    except ValidationError as refused:
        form.add_error("file", refused)
        return False
    messages.success(request, _("It is kept. Only officials read it."))
    return True


def _has_replaced(request: StaffRequest, form: ReplaceDocumentForm, document: Document) -> bool:
    upload = form.cleaned_data["file"]
    try:
        replace_document(
            upload.chunks(),
            name=upload.name,
            document=document,
            said=form.said(),
            by=request.user,
            at=now(),
        )
    except ValidationError as refused:
        form.add_error("file", refused)
        return False
    messages.success(request, _("The newer one is kept in its place."))
    return True

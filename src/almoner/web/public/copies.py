"""Copies of contracts and of invitations to tender: the list, each with its past, and the files."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.timezone import localdate
from django.views.decorators.http import condition, require_safe

from almoner.agreements.models import AgreementVersion
from almoner.documents.keeping import path_of
from almoner.documents.kinds import MIMETYPES, FileKind
from almoner.papers.kinds import CopyKind
from almoner.registers.copies import (
    duty_of,
    public_contract,
    public_copies,
    public_past_of,
    with_contracts,
)
from almoner.registers.copy_datasets import DATASETS
from almoner.web.copies import handed_out
from almoner.web.lists import page_of

from .twins import csv_twin, json_twin, twin
from .workbooks import xlsx_twin


@login_not_required
@require_safe
def copies(request: HttpRequest, kind: CopyKind) -> HttpResponse:
    """Every copy that is out, the last published first."""
    on = localdate()
    page = page_of(request, public_copies(kind, on=on))
    shown = {
        "kind": kind,
        "others": [other for other in CopyKind if other != kind],
        "duty": duty_of(kind, on=on),
        "page": page,
        "copies": list(with_contracts(page.object_list, on=on)),
    }
    return render(request, "public/copies/copies.html", shown)


@login_not_required
@require_safe
@twin
def copies_csv(request: HttpRequest, kind: CopyKind) -> HttpResponseBase:
    return csv_twin(request, DATASETS[kind].now(on=localdate()), file_name=kind)


@login_not_required
@require_safe
@twin
def copies_xlsx(request: HttpRequest, kind: CopyKind) -> HttpResponseBase:
    rows = public_copies(kind, on=localdate()).count()
    return xlsx_twin(request, DATASETS[kind].now(on=localdate()), file_name=kind, rows=rows)


@login_not_required
@require_safe
@twin
def copies_json(request: HttpRequest, kind: CopyKind) -> HttpResponseBase:
    return json_twin(
        request,
        DATASETS[kind].now(on=localdate()),
        file_name=kind,
        publisher=settings.BODY_NAME,
        address=f"{settings.ADDRESS}{request.get_full_path()}",
    )


@login_not_required
@require_safe
def copy(request: HttpRequest, kind: CopyKind, reference: str) -> HttpResponse:
    """The copy of one contract, and those that were out before it."""
    version = _contract_or_404(reference)
    past = list(public_past_of(version.agreement, kind))
    if not past:
        raise Http404
    shown = {
        "kind": kind,
        "version": version,
        "past": past,
        "now": public_copies(kind, on=localdate()).filter(agreement=version.agreement).first(),
        "address": f"{settings.ADDRESS}{request.path.removesuffix('/')}.pdf",
    }
    return render(request, "public/copies/copy.html", shown)


@login_not_required
@require_safe
def copy_file(request: HttpRequest, kind: CopyKind, reference: str) -> HttpResponseBase:
    """The copy that is out: its bytes, for whoever does not have them yet."""
    found = public_copies(kind, on=localdate()).filter(agreement__reference=reference).first()
    if found is None:
        raise Http404
    file = found.file

    def answer(_request: HttpRequest) -> HttpResponseBase:
        return handed_out(path_of(file), name=file.name, mimetype=MIMETYPES[FileKind(file.kind)])

    response = condition(etag_func=lambda _request: f'"{file.digest[:32]}"')(answer)(request)
    # Whoever has it asks whether it still stands, since what endangers someone is taken down.
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _contract_or_404(reference: str) -> AgreementVersion:
    found = public_contract(reference, on=localdate())
    if found is None:
        raise Http404
    return found

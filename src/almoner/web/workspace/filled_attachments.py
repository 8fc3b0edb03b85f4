"""Files that go with a document: attached and removed while it is written."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.core.verdicts import refused, require
from almoner.documents.models import Attachment, Filling
from almoner.documents.operations import attach_file, remove_attachment
from almoner.documents.policies import may_write_filling
from almoner.documents.states import AttachmentState
from almoner.web.forms.fillings import AttachForm
from almoner.web.requests import StaffRequest

from .filled_documents import CHANGE, around, filling_or_404


@require_http_methods(CHANGE)
def attach(request: StaffRequest, reference: str) -> HttpResponse:
    """Attach a file to a document that is being written."""
    shown, may_write = filling_or_404(request, reference)
    require(may_write if shown.is_open else refused(_("It is not written any more.")))
    said, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AttachForm(said, sent)
    if form.is_valid() and _is_attached(request, shown, form):
        messages.success(request, _("It is attached. Whoever may read the document may read it."))
        return redirect("workspace:filling", shown)
    page = {**around(shown, may_write), "form": form}
    return render(request, "workspace/fillings/attach.html", page)


@require_http_methods(CHANGE)
def remove(request: StaffRequest, reference: str) -> HttpResponse:
    """Take a file off a document that is being written, once that is confirmed."""
    people = Attachment.objects.select_related("filling", "file")
    found = get_object_or_404(people, reference=reference, state=AttachmentState.ATTACHED)
    may_write = may_write_filling(request.user, found.filling, on=localdate())
    require(may_write)
    require(may_write if found.filling.is_open else refused(_("It is not written any more.")))
    if request.method == "POST":
        remove_attachment(found, by=request.user, at=now())
        messages.success(request, _("It is removed from the document."))
        return redirect("workspace:filling", found.filling)
    page = {**around(found.filling, may_write), "attachment": found}
    return render(request, "workspace/fillings/remove_attachment.html", page)


def _is_attached(request: StaffRequest, shown: Filling, form: AttachForm) -> bool:
    upload, title = form.cleaned_data["file"], form.cleaned_data["title"]
    about = {"name": upload.name, "filling": shown, "title": title}
    try:
        attach_file(upload.chunks(), **about, by=request.user, at=now())
    except ValidationError as refusal:
        form.add_error("file", refusal)
        return False
    return True

"""Bringing in a list of recommendations: sent, looked at, confirmed. Nothing is kept before that.

What was read goes to the preview and comes back with its confirmation, signed, so that nobody
changes it on the way.
"""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from almoner.accounts.models import User
from almoner.audits.bringing import Brought, ListRead, read_list
from almoner.audits.operations import bring_recommendations
from almoner.audits.policies import may_import_recommendations
from almoner.core.verdicts import require
from almoner.opendata.sources import UnreadableFile
from almoner.web.forms.actions import offer_people, person_field
from almoner.web.forms.papers import refuse_too_large
from almoner.web.requests import StaffRequest

from .audits import CHANGE

SALT, A_DAY = "recommendations to bring in", 24 * 60 * 60
SHOWN = 100
DAYS = [one.name for one in fields(Brought) if "date" in str(one.type)]


class SendListForm(forms.Form):
    """The list, who answers for its reviews, and who carried them out."""

    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy(
            "A CSV file or a workbook, a recommendation a row. Every row needs a number, the title"
            " of its review, and what is recommended."
        ),
    )
    sponsor = person_field(
        gettext_lazy("Who answers for these reviews"),
        gettext_lazy("This person also owns what names nobody who is here."),
    )
    carried_out_by = forms.CharField(
        label=gettext_lazy("Who carried them out"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("If nothing is said: internal audit."),
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_people(self, "sponsor", on=on)

    def clean_file(self) -> Any:
        return refuse_too_large(self.cleaned_data["file"])


@require_http_methods(CHANGE)
def send(request: StaffRequest) -> HttpResponse:
    """Take a list, and show what it would bring."""
    on = localdate()
    require(may_import_recommendations(request.user, on=on))
    said, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SendListForm(said, sent, on=on)
    if form.is_valid() and (found := _read(form, on=on)):
        page = {
            "found": found,
            "rows": found.rows[:SHOWN],
            "troubles": found.troubles[:SHOWN],
            "sponsor": form.cleaned_data["sponsor"],
            "signed": _signed(found.rows, form, request.user) if found.rows else "",
        }
        return render(request, "workspace/recommendations/preview.html", page)
    return render(request, "workspace/recommendations/send.html", {"form": form})


@require_POST
def confirm(request: StaffRequest) -> HttpResponse:
    """Bring in what the preview showed."""
    require(may_import_recommendations(request.user, on=localdate()))
    try:
        said = loads(request.POST.get("signed", ""), salt=SALT, max_age=A_DAY)
    except BadSignature:
        messages.error(request, _("The preview is too old, or not whole. Send the list again."))
        return redirect("workspace:bring-recommendations")
    if said["by"] != request.user.reference:  # a preview is its sender's to confirm
        messages.error(request, _("Somebody else sent this list. Send it again yourself."))
        return redirect("workspace:bring-recommendations")
    sponsor = User.objects.get(reference=said["sponsor"])
    given = {"sponsor": sponsor, "carried_out_by": said["carried_out_by"]}
    rows = [_row(one) for one in said["rows"]]
    came = bring_recommendations(rows, **given, by=request.user, at=now())
    words = _("%(count)d recommendations came in, with %(actions)d actions to be done.")
    told = {"count": came.recommendations, "actions": came.actions}
    messages.success(request, words % told)
    return redirect("workspace:recommendations")


def _read(form: SendListForm, *, on: date) -> ListRead | None:
    upload = form.cleaned_data["file"]
    suffix = Path(upload.name or "").suffix[:10]
    try:
        with NamedTemporaryFile(suffix=suffix) as file:
            for piece in upload.chunks():
                file.write(piece)
            file.flush()
            return read_list(Path(file.name), on=on)
    except UnreadableFile as refusal:
        words = str(refusal).replace(Path(file.name).name, upload.name or "")
        form.add_error("file", ValidationError(words))
        return None


def _signed(rows: Sequence[Brought], form: SendListForm, user: User) -> str:
    said = {
        "rows": [_plain(row) for row in rows],
        "sponsor": form.cleaned_data["sponsor"].reference,
        "carried_out_by": form.cleaned_data["carried_out_by"],
        "by": user.reference,
    }
    return dumps(said, salt=SALT, compress=True)


def _plain(row: Brought) -> dict[str, Any]:
    said = asdict(row)
    return {name: str(value) if name in DAYS and value else value for name, value in said.items()}


def _row(said: dict[str, Any]) -> Brought:
    days = {name: date.fromisoformat(said[name]) for name in DAYS if said[name]}
    return Brought(**{**said, **days})

"""What is held about an organisation, an agreement, a case or a decision, with what is public."""

from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from almoner.accounts.operations import note_read
from almoner.agreements.models import Agreement
from almoner.core.references import name_of
from almoner.organisations.models import Organisation
from almoner.registers.information_requests import answer_due_on
from almoner.registers.left_out import left_out_of
from almoner.registers.public_parts import public_parts_of
from almoner.registers.reach import reach_of
from almoner.registers.unshown import grounds_for
from almoner.web.copies import ALONE
from almoner.web.forms.held import ReceivedForm
from almoner.web.lists import page_of
from almoner.web.requests import StaffRequest

from .held_files import list_as_csv, list_as_workbook, public_zip
from .held_rows import Held, KindHeld
from .held_subjects import Asked, asked_about

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
MOST_IN_A_WORKBOOK = 100_000  # rows: what is made while somebody waits


@require_safe
def held(request: StaffRequest, what: str, reference: str) -> HttpResponse:
    """How many records there are of each kind, and those of one kind, each marked."""
    asked = _asked(request, what, reference)
    found, form = _held(request, asked), ReceivedForm(request.GET, today=localdate())
    received = form.cleaned_data["received"] if form.is_valid() else None
    kind = _kind(request, found.kinds)
    page: dict[str, Any] = {
        "asked": asked,
        "kinds": found.kinds,
        "kind": kind,
        "not_yours": sum(one.count for one in found.kinds) - found.readable,
        "is_too_long": found.readable > MOST_IN_A_WORKBOOK,
        "form": form,
        "received": received,
        "due_on": answer_due_on(received) if received else None,
    }
    if kind:
        page["page"] = page_of(request, found.of_kind(kind.holding.code))
        page["rows"] = found.rows(kind.holding.code, page["page"])
        found.note(page["rows"], at=now())
    return render(request, "workspace/held/held.html", page)


@require_safe
def held_csv(request: StaffRequest, what: str, reference: str) -> HttpResponseBase:
    """The marked list, whole, for officials."""
    asked = _asked(request, what, reference)
    lines = list_as_csv(_held(request, asked).every_row(at=now()))
    response = StreamingHttpResponse(lines, content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{_name(asked)}.csv"'
    return response


@require_safe
def held_xlsx(request: StaffRequest, what: str, reference: str) -> HttpResponseBase:
    """The same as a workbook; of too much for one, the CSV."""
    asked = _asked(request, what, reference)
    found = _held(request, asked)
    if found.readable > MOST_IN_A_WORKBOOK:
        return redirect("workspace:held-csv", what, reference)
    made = list_as_workbook(found.every_row(at=now()))
    name = f"{_name(asked)}.xlsx"
    return FileResponse(made, as_attachment=True, filename=name, content_type=XLSX)


@require_safe
def held_public(request: StaffRequest, what: str, reference: str) -> HttpResponseBase:
    """The public parts, to be sent to whoever asked. Its name tells nothing that is not public."""
    asked = _asked(request, what, reference)
    parts = public_parts_of(asked.thing, on=localdate())
    left_out = left_out_of(reach_of(asked.thing), on=localdate()) if parts.datasets else []
    made = public_zip(parts, left_out, at=now())
    named = parts.reference or "answer"
    name = f"public-{named}-{localdate()}.zip"
    response = FileResponse(made, as_attachment=True, filename=name, content_type=ZIP)
    response["Content-Security-Policy"] = ALONE
    return response


def _asked(request: StaffRequest, what: str, reference: str) -> Asked:
    """What an address names. That somebody looked at what is withheld is noted."""
    asked = asked_about(request, what, reference)
    thing = asked.thing
    agreement = thing.pk if isinstance(thing, Agreement) else None
    organisation = thing.pk if isinstance(thing, Organisation) else None
    grounds = grounds_for([agreement] if agreement else [])
    if grounds.of(agreement, organisation):
        note_read(who=request.user.actor, about=name_of(thing), is_allowed=True, at=now())
    return asked


def _held(request: StaffRequest, asked: Asked) -> Held:
    return Held(reach_of(asked.thing), request.user, localdate())


def _kind(request: StaffRequest, kinds: list[KindHeld]) -> KindHeld | None:
    """The kind that is asked for or, if there is none of it, the first that may be read."""
    readable = [one for one in kinds if one.readable]
    wanted = [one for one in readable if one.holding.code == request.GET.get("kind")]
    return next(iter([*wanted, *readable]), None)


def _name(asked: Asked) -> str:
    return f"held-{asked.reference}-{localdate()}-internal-not-for-release"

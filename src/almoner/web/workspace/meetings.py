"""One meeting: its agenda, its pack and its minutes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from almoner.accounts.access import read_restricted
from almoner.boards.letters import when_in_words
from almoner.boards.minute_book import Minuted, attendance_at, minutes_for, minutes_written
from almoner.boards.models import Meeting
from almoner.boards.packs import pack_for, restricted_in
from almoner.boards.past import items_then
from almoner.boards.policies import (
    items_readable_by,
    may_agree_minutes,
    may_hold,
    may_prepare,
    may_read_papers,
    may_record_presence,
    may_run_boards,
    may_send_apologies,
)
from almoner.boards.queries import seat_of, seats_of, terms_of
from almoner.boards.states import TO_COME, MeetingState
from almoner.core.once import reading
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.documents.kinds import MIMETYPES, FileKind
from almoner.documents.outputs.pack import as_pack_pdf
from almoner.documents.outputs.pdf import as_pdf
from almoner.web.copies import as_download
from almoner.web.forms.boards import PastBoardForm
from almoner.web.requests import StaffRequest

from .agenda_rows import agenda_rows, next_step, papers_wanted_by
from .board_pages import meeting_or_404, where
from .past_days import Asked

PDF = MIMETYPES[FileKind.PDF]


@require_safe
def meeting(request: StaffRequest, reference: str) -> HttpResponse:
    """The agenda as its reader sees it, who comes, and what is to be done next."""
    on, at, me = localdate(), now(), request.user
    with reading():
        shown = meeting_or_404(request, reference)
        terms, rows = terms_of(shown.board, on=shown.on), agenda_rows(shown, me, on=on)
        page = {
            **where(shown),
            "rows": rows,
            "when": when_in_words(shown),
            "next_step": next_step(shown, terms, rows, at=at),
            "papers_by": papers_wanted_by(shown, terms),
            "attendance": attendance_at(shown),
            "seats": seats_of(shown.board, on=shown.on),
            "has_unsent": any(one.paper != "frozen" for one in rows),
            "is_planned": shown.state == MeetingState.PLANNED,
            **_open_to(request, shown),
        }
    return render(request, "workspace/boards/meeting.html", page)


def _open_to(request: StaffRequest, shown: Meeting) -> dict[str, Any]:
    """What the reader may do with a meeting, each as the operation would say."""
    on, at, me = localdate(), now(), request.user
    is_called = shown.state == MeetingState.CALLED
    is_to_come = shown.state in TO_COME
    reads = may_read_papers(me, shown, on=on)
    return {
        "may_prepare": may_prepare(me, shown, on=on),
        "may_cancel": is_to_come and may_run_boards(me, on=on),
        "may_hold": is_called and may_hold(me, shown, at=at, on=on),
        "may_record": may_record_presence(me, shown, on=on),
        "may_send_apologies": at < shown.starts_at and may_send_apologies(me, shown, on=on),
        "may_agree": may_agree_minutes(me, shown, on=on),
        "reads_papers": reads,
        "may_take_pack": reads and may_take_pack(request, shown),
        "has_minutes": not is_to_come and shown.state != MeetingState.CANCELLED,
        "sits": seat_of(me, shown.board, on=on),
    }


def may_take_pack(request: StaffRequest, shown: Meeting) -> bool:
    """Until the papers are out, the pack is a draft for the secretary."""
    if shown.state != MeetingState.PLANNED:
        return True
    return bool(may_run_boards(request.user, on=localdate()))


@require_safe
def pack(request: StaffRequest, reference: str) -> HttpResponse:
    """The papers as one file, drawn for who asks. Reads of restricted items are noted."""
    on, me = localdate(), request.user
    shown = meeting_or_404(request, reference)
    require(may_read_papers(me, shown, on=on))
    if shown.state == MeetingState.PLANNED:
        require(may_run_boards(me, on=on))
    for item in restricted_in(me, shown, on=on):
        read_restricted(me, name_of(item), at=now())
    with reading():
        drawn = pack_for(me, shown, on=on)
    return as_download(as_pack_pdf(drawn), name=f"{shown}.pdf", mimetype=PDF)


@require_safe
def meeting_as_at(request: StaffRequest, reference: str) -> HttpResponse:
    """What stood on the agenda on a day, and what had been minuted by then, to whoever reads the
    papers. Of items that are not theirs they learn how many there are.
    """
    on, me, form = localdate(), request.user, PastBoardForm(request.GET, today=localdate())
    asked = Asked.by(form)
    with reading():
        shown = meeting_or_404(request, reference)
        require(may_read_papers(me, shown, on=on))
        then = items_then(shown, on=asked.on, is_as_at=asked.is_as_at)
        readable = items_readable_by(me, shown, [one.item for one in then], on=on)
        told = [one for one in then if one.item.pk in readable]
    for one in told:
        if one.item.is_restricted:
            read_restricted(me, name_of(one.item), at=now())
    page = {**where(shown), **asked.page(form), "items": told, "left_out": len(then) - len(told)}
    return render(request, "workspace/boards/meeting_as_at.html", page)


@require_safe
def minutes(request: StaffRequest, reference: str) -> HttpResponse:
    """What was said on each item, and what came of it."""
    on, me = localdate(), request.user
    shown, told = _minutes(request, reference)
    with reading():
        page = {
            **where(shown),
            "minuted": told,
            "attendance": attendance_at(shown),
            "open": [one for one in told if not one.is_confirmed],
            "may_write": shown.state == MeetingState.HELD and may_run_boards(me, on=on),
            "may_agree": may_agree_minutes(me, shown, on=on),
        }
    return render(request, "workspace/boards/minutes.html", page)


@require_safe
def minutes_pdf(request: StaffRequest, reference: str) -> HttpResponse:
    shown, told = _minutes(request, reference)
    written = minutes_written(shown, told, on=localdate())
    return as_download(as_pdf(written), name=f"{shown}-minutes.pdf", mimetype=PDF)


def _minutes(request: StaffRequest, reference: str) -> tuple[Meeting, list[Minuted]]:
    """The minutes, to whoever reads the papers. Reads of restricted items are noted."""
    on, me = localdate(), request.user
    shown = meeting_or_404(request, reference)
    require(may_read_papers(me, shown, on=on))
    with reading():
        told = minutes_for(me, shown, on=on)
    for one in told:
        if one.item.is_restricted and one.is_read:
            read_restricted(me, name_of(one.item), at=now())
    return shown, told

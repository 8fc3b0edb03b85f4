"""What is done about a meeting: its agenda put together, sent out, held, agreed."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from almoner.accounts.models import User
from almoner.boards.agendas import proposals_for
from almoner.boards.bringing import TWICE, is_listed, may_bring
from almoner.boards.letters import when_in_words
from almoner.boards.minute_book import attendance_at
from almoner.boards.models import Meeting
from almoner.boards.operations import (
    agree_minutes,
    call_meeting,
    cancel_meeting,
    hold_meeting,
    list_item,
    record_presence,
    reschedule_meeting,
    send_apologies,
)
from almoner.boards.policies import (
    may_agree_minutes,
    may_hold,
    may_prepare,
    may_record_presence,
    may_run_boards,
    may_send_apologies,
)
from almoner.boards.queries import items_of, seats_of, terms_of
from almoner.boards.states import MeetingState
from almoner.core.once import reading
from almoner.core.operations import together
from almoner.core.verdicts import refused, require
from almoner.web.forms.agendas import AddItemForm, ProposalsForm
from almoner.web.forms.boards import (
    BecauseForm,
    HeldForm,
    PresenceForm,
    WhenForm,
    said_of_meeting,
)
from almoner.web.requests import StaffRequest

from .agenda_rows import agenda_rows, papers_wanted_by
from .board_pages import CHANGE, Ask, done, form_page, meeting_or_404, sent, where
from .things_named import thing_named


@require_http_methods(CHANGE)
def apologies(request: StaffRequest, reference: str) -> HttpResponse:
    """Say that one cannot come."""
    shown = meeting_or_404(request, reference)
    require(may_send_apologies(request.user, shown, on=localdate()))
    if request.method == "POST":
        send_apologies(shown, by=request.user, at=now())
        messages.success(request, _("Your apologies are recorded."))
        return redirect("workspace:meeting", reference)
    ask = Ask(_("Send apologies"), _("I cannot come"), words=when_in_words(shown))
    return form_page(request, shown, None, ask)


@require_http_methods(CHANGE)
def propose(request: StaffRequest, reference: str) -> HttpResponse:
    """Choose from standing items, the last minutes, what was put off, and what awaits the board."""
    on, shown = localdate(), meeting_or_404(request, reference)
    require(may_prepare(request.user, shown, on=on))
    with reading():
        form = ProposalsForm(sent(request), proposals=proposals_for(shown, on=on))
    if form.is_valid():
        wanted = form.wanted()
        with together():
            for one in wanted:
                list_item(shown, one, by=request.user, at=now())
        words = ngettext(
            "%(n)d item is on the agenda.", "%(n)d items are on the agenda.", len(wanted)
        )
        messages.success(request, words % {"n": len(wanted)})
        return redirect("workspace:meeting", reference)
    return render(request, "workspace/boards/propose.html", {**where(shown), "form": form})


@require_http_methods(CHANGE)
def add(request: StaffRequest, reference: str) -> HttpResponse:
    """Put something on the agenda by hand."""
    on, shown, me = localdate(), meeting_or_404(request, reference), request.user
    require(may_prepare(me, shown, on=on))
    named = partial(_to_be_listed, shown, me, on)
    form = AddItemForm(sent(request), on=on, named=named)
    if form.is_valid() and done(form, lambda: list_item(shown, form.wanted(), by=me, at=now())):
        messages.success(request, _("It is on the agenda, last."))
        return redirect("workspace:meeting", reference)
    ask = Ask(_("Put something on the agenda"), _("Put it on the agenda"))
    return form_page(request, shown, form, ask)


def _to_be_listed(shown: Meeting, me: User, on: date, said: str) -> str:
    """The ledger's name of what an item is to be about. Raises ValidationError unless it may be
    brought before the board, and stands on the agenda no more than once.
    """
    about = thing_named(said, may=lambda name: may_bring(me, shown, name, on=on))
    if is_listed(shown, about):
        raise ValidationError(TWICE)
    return about


@require_http_methods(CHANGE)
def move(request: StaffRequest, reference: str) -> HttpResponse:
    """Another time or place."""
    shown = meeting_or_404(request, reference)
    require(may_prepare(request.user, shown, on=localdate()))
    form = WhenForm(sent(request), initial=said_of_meeting(shown))
    if form.is_valid() and done(
        form, lambda: reschedule_meeting(shown, form.when(), by=request.user, at=now())
    ):
        messages.success(request, _("It is moved, and its members are told."))
        return redirect("workspace:meeting", reference)
    words = _("Whoever sits on the board is told at once.")
    return form_page(request, shown, form, Ask(_("Move the meeting"), _("Move it"), words=words))


@require_http_methods(CHANGE)
def cancel(request: StaffRequest, reference: str) -> HttpResponse:
    shown = meeting_or_404(request, reference)
    require(may_run_boards(request.user, on=localdate()))
    form = BecauseForm(sent(request))
    if form.is_valid() and done(
        form, lambda: cancel_meeting(shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is cancelled, and its members are told."))
        return redirect("workspace:meeting", reference)
    warning = _("Whoever sits on the board is told at once. This cannot be taken back.")
    ask = Ask(_("Cancel the meeting"), _("Cancel it"), warning=warning, is_grave=True)
    return form_page(request, shown, form, ask)


@require_http_methods(CHANGE)
def call(request: StaffRequest, reference: str) -> HttpResponse:
    """Send agenda and papers out, or late ones, once it is plain who is told and what they get."""
    on, shown = localdate(), meeting_or_404(request, reference)
    require(may_prepare(request.user, shown, on=on))
    if request.method == "POST":
        try:
            call_meeting(shown, by=request.user, at=now())
        except ValidationError as mistake:
            messages.error(request, " ".join(mistake.messages))
        else:
            messages.success(request, _("The papers are out, and the members are told."))
        return redirect("workspace:meeting", reference)
    with reading():
        rows = [one for one in agenda_rows(shown, request.user, on=on) if one.paper != "frozen"]
        last = papers_wanted_by(shown, terms_of(shown.board, on=shown.on))
        page = {
            **where(shown),
            "rows": rows,
            "told": seats_of(shown.board, on=shown.on),
            "last": last,
            "is_late": shown.state == MeetingState.CALLED,
            "is_after": on > last,
        }
    return render(request, "workspace/boards/call.html", page)


@require_http_methods(CHANGE)
def hold(request: StaffRequest, reference: str) -> HttpResponse:
    """Say that it was held, and of each who sits on the board whether they were there."""
    on, shown = localdate(), meeting_or_404(request, reference)
    require(may_hold(request.user, shown, at=now(), on=on))
    if shown.state != MeetingState.CALLED:
        require(refused(_("Only a meeting whose papers went out is held.")))
    seats = seats_of(shown.board, on=shown.on)
    form = HeldForm(sent(request), seats=seats, before=attendance_at(shown))
    if form.is_valid() and done(
        form, lambda: hold_meeting(shown, form.presences(), by=request.user, at=now())
    ):
        messages.success(request, _("It was held. Add others who were there, and its minutes."))
        return redirect("workspace:meeting", reference)
    words = _("Say of each who sits on the board whether they were there.")
    ask = Ask(_("Say that it was held"), _("It was held"), words=words)
    return form_page(request, shown, form, ask)


@require_http_methods(CHANGE)
def presence(request: StaffRequest, reference: str) -> HttpResponse:
    """Somebody else who was there, or a presence put right."""
    on, shown = localdate(), meeting_or_404(request, reference)
    require(may_record_presence(request.user, shown, on=on))
    form = PresenceForm(sent(request), on=on)
    if form.is_valid():
        person, said = form.cleaned_data["person"], form.cleaned_data["presence"]
        if done(form, lambda: record_presence(shown, person, said, by=request.user, at=now())):
            messages.success(request, _("It is recorded."))
            return redirect("workspace:meeting", reference)
    words = _("Also whoever came to speak on an item. What was recorded before is put right.")
    ask = Ask(_("Record who was there"), _("Record it"), words=words)
    return form_page(request, shown, form, ask)


@require_http_methods(CHANGE)
def agree(request: StaffRequest, reference: str) -> HttpResponse:
    """Say that the minutes are right, as a whole."""
    shown = meeting_or_404(request, reference)
    require(may_agree_minutes(request.user, shown, on=localdate()))
    if request.method == "POST":
        try:
            agree_minutes(shown, by=request.user, at=now())
        except ValidationError as mistake:
            messages.error(request, " ".join(mistake.messages))
        else:
            messages.success(request, _("The minutes are agreed."))
        return redirect("workspace:meeting-minutes", reference)
    count = items_of(shown).count()
    words = ngettext("Its agenda has %(n)d item.", "Its agenda has %(n)d items.", count)
    warning = _("The minutes do not change any more, and this cannot be taken back.")
    ask = Ask(_("Agree the minutes"), _("They are right"), words % {"n": count}, warning)
    return form_page(request, shown, None, ask)

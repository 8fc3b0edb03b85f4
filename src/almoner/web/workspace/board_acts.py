"""What the secretary does to a board: set up, revise, seat, plan, dissolve."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from almoner.boards.kinds import Watched
from almoner.boards.models import Board
from almoner.boards.operations import (
    Charter,
    dissolve_board,
    plan_meeting,
    plan_meetings,
    revise_terms,
    seat_member,
    set_up_board,
    unseat_member,
)
from almoner.boards.operations.boards import charter_of
from almoner.boards.operations.calling import days_to_plan
from almoner.boards.policies import may_run_boards
from almoner.boards.queries import seats_on, terms_of
from almoner.core.periods import FinancialYear
from almoner.core.rhythms import Often, Rhythm, in_words
from almoner.core.verdicts import require
from almoner.web.forms.boards import (
    BecauseForm,
    EndSeatForm,
    ReviseTermsForm,
    SeatForm,
    SetUpBoardForm,
    WhenForm,
)
from almoner.web.requests import StaffRequest
from almoner.web.words import day as day_in_words

from .board_pages import CHANGE, Ask, board_or_404, done, form_page, sent, where

CONFIRMED = "confirmed"
NOT_SAID = {CONFIRMED, "csrfmiddlewaretoken"}


@require_http_methods(CHANGE)
def set_up(request: StaffRequest) -> HttpResponse:
    on = localdate()
    require(may_run_boards(request.user, on=on))
    form, made = SetUpBoardForm(sent(request), charter=_usual(on)), list[Board]()
    if form.is_valid() and done(
        form,
        lambda: made.append(
            set_up_board(form.cleaned_data["code"], form.charter(), by=request.user, at=now())
        ),
    ):
        messages.success(request, _("It is set up. Say next who sits on it."))
        return redirect("workspace:board", made[0])
    ask = Ask(_("Set up a board"), _("Set it up"))
    return form_page(request, None, form, ask)


@require_http_methods(CHANGE)
def revise(request: StaffRequest, reference: str) -> HttpResponse:
    """Other terms from a day on: first what would change, then the word that it is to."""
    shown, on = _run(request, reference), localdate()
    before = charter_of(shown, on=on)
    form = ReviseTermsForm(sent(request), charter=before)
    if form.is_valid():
        after, from_day = form.charter(), form.cleaned_data["from_day"]
        if CONFIRMED not in request.POST:
            changes = list(differences(before, after))
            return _preview(request, shown, changes=changes, from_day=from_day)
        said = {"from_day": from_day, "by": request.user, "at": now()}
        if done(form, lambda: revise_terms(shown, after, **said)):
            messages.success(request, _("The terms are revised. Those before stay on record."))
            return redirect("workspace:board", reference)
    ask = Ask(_("Revise the terms"), _("Show what would change"))
    return form_page(request, shown, form, ask)


def _preview(request: StaffRequest, shown: Board, **found: Any) -> HttpResponse:
    said = [(name, one) for name, ones in request.POST.lists() for one in ones]
    kept = [(name, one) for name, one in said if name not in NOT_SAID]
    page = {**where(shown), "said": kept, **found}
    return render(request, "workspace/boards/revise_preview.html", page)


def differences(before: Charter, after: Charter) -> Iterator[tuple[str, str, str]]:
    """What other terms would change: each by its name, as it is and as it would be."""
    for (label, old), (_label, new) in zip(_said(before), _said(after), strict=True):
        if old != new:
            yield label, old, new


def _said(terms: Charter) -> Iterator[tuple[str, str]]:
    yield _("What it is called"), terms.name
    yield _("What it is for"), terms.purpose
    yield _("The other body, of a joint panel"), terms.partner
    yield _("How many with a vote make a quorum"), str(terms.quorum)
    yield _("When it meets"), _rhythm(terms)
    yield _("Starts at"), f"{terms.starts_at:%H:%M}"
    yield _("How long it sits, in minutes"), str(terms.minutes)
    yield _("Where it meets"), terms.place
    yield _("How many working days before it its papers go out"), str(terms.papers_days)
    yield _("What stands on every agenda"), "; ".join(terms.standing)
    yield _("What it looks after"), "; ".join(str(Watched(one).label) for one in terms.watched)


def _rhythm(terms: Charter) -> str:
    if terms.begins_on is None or terms.often == Often.NONE:
        return _("only when it is called")
    rhythm = Rhythm(Often(terms.often), terms.weekday, terms.ordinal, terms.begins_on)
    said = {"rhythm": in_words(rhythm), "day": day_in_words(terms.begins_on)}
    return _("%(rhythm)s, from %(day)s") % said


@require_http_methods(CHANGE)
def seat(request: StaffRequest, reference: str) -> HttpResponse:
    shown, on = _run(request, reference), localdate()
    form = SeatForm(sent(request), on=on, initial={"from_day": on})
    if form.is_valid():
        said = dict(form.cleaned_data)
        person, part = said.pop("person"), said.pop("part")
        if done(form, lambda: seat_member(shown, person, part, **said, by=request.user, at=now())):
            messages.success(request, _("They sit on it from that day."))
            return redirect("workspace:board", reference)
    ask = Ask(_("Give somebody a seat"), _("Give it"))
    return form_page(request, shown, form, ask)


@require_http_methods(CHANGE)
def unseat(request: StaffRequest, reference: str, person: str) -> HttpResponse:
    shown, on = _run(request, reference), localdate()
    held = get_object_or_404(seats_on(on).filter(board=shown), person__reference=person)
    form = EndSeatForm(sent(request), initial={"from_day": on})
    if form.is_valid() and done(
        form,
        lambda: unseat_member(shown, held.person, **form.cleaned_data, by=request.user, at=now()),
    ):
        messages.success(request, _("Their seat ends. That they sat on it stays on record."))
        return redirect("workspace:board", reference)
    name = {"name": held.person.name, "part": held.get_part_display()}
    warning = _("%(name)s (%(part)s) reads no paper of this board from that day on.") % name
    ask = Ask(_("End a seat"), _("End it"), warning=warning, is_grave=True)
    return form_page(request, shown, form, ask)


@require_http_methods(CHANGE)
def plan(request: StaffRequest, reference: str) -> HttpResponse:
    """Plan one meeting."""
    shown = _run(request, reference)
    terms = terms_of(shown, on=localdate())
    first = {"starts": terms.starts_at, "place": terms.place}
    form = WhenForm(sent(request), initial=first)
    if form.is_valid() and done(
        form, lambda: plan_meeting(shown, form.when(), by=request.user, at=now())
    ):
        messages.success(request, _("It is planned."))
        return redirect("workspace:board", reference)
    return form_page(request, shown, form, Ask(_("Plan a meeting"), _("Plan it")))


@require_http_methods(CHANGE)
def plan_year(request: StaffRequest, reference: str) -> HttpResponse:
    """The days of this financial year that are left and of the next, as its rhythm gives them."""
    shown, on = _run(request, reference), localdate()
    terms = terms_of(shown, on=on)
    year = FinancialYear.containing(on)
    days = days_to_plan(shown, first=_tomorrow(on), last=year.following().last_day)
    if request.method == "POST":
        chosen = [one for one in days if one.isoformat() in request.POST.getlist("day")]
        planned = plan_meetings(shown, chosen, by=request.user, at=now())
        words = ngettext("%(n)d meeting is planned.", "%(n)d meetings are planned.", len(planned))
        messages.success(request, words % {"n": len(planned)})
        return redirect("workspace:board", reference)
    rows = [(one, one.weekday() != terms.weekday) for one in days]
    page = {**where(shown), "rows": rows, "rhythm": terms.rhythm and in_words(terms.rhythm)}
    return render(request, "workspace/boards/plan_year.html", page)


@require_http_methods(CHANGE)
def dissolve(request: StaffRequest, reference: str) -> HttpResponse:
    shown = _run(request, reference)
    form = BecauseForm(sent(request))
    if form.is_valid() and done(
        form, lambda: dissolve_board(shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("It is dissolved. Its papers and minutes stay."))
        return redirect("workspace:board", reference)
    warning = _("It meets no more, and this cannot be taken back. Its papers and minutes stay.")
    ask = Ask(_("Dissolve the board"), _("Dissolve it"), warning=warning, is_grave=True)
    return form_page(request, shown, form, ask)


def _usual(on: date) -> Charter:
    """What most boards choose: once a month, on its second Tuesday."""
    return Charter(
        name="",
        purpose="",
        quorum=3,
        often=Often.MONTHLY,
        weekday=1,
        ordinal=2,
        begins_on=on,
        starts_at=time(10),
        minutes=120,
        standing=[_("Conflicts of interest"), _("Any other business")],
    )


def _run(request: StaffRequest, reference: str) -> Board:
    """The board that an address names, to whoever runs boards."""
    shown = board_or_404(request, reference)
    require(may_run_boards(request.user, on=localdate()))
    return shown


def _tomorrow(on: date) -> date:
    return date.fromordinal(on.toordinal() + 1)

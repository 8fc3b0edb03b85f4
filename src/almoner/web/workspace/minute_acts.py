"""What is done about what came of an item: written down, confirmed in the chair, taken on."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from almoner.accounts.models import User
from almoner.boards.effects import effects_on
from almoner.boards.models import Item
from almoner.boards.operations import confirm_minute, open_item_action, write_minute
from almoner.boards.policies import may_confirm, may_minute, may_read_papers
from almoner.boards.queries import seat_of, words_of
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.verdicts import require
from almoner.documents.blocks import blocks_of
from almoner.documents.outputs.html import drawn
from almoner.web.forms.agendas import ConfirmForm, ItemActionForm, MinuteForm
from almoner.web.requests import StaffRequest

from .agenda_items import effect_of
from .board_pages import CHANGE, Ask, done, form_page, item_or_404, sent, where

ITEM = "workspace:agenda-item"


@require_http_methods(CHANGE)
def minute(request: StaffRequest, reference: str) -> HttpResponse:
    """Write down what was said and what came of it. Each wording is kept."""
    shown, on = item_or_404(request, reference), localdate()
    require(may_minute(request.user, shown, on=on))
    effects = effects_on(shown.about, on=on) if shown.about else {}
    form = MinuteForm(sent(request), item=shown, effects=effects)
    if form.is_valid() and done(
        form, lambda: write_minute(shown, **form.said(), by=request.user, at=now())
    ):
        messages.success(request, _("The minute is written. The chair confirms it next."))
        return redirect(ITEM, reference)
    said = Ask(_("Write the minute"), _("Write it down"), words=shown.title)
    return form_page(request, shown, form, said)


@require_http_methods(CHANGE)
def confirm(request: StaffRequest, reference: str) -> HttpResponse:
    """Confirm, in the chair, what came of an item: once it is plain what that does."""
    shown, me = item_or_404(request, reference), request.user
    require(may_confirm(me, shown, on=localdate()))
    if not hasattr(shown, "minute") or shown.minute.is_confirmed:
        messages.warning(request, _("There is nothing to confirm here."))
        return redirect(ITEM, reference)
    form, effect, last = ConfirmForm(sent(request)), effect_of(shown), words_of(shown.minute.pk)
    if form.is_valid() and _confirmed(form, shown, by=me):
        messages.success(request, what_was_done(shown, effect))
        return _to_the_minutes(request, shown)
    page = {
        **where(shown),
        "form": form,
        "last": last,
        "effect": effect,
        "seat": seat_of(me, shown.meeting.board, on=shown.meeting.on),
        "words_drawn": drawn(blocks_of(last.words)),
    }
    return render(request, "workspace/boards/confirm.html", page)


def _confirmed(form: Any, item: Item, *, by: User) -> bool:
    """Whether it was confirmed. Where what the item is about refuses whoever may confirm its
    minute, the form says so, for then the minute can be put right.
    """
    at = now()
    try:
        return done(form, lambda: confirm_minute(item, **form.cleaned_data, by=by, at=at))
    except PermissionDenied as refusal:
        require(may_confirm(by, item, on=day_of(at)))
        form.add_error(None, str(refusal))
    except IllegalTransition:  # its own words are for developers
        form.add_error(None, _("Somebody changed this, or what it is about, meanwhile."))
    return False


def what_was_done(item: Item, effect: str) -> str:
    """What a chair is told who has confirmed an item."""
    said = {"place": item.place, "title": item.title, "outcome": item.minute.get_outcome_display()}
    told = _("Item %(place)d, %(title)s, is confirmed: %(outcome)s.") % said
    reference = item.about.partition(":")[2]
    if effect:
        acted = {"reference": reference, "effect": effect}
        told += " " + _("It acted on %(reference)s in your name. %(effect)s.") % acted
    elif reference:
        told += " " + _("It is only minuted: %(thing)s stays as it was.") % {"thing": reference}
    return told


def _to_the_minutes(request: StaffRequest, item: Item) -> HttpResponse:
    """Where the next item is, for whoever still reads the papers: who only presents it does not."""
    if may_read_papers(request.user, item.meeting, on=localdate()):
        return redirect("workspace:meeting-minutes", item.meeting)
    return redirect(ITEM, item)


@require_http_methods(CHANGE)
def open_action(request: StaffRequest, reference: str) -> HttpResponse:
    """Have somebody take something on."""
    shown, on = item_or_404(request, reference), localdate()
    require(may_minute(request.user, shown, on=on))
    form = ItemActionForm(sent(request), on=on)
    if form.is_valid() and done(
        form, lambda: open_item_action(shown, **form.cleaned_data, by=request.user, at=now())
    ):
        messages.success(request, _("The action is open, and stands under matters arising."))
        return redirect(ITEM, reference)
    words = _("It came of: %(title)s") % {"title": shown.title}
    return form_page(request, shown, form, Ask(_("Open an action"), _("Open it"), words=words))

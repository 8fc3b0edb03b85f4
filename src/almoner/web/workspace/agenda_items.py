"""One item of an agenda: its paper, what members said about it, and what came of it."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from almoner.accounts.access import may_read
from almoner.actions.models import Action
from almoner.actions.queries import actions_of, actions_visible_to
from almoner.boards.effects import effects_on
from almoner.boards.kinds import Outcome
from almoner.boards.models import Interest, Item, ItemFile
from almoner.boards.packs import brief_of
from almoner.boards.policies import (
    items_readable_by,
    may_answer,
    may_ask,
    may_change_item,
    may_confirm,
    may_declare,
    may_minute,
    may_read_live,
    may_rule,
    may_withdraw_item,
)
from almoner.boards.queries import items_of
from almoner.boards.states import InterestState, ItemState, MinuteState
from almoner.core.once import reading
from almoner.core.references import name_of
from almoner.documents.blocks import blocks_of
from almoner.documents.outputs.briefs import as_brief_html
from almoner.documents.outputs.html import drawn
from almoner.web.requests import StaffRequest

from .board_pages import item_or_404, where


@require_safe
def item(request: StaffRequest, reference: str) -> HttpResponse:
    """The paper as it went out or, until then, as its thing stands today; and all about it."""
    on, me = localdate(), request.user
    shown = item_or_404(request, reference)
    with reading():
        is_sent = hasattr(shown, "paper")
        reads = bool(is_sent or may_read_live(me, shown, on=on))
        brief = brief_of(shown, on=on) if reads else None
        page = {
            **where(shown),
            "brief": as_brief_html(brief, level=3) if brief else "",
            "brief_title": brief.title if brief else "",
            "is_frozen": is_sent,
            "reads_paper": reads,
            "files": _files(shown) if reads else [],
            "questions": shown.questions.select_related("asked_by", "answered_by").order_by("pk"),
            "actions": _actions(request, shown),
            "today": on,
            **_neighbours(request, shown),
            "about_reference": shown.about.partition(":")[2],
            "reads_about": bool(shown.about and may_read(me, shown.about, on=on)),
            **_minute(shown),
            **_open_to(request, shown),
        }
    return render(request, "workspace/boards/item.html", page)


def _actions(request: StaffRequest, shown: Item) -> QuerySet[Action]:
    """Those that came of it, each with whether its reader `may_read_action`, in one question."""
    seen = actions_visible_to(request.user, on=localdate()).filter(pk=OuterRef("pk"))
    return actions_of(name_of(shown)).annotate(is_read=Exists(seen))


def _files(shown: Item) -> QuerySet[ItemFile]:
    return shown.files.filter(removed_at=None).select_related("file").order_by("pk")


def _neighbours(request: StaffRequest, shown: Item) -> dict[str, Any]:
    """The papers before and after it that its reader may read, so that one can leaf through."""
    items = list(items_of(shown.meeting))
    readable = items_readable_by(request.user, shown.meeting, items, on=localdate())
    read = [one for one in items if one.pk in readable or one == shown]
    places = {one.pk: place for place, one in enumerate(read)}
    place = places.get(shown.pk)
    if place is None:  # it was withdrawn
        return {}
    return {
        "before": read[place - 1] if place else None,
        "after": read[place + 1] if place + 1 < len(read) else None,
    }


def _minute(shown: Item) -> dict[str, Any]:
    minute = getattr(shown, "minute", None)
    if minute is None:
        return {}
    wordings = list(minute.texts.select_related("written_by").order_by("-number"))
    return {
        "minute": minute,
        "wordings": wordings,
        "words_drawn": drawn(blocks_of(wordings[0].words), level=3),
        "effect": "" if minute.is_confirmed else effect_of(shown),
    }


def _open_to(request: StaffRequest, shown: Item) -> dict[str, Any]:
    """What the reader may do with an item, each as the operation would say."""
    on, at, me = localdate(), now(), request.user
    people = Interest.objects.select_related("person", "ruled_by").order_by("pk")
    prefetch_related_objects([shown], Prefetch("interests", queryset=people))
    interests = list(shown.interests.all())
    listed = shown.state == ItemState.LISTED
    minute = getattr(shown, "minute", None)
    is_draft = minute is not None and minute.state == MinuteState.DRAFT
    confirms = may_confirm(me, shown, on=on) if is_draft else None
    unruled = [one for one in interests if one.state == InterestState.DECLARED]
    declared = any(one.person_id == me.pk for one in interests)
    return {
        "interests": interests,
        "may_rule": bool(unruled and may_rule(me, unruled[0], on=on)),
        "may_change": listed and may_change_item(me, shown, on=on),
        "may_withdraw": listed and may_withdraw_item(me, shown, on=on),
        "may_ask": listed and may_ask(me, shown, at=at, on=on),
        "may_answer": may_answer(me, shown, on=on),
        "may_declare": listed and not declared and may_declare(me, shown, on=on),
        "may_minute": listed and may_minute(me, shown, on=on),
        "may_confirm": confirms,
        "why_not_confirmed": confirms.reason if confirms is not None and not confirms else "",
    }


def effect_of(shown: Item) -> str:
    """What confirming its minute would do to the thing that it is about, in words."""
    minute = shown.minute
    if not minute.acts:
        return ""
    return effects_on(shown.about, on=localdate()).get(Outcome(minute.outcome), "")

"""What a board is told of its last meeting: its minutes, and what became of the actions."""

from datetime import date

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.actions.models import Action
from almoner.documents.briefs import Brief, BriefPart, declare_brief

from .models import Item, Meeting
from .queries import is_apart, items_of, meetings, present_at, terms_of, with_words
from .states import OUT


@declare_brief("boards.meeting")
def brief_of_meeting(reference: str, _on: date) -> Brief | None:
    """The minutes as they stand, and the actions of all earlier meetings of the board that are
    open. Items that are restricted, or that somebody was out of, are minuted apart: whoever was out
    of one reads this too.
    """
    meeting = meetings().filter(reference=reference).first()
    if meeting is None:
        return None
    items = list(with_words(items_of(meeting).prefetch_related("interests")))
    there = ", ".join(sorted(one.person.name for one in present_at(meeting)))
    return Brief(
        title=_("Minutes of the meeting of %(day)s") % {"day": date_format(meeting.on, "j F Y")},
        asks=_("Say that the minutes are right, and look at what is still to be done."),
        facts=(
            (_("Board"), terms_of(meeting.board, on=meeting.on).name),
            (_("Present"), there or _("Nobody")),
        ),
        parts=(*(_minuted(one) for one in items), _matters_arising(meeting)),
    )


def _minuted(item: Item) -> BriefPart:
    if is_apart(item):
        return BriefPart(f"{item.place}. {_('Minuted apart')}", _("See the page of this item."))
    heading = f"{item.place}. {item.title}"
    if not item.said:
        return BriefPart(heading, _("No minute is written yet."))
    outcome = item.minute.get_outcome_display()
    return BriefPart(heading, f"{item.said}\n\n**{outcome}**")


def _matters_arising(meeting: Meeting) -> BriefPart:
    columns = (_("Action"), _("Who"), _("By when"), _("Where it stands"))
    rows = tuple(
        (
            one.what,
            one.owner.name,
            date_format(one.due_on, "j F Y"),
            one.get_state_display(),
        )
        for one in actions_of_board(meeting.board_id)
        if one.is_unfinished
    )
    text = "" if rows else _("No action of this board is open.")
    return BriefPart(_("Matters arising"), text, columns if rows else (), rows)


def actions_of_board(board_id: int) -> QuerySet[Action]:
    """What came of the items of a board that are neither restricted nor minuted apart, by day."""
    items = Item.objects.filter(meeting__board_id=board_id, is_restricted=False)
    named = Concat(Value(f"{Item._meta.label_lower}:"), "reference")
    names = items.exclude(interests__state__in=OUT).values(name=named)
    actions = Action.objects.filter(source__in=names, is_restricted=False)
    return actions.select_related("owner", "verifier").order_by("due_on", "pk")

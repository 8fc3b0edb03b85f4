"""What reports may say of boards: that they met, who came, and what they decided."""

from collections import Counter
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from almoner.actions.models import Action
from almoner.actions.standings import ActionStood, actions_stood
from almoner.core.figures import Rows, Unit, declare_figure
from almoner.core.moments import end_of, start_of
from almoner.core.past import lines_by
from almoner.core.periods import parse_year

from .days import last_days
from .events import MeetingEvent
from .kinds import VOTING, Outcome, Presence
from .models import Attendance, Item, Meeting, Minute
from .queries import terms_as_at
from .states import MinuteState

PAGE = "workspace:boards"
DECIDED = (
    Outcome.AGREED,
    Outcome.AGREED_WITH_CONDITIONS,
    Outcome.SENT_BACK,
    Outcome.REFUSED,
)


@declare_figure(
    "boards.held",
    label=_("Meetings of boards held, %(of)s"),
    unit=Unit.COUNT,
    source=_("Meetings of that financial year that were said to be held"),
    takes=parse_year,
    page=PAGE,
)
def meetings_held(parameter: str, on: date) -> int | None:
    return _held(parameter, on).count() if Meeting.objects.exists() else None


@declare_figure(
    "boards.cancelled",
    label=_("Meetings of boards cancelled, %(of)s"),
    unit=Unit.COUNT,
    source=_("Meetings of that financial year that did not take place"),
    takes=parse_year,
    page=PAGE,
)
def meetings_cancelled(parameter: str, on: date) -> int | None:
    lines = lines_by(on, is_as_at=True).filter(kind=MeetingEvent.CANCELLED)
    names = [about.partition(":")[2] for about in lines.values_list("about", flat=True)]
    found = _of_year(parameter, on)
    return found.filter(reference__in=names).count() if Meeting.objects.exists() else None


@declare_figure(
    "boards.decided",
    label=_("Items that boards decided, %(of)s"),
    unit=Unit.COUNT,
    source=_("Confirmed outcomes, but for what was noted or deferred"),
    takes=parse_year,
    page=PAGE,
)
def items_decided(parameter: str, on: date) -> int | None:
    return _decided(parameter, on).count() if Meeting.objects.exists() else None


@declare_figure(
    "boards.actions_open",
    label=_("Actions of boards to be done"),
    unit=Unit.COUNT,
    source=_("Actions that came of an item of a meeting, by the steps recorded by the day"),
    page="workspace:actions",
)
def actions_open(_parameter: str, on: date) -> int | None:
    stood = _stood(on)
    return sum(1 for one in stood if one.is_to_do) if stood else None


@declare_figure(
    "boards.actions_overdue",
    label=_("Overdue actions of boards"),
    unit=Unit.COUNT,
    source=_("Actions that came of an item of a meeting, and are past their day"),
    page="workspace:actions",
)
def actions_overdue(_parameter: str, on: date) -> int | None:
    stood = _stood(on)
    return sum(1 for one in stood if one.is_overdue(on)) if stood else None


@declare_figure(
    "table.boards",
    label=_("Boards, %(of)s"),
    unit=Unit.TABLE,
    source=_("The boards of the body, with what is recorded of their meetings of that year"),
    takes=parse_year,
    columns=(_("Board"), _("Meetings held"), _("Members there"), _("Decided"), _("Last meeting")),
    page=PAGE,
)
def boards(parameter: str, on: date) -> Rows:
    held = Counter(_held(parameter, on).values_list("board", flat=True))
    decided = Counter(_decided(parameter, on).values_list("item__meeting__board", flat=True))
    shares, last = _shares(parameter, on), last_days(on)
    return tuple(
        (
            terms.name,
            str(held[terms.board_id]),
            shares.get(terms.board_id, ""),
            str(decided[terms.board_id]),
            date_format(last[terms.board_id], "j F Y") if terms.board_id in last else "",
        )
        for terms in terms_as_at(on).order_by("name", "board")
    )


def _of_year(parameter: str, on: date) -> QuerySet[Meeting]:
    year = parse_year(parameter)
    last = min(year.last_day, on)
    return Meeting.objects.filter(
        starts_at__gte=start_of(year.first_day), starts_at__lt=end_of(last)
    )


def _held(parameter: str, on: date) -> QuerySet[Meeting]:
    return _of_year(parameter, on).filter(held_at__lt=end_of(on))


def _decided(parameter: str, on: date) -> QuerySet[Minute]:
    return Minute.objects.filter(
        item__meeting__in=_held(parameter, on),
        state=MinuteState.CONFIRMED,
        confirmed_at__lt=end_of(on),
        outcome__in=DECIDED,
    )


def _shares(parameter: str, on: date) -> dict[int, str]:
    """By board, how many of those who had a vote at a meeting were there."""
    voting = Attendance.objects.filter(meeting__in=_held(parameter, on), part__in=VOTING)
    there = Count("pk", filter=Q(presence=Presence.PRESENT))
    counts = voting.order_by().values_list("meeting__board").annotate(all=Count("pk"), there=there)
    return {board: f"{round(100 * came / of)}%" for board, of, came in counts}


def _stood(on: date) -> list[ActionStood]:
    known = end_of(on)
    source = f"{Item._meta.label_lower}:"
    keys = Action.objects.filter(source__startswith=source, opened_at__lt=known)
    stood = actions_stood(list(keys.values_list("pk", flat=True)), on=on, known_before=known)
    return list(stood.values())

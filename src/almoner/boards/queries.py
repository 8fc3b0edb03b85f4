"""Questions about boards, who sits on them, and their meetings."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.dated import as_at, versions_on
from almoner.core.models import Event
from almoner.core.moments import start_of
from almoner.core.once import asked_once

from .kinds import Presence
from .models import Attendance, Board, Interest, Item, Meeting, Minute, MinuteText, Seat, Terms
from .states import OUT, OVER, TO_COME, BoardState, ItemState

OF_TERMS, OF_SEATS = ("board_id",), ("board_id", "person_id")


def terms_on(on: date) -> QuerySet[Terms]:
    """The terms of every board that hold on a day, as now known."""
    return versions_on(Terms.objects.all(), *OF_TERMS, on=on).select_related("board")


def terms_as_at(on: date) -> QuerySet[Terms]:
    """The same, by what was known on that day."""
    return as_at(Terms.objects.all(), *OF_TERMS, on=on).select_related("board")


@asked_once
def terms_of(board: Board, *, on: date) -> Terms:
    """The terms by which a board sits on a day; before its first day, its first."""
    held = terms_on(on).filter(board=board).first()
    return held or Terms.objects.filter(board=board).earliest("valid_from", "recorded_at")


def sitting_boards(on: date) -> QuerySet[Terms]:
    """The terms of the boards that sit, by name."""
    return terms_on(on).filter(board__state=BoardState.SITTING).order_by("name", "board")


def seats_on(on: date) -> QuerySet[Seat]:
    """Who sits on which board on a day, as now known."""
    held = versions_on(Seat.objects.all(), *OF_SEATS, on=on).filter(is_held=True)
    return held.select_related("person")


def seats_as_at(on: date) -> QuerySet[Seat]:
    """The same, by what was known on that day."""
    held = as_at(Seat.objects.all(), *OF_SEATS, on=on).filter(is_held=True)
    return held.select_related("person")


def seats_of(board: Board, *, on: date) -> list[Seat]:
    """Who sits on a board: its chair, deputy chairs, members and advisers, each by name."""
    order = ["chair", "deputy-chair", "member", "adviser"]
    held = seats_on(on).filter(board=board)
    return sorted(held, key=lambda one: (order.index(one.part), one.person.name))


@asked_once
def seat_of(person: User, board: Board, *, on: date) -> Seat | None:
    return seats_on(on).filter(board=board, person=person).first()


def boards_of(people: Iterable[str], *, on: date) -> QuerySet[Seat]:
    """The seats of people of these references."""
    return seats_on(on).filter(person__reference__in=people)


def meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("board")


def meetings_of(board: Board) -> QuerySet[Meeting]:
    return meetings().filter(board=board).order_by("starts_at", "pk")


def next_meeting(board: Board, *, at: datetime) -> Meeting | None:
    """The next that is planned or called."""
    return meetings_of(board).filter(state__in=TO_COME, ends_at__gte=at).first()


def last_meeting(board: Board, *, before: datetime) -> Meeting | None:
    """The last that was held before a moment."""
    return meetings_of(board).filter(state__in=OVER, starts_at__lt=before).last()


def meeting_after(meeting: Meeting) -> Meeting | None:
    """The next meeting of the same board whose papers have not gone out."""
    later = meetings_of(meeting.board).filter(state="planned", starts_at__gt=meeting.starts_at)
    return later.first()


def items_of(meeting: Meeting) -> QuerySet[Item]:
    """What stands on an agenda, in its order."""
    listed = Item.objects.filter(meeting=meeting, state=ItemState.LISTED)
    return listed.select_related("presenter", "paper", "minute").order_by("place", "pk")


def items_with_all(meeting: Meeting) -> QuerySet[Item]:
    """The same, with who is out of each, and its questions and files."""
    people = Interest.objects.select_related("person", "ruled_by")
    return items_of(meeting).prefetch_related(
        Prefetch("interests", queryset=people.order_by("pk")),
        "questions__asked_by",
        "questions__answered_by",
        "files__file",
    )


def out_of(item: Item) -> QuerySet[Interest]:
    """Who is out of an item."""
    return Interest.objects.filter(item=item, state__in=OUT)


def is_out(person: User, item: Item) -> bool:
    return item.pk in items_out_of(person, item.meeting)


def had_before(item: Item) -> Item | None:
    """The last item by which the board had the same before it."""
    same = Q(pk=item.carried_from_id)
    if item.about:
        same |= Q(meeting__board=item.meeting.board_id, about=item.about)
    return Item.objects.filter(same).exclude(pk=item.pk).order_by("pk").last()


@asked_once
def items_out_of(person: User, meeting: Meeting) -> set[int]:
    """The keys of the items of a meeting that somebody is out of."""
    mine = Interest.objects.filter(item__meeting=meeting, person=person, state__in=OUT)
    return set(mine.values_list("item_id", flat=True))


def present_at(meeting: Meeting) -> QuerySet[Attendance]:
    there = Attendance.objects.filter(meeting=meeting, presence=Presence.PRESENT)
    return there.select_related("person")


def is_apart(item: Item) -> bool:
    """Whether what came of an item is told on its own page alone."""
    return item.is_restricted or any(one.state in OUT for one in item.interests.all())


def words_to_tell(minute: Minute) -> str:
    """What the thing that an item is about is told by its minute: its words or, where those are for
    few, where they stand.
    """
    if is_apart(minute.item):
        words = {"item": minute.item, "meeting": minute.item.meeting}
        return _("Minuted apart, at item %(item)s of meeting %(meeting)s.") % words
    return minute.words


def words_of(minute_pk: int) -> MinuteText:
    return MinuteText.objects.filter(minute_id=minute_pk).latest("number")


def enacted_by(event: Event) -> Minute:
    """The minute that a line of `MinuteEvent.ENACTED` is about, for the app of its thing to act on:
    with its item and who confirmed it.
    """
    reference = event.about.partition(":")[2]
    found = Minute.objects.select_related("item__meeting__board", "item__paper", "confirmed_by")
    return found.get(item__reference=reference)


def was_asked_since(minute: Minute, asked_at: datetime) -> bool:
    """Whether a thing was asked of the board only after the paper went out: then the board had
    another before it than the one on which its outcome would act.
    """
    return asked_at > minute.item.paper.sent_at


def with_words(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items with the last words of their minutes, as `said`."""
    last = MinuteText.objects.filter(minute__item=OuterRef("pk")).order_by("-number")
    said = {"said": Subquery(last.values("words")[:1])}
    return items.annotate(**said)


def meetings_with_counts(found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings, each with how many items stand on its agenda, and how many have no minute."""
    listed = Q(items__state=ItemState.LISTED)
    counts = {
        "listed": Count("items", filter=listed),
        "unminuted": Count("items", filter=listed & ~Q(items__minute__state="confirmed")),
    }
    return found.annotate(**counts)


def boards_watching(person: User, *, on: date) -> QuerySet[Board]:
    """The boards on which somebody sits."""
    mine = seats_on(on).filter(person=person, board=OuterRef("pk"))
    return Board.objects.filter(Exists(mine))


def meetings_from(on: date) -> QuerySet[Meeting]:
    """Meetings to come, of every board, soonest first."""
    return meetings().filter(state__in=TO_COME, starts_at__gte=start_of(on)).order_by("starts_at")

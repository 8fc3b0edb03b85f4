"""Questions about followers: who waits, who is to be told, and of whom something is left."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from almoner.core.moments import day_of, is_night, start_of
from almoner.core.references import name_of
from almoner.core.workdays import monday_of
from almoner.outbox.delivery import HOPELESS
from almoner.outbox.models import Message
from almoner.outbox.states import DeliveryState

from .models import Follow, Watch
from .states import FollowState
from .terms import Rhythm

KEPT = timedelta(days=7)  # how long an address is kept that nobody confirmed
MOST = 20  # searches that one address may follow
# What becomes known is dated a little before anyone sees it: a file may take that long to read in.
SETTLED = timedelta(minutes=10)
ONE_LIKE_IT = f"{Follow._meta.label_lower}:"
NOT_THERE_YET = Q(message__delivery__state__in=[DeliveryState.QUEUED, DeliveryState.SENDING])
NEVER_THERE = Q(
    message__delivery__state=DeliveryState.FAILED, message__delivery__trouble__in=HOPELESS
)


def confirmed_follows_of(email: str) -> QuerySet[Follow]:
    return follows_of(email).filter(state=FollowState.CONFIRMED)


def follows_of(email: str) -> QuerySet[Follow]:
    """All that an address asked for and nobody has ended, however it is written."""
    written = email.strip().lower()
    asked = Follow.objects.exclude(state=FollowState.ENDED).alias(written=Lower("email"))
    return asked.filter(written=written).exclude(email="").order_by("pk")


def follows_to_forget(*, at: datetime) -> QuerySet[Follow]:
    """Those that nobody confirmed in time."""
    asked = Follow.objects.filter(state=FollowState.ASKED, asked_at__lt=at - KEPT)
    return asked.order_by("pk")


def follows_to_look_through(*, at: datetime) -> QuerySet[Follow]:
    """Those whose turn it is, less those whose last message has not gone out yet, or never can. One
    that a mail server could not be given for a day is given up: the next tells of all since.
    """
    if is_night(at):
        return Follow.objects.none()
    on = day_of(at)
    monday = monday_of(on)
    confirmed = Follow.objects.filter(state=FollowState.CONFIRMED)
    due = Q(rhythm=Rhythm.DAILY) & _not_since(on) | Q(rhythm=Rhythm.WEEKLY) & _not_since(monday)
    waiting = Watch.objects.filter(NOT_THERE_YET | NEVER_THERE)
    return confirmed.filter(due).exclude(pk__in=waiting.values("follow")).order_by("pk")


def _not_since(day: date) -> Q:
    """That it was followed before a day, and has not been looked through since."""
    looked = Q(watch=None) | Q(watch__looked_on__lt=day)
    return Q(confirmed_at__lt=start_of(day)) & looked


def told_until(follow: Follow) -> datetime:
    """The moment up to which somebody was told; of what came later they know nothing yet."""
    watch = Watch.objects.select_related("message__delivery").filter(follow=follow).first()
    if watch is None:
        assert follow.confirmed_at is not None
        return follow.confirmed_at - SETTLED
    was_sent = watch.message and watch.message.delivery.state == DeliveryState.SENT
    return watch.until if was_sent and watch.until else watch.since


def watch_told_by(message: Message) -> Watch | None:
    """What a message is to tell of; None once nobody follows it."""
    watches = Watch.objects.select_related("follow")
    return watches.filter(message=message, follow__state=FollowState.CONFIRMED).first()


def ended_with_letters() -> list[Follow]:
    """Those that ended while a letter of theirs was in somebody's hand."""
    left = Message.objects.filter(about__startswith=ONE_LIKE_IT, to_actor="")
    named = set(left.exclude(address="", subject="", body="").values_list("about", flat=True))
    ended = Follow.objects.filter(
        state=FollowState.ENDED, reference__in=[about.removeprefix(ONE_LIKE_IT) for about in named]
    )
    return [follow for follow in ended if name_of(follow) in named]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many follow something, by how often they are told, and how many have not confirmed."""

    daily: int
    weekly: int
    asked: int


def tally_of_follows() -> Tally:
    rows = Follow.objects.exclude(state=FollowState.ENDED).values_list("state", "rhythm")
    counts = Counter(rows)
    return Tally(
        daily=counts[FollowState.CONFIRMED, Rhythm.DAILY],
        weekly=counts[FollowState.CONFIRMED, Rhythm.WEEKLY],
        asked=sum(n for (state, _rhythm), n in counts.items() if state == FollowState.ASKED),
    )

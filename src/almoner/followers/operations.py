"""What becomes of a wish to be told: it is asked for, confirmed, looked into, and ended."""

from datetime import datetime

from almoner.accounts.models import User
from almoner.core.actors import Actor, System
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import bookkeeping, operation, together
from almoner.core.verdicts import require
from almoner.outbox.models import Message

from .events import FollowEvent
from .letters import announce_news
from .models import Follow, Watch
from .policies import may_confirm_follow, may_remove_follower
from .queries import confirmed_follows_of, follows_of
from .states import FOLLOW_LIFECYCLE, FollowState
from .terms import Ending, Rhythm

PUBLIC = System("public")


@operation
def ask_to_follow(*, email: str, search: str, rhythm: Rhythm, at: datetime) -> Follow:
    """Note that somebody wants to be told. A letter asks the owner of the address to confirm it."""
    follow = Follow.objects.create(email=email, search=search, rhythm=rhythm, asked_at=at)
    record(FollowEvent.ASKED, about=follow, by=PUBLIC, at=at, rhythm=rhythm)
    return follow


def confirm_follow(follow: Follow, *, at: datetime) -> Follow:
    """Begin to tell whoever has the link, in place of what they asked of the same search before.

    Raises PermissionDenied or IllegalTransition.
    """
    with together():
        follow = _confirm(follow, at=at)
        before = confirmed_follows_of(follow.email).filter(search=follow.search)
        for other in before.exclude(pk=follow.pk):
            end_follow(other, ending=Ending.REPLACED, by=PUBLIC, at=at)
    return follow


@operation
def _confirm(follow: Follow, *, at: datetime) -> Follow:
    follow = _lock(follow)
    require(may_confirm_follow(follow, at=at))
    FOLLOW_LIFECYCLE.check(follow.state, FollowState.CONFIRMED)
    follow.state, follow.confirmed_at = FollowState.CONFIRMED, at
    follow.save(update_fields=["state", "confirmed_at"])
    record(FollowEvent.CONFIRMED, about=follow, by=PUBLIC, at=at, rhythm=follow.rhythm)
    return follow


@operation
def end_follow(follow: Follow, *, ending: Ending, by: Actor, at: datetime) -> Follow:
    """Stop telling somebody, and forget their address and what they asked for: here, and in the
    letters to them. Raises IllegalTransition.
    """
    follow = _lock(follow)
    FOLLOW_LIFECYCLE.check(follow.state, FollowState.ENDED)
    follow.email = follow.search = ""
    follow.state, follow.ended_at = FollowState.ENDED, at
    follow.save(update_fields=["email", "search", "state", "ended_at"])
    record(FollowEvent.ENDED, about=follow, by=by, at=at, ending=ending)
    return follow


def remove_follower(email: str, *, by: User, at: datetime) -> int:
    """End all that an address asked for, and forget it. Says how much that was.

    Raises PermissionDenied.
    """
    require(may_remove_follower(by, on=day_of(at)))
    with together():
        found = list(follows_of(email))
        for follow in found:
            end_follow(follow, ending=Ending.REMOVED, by=by, at=at)
    return len(found)


@bookkeeping
def look_through(
    follow: Follow, *, since: datetime, until: datetime, is_news: bool, at: datetime
) -> Message | None:
    """Note that somebody's search was looked through that day, and queue word of what is new.

    Nothing is noted of whoever stopped meanwhile: their address is forgotten.
    """
    follow = _lock(follow)
    if follow.state != FollowState.CONFIRMED:
        return None
    message = announce_news(follow, at=at) if is_news else None
    seen = {"looked_on": day_of(at), "since": since}
    told = {"until": until, "message": message} if message else {"until": None, "message": None}
    Watch.objects.update_or_create(follow=follow, defaults={**seen, **told})
    return message


def _lock(follow: Follow) -> Follow:
    return Follow.objects.select_for_update().get(pk=follow.pk)

"""Minutes: written, confirmed by whoever was in the chair, agreed as a whole, and their actions."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.actions.models import Action
from almoner.actions.operations import open_action
from almoner.boards.effects import effects_on
from almoner.boards.events import MeetingEvent, MinuteEvent
from almoner.boards.freezing import digest_of, minutes_text
from almoner.boards.kinds import Outcome
from almoner.boards.models import Item, Meeting, Minute, MinuteText
from almoner.boards.policies import may_agree_minutes, may_confirm, may_minute
from almoner.boards.queries import is_apart, items_of, with_words, words_of
from almoner.boards.states import MEETING_LIFECYCLE, MINUTE_LIFECYCLE, MeetingState, MinuteState
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.lifecycles import IllegalTransition
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.core.verdicts import require

from .locking import lock_item, lock_meeting


@operation
def write_minute(
    item: Item,
    *,
    words: str,
    outcome: Outcome,
    conditions_by: date | None = None,
    acts: bool = False,
    by: User,
    at: datetime,
) -> Minute:
    """Write down what was said on an item and what came of it. Every wording is kept. Once the
    chair has confirmed the outcome, only the words may be put right.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    item = lock_item(item)
    require(may_minute(by, item, on=day_of(at)))
    said = (outcome, conditions_by, acts)
    _check(item, said, on=day_of(at))
    minute: Minute = getattr(item, "minute", None) or Minute(item=item)
    if not minute.is_confirmed:
        minute.outcome, minute.conditions_by, minute.acts = said
        minute.recorded_at = server_now()
        minute.save()
    elif said != (minute.outcome, minute.conditions_by, minute.acts):
        raise IllegalTransition(f"{item}: its outcome is confirmed")
    text = _add_words(minute, words, by=by, at=at)
    record(MinuteEvent.WRITTEN, about=item, by=by, at=at, words=text.digest)
    return minute


@operation
def confirm_minute(item: Item, *, seen: int | None = None, by: User, at: datetime) -> Minute:
    """Confirm, in the chair, what came of an item. Where the outcome acts, the app of the thing
    does it in this transaction, in the name of who confirms; if it refuses, nothing is recorded.

    `seen` is the number of the wording that a page showed: what the secretary wrote since is not
    what the chair confirms. Raises PermissionDenied, IllegalTransition, ValidationError or what the
    thing's app raises.
    """
    item = lock_item(item)
    require(may_confirm(by, item, on=day_of(at)))
    minute: Minute | None = getattr(item, "minute", None)
    if minute is None:
        raise ValidationError(_("Nothing is written down yet. The secretary takes the minute."))
    MINUTE_LIFECYCLE.check(minute.state, MinuteState.CONFIRMED)
    if seen is not None and seen != words_of(minute.pk).number:
        raise ValidationError(_("The minute was written anew meanwhile. Read it again."))
    _check(item, (Outcome(minute.outcome), minute.conditions_by, minute.acts), on=day_of(at))
    minute.state, minute.confirmed_by, minute.confirmed_at = MinuteState.CONFIRMED, by, at
    minute.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    kind = MinuteEvent.ENACTED if minute.acts else MinuteEvent.CONFIRMED
    facts = {"outcome": minute.outcome, "words": words_of(minute.pk).digest}
    record(kind, about=item, by=by, at=at, **facts)
    return minute


@operation
def agree_minutes(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Say that the minutes of a meeting are right, as a whole: they do not change any more.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    meeting = lock_meeting(meeting)
    require(may_agree_minutes(by, meeting, on=day_of(at)))
    MEETING_LIFECYCLE.check(meeting.state, MeetingState.AGREED)
    items = list(with_words(items_of(meeting)))
    open_ones = [one for one in items if not (hasattr(one, "minute") and one.minute.is_confirmed)]
    if open_ones:
        raise ValidationError(
            [
                _("Item %(place)d has no confirmed outcome.") % {"place": one.place}
                for one in open_ones
            ]
        )
    meeting.minutes = digest_of(minutes_text(items, {one.pk: one.said or "" for one in items}))
    meeting.state, meeting.agreed_by, meeting.agreed_at = MeetingState.AGREED, by, at
    meeting.save(update_fields=["state", "agreed_by", "agreed_at", "minutes"])
    record(MeetingEvent.AGREED, about=meeting, by=by, at=at, minutes=meeting.minutes)
    return meeting


def open_item_action(
    item: Item, *, what: str, owner: User, verifier: User, due_on: date, by: User, at: datetime
) -> Action:
    """Have somebody take something on that came of an item.

    Raises PermissionDenied or ValidationError.
    """
    require(may_minute(by, item, on=day_of(at)))
    return open_action(
        what,
        owner=owner,
        verifier=verifier,
        due_on=due_on,
        source=name_of(item),
        is_restricted=is_apart(item),
        by=by,
        at=at,
    )


def _check(item: Item, said: tuple[Outcome, date | None, bool], *, on: date) -> None:
    outcome, conditions_by, acts = said
    if outcome == Outcome.AGREED_WITH_CONDITIONS and conditions_by is None:
        raise ValidationError({"conditions_by": _("Say by when the conditions are to be met.")})
    if acts and not hasattr(item, "paper"):
        raise ValidationError({"acts": _("Its paper did not go out, so no outcome can act on it.")})
    if acts and outcome not in effects_on(item.about, on=on):
        raise ValidationError({"acts": _("This outcome would do nothing to what it is about.")})


def _add_words(minute: Minute, words: str, *, by: User, at: datetime) -> MinuteText:
    if not words.strip():
        raise ValidationError({"words": _("Say what was said, and why it came out so.")})
    words = words.strip()
    return MinuteText.objects.create(
        minute=minute,
        number=minute.texts.count() + 1,
        words=words,
        digest=digest_of(words),
        written_by=by,
        written_at=at,
        recorded_at=server_now(),
    )

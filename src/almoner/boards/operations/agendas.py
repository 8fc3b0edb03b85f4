"""Agendas: items put down, changed, ordered and withdrawn; files that go with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.accounts.queries import is_official
from almoner.boards.bringing import TWICE, is_listed, may_bring
from almoner.boards.events import ItemEvent
from almoner.boards.kinds import Origin, Purpose
from almoner.boards.models import Interest, Item, ItemFile, ItemText, Meeting
from almoner.boards.policies import may_change_item, may_prepare, may_withdraw_item
from almoner.boards.queries import had_before, items_of, out_of
from almoner.boards.restriction import is_for_few
from almoner.boards.states import ITEM_LIFECYCLE, ItemState
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.references import name_of
from almoner.core.verdicts import require
from almoner.documents.keeping import Kept, kept
from almoner.documents.operations import record_file

from .locking import lock_item, lock_meeting

MOST = 60  # items of an agenda; nobody sits through more
MOST_FILES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an item is to say: see `models.Item`."""

    title: str
    purpose: Purpose
    asks: str = ""
    about: str = ""
    origin: Origin = Origin.BY_HAND
    is_restricted: bool = False
    presenter: User | None = None
    carried_from: Item | None = None


@operation
def list_item(meeting: Meeting, wanted: Wanted, *, by: User, at: datetime) -> Item:
    """Put something on an agenda, last. After the call it is late, and its paper goes out by
    itself. What it is about is something that the secretary may read, or that awaits the board.
    Whoever was out of the item when the board last had it is out of it again, until the chair
    rules anew.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    meeting = lock_meeting(meeting)
    require(may_prepare(by, meeting, on=day_of(at)))
    require(may_bring(by, meeting, wanted.about, on=day_of(at)))
    _check(wanted, at=at)
    there = items_of(meeting)
    if there.count() >= MOST:
        raise ValidationError(_("An agenda has at most %(most)d items.") % {"most": MOST})
    if is_listed(meeting, wanted.about):
        raise ValidationError({"about": TWICE})
    last = Item.objects.filter(meeting=meeting).aggregate(last=Max("place"))["last"] or 0
    item = Item.objects.create(
        meeting=meeting,
        place=last + 1,
        title=wanted.title.strip(),
        asks=wanted.asks.strip(),
        about=wanted.about,
        purpose=wanted.purpose,
        origin=wanted.origin,
        is_restricted=wanted.is_restricted or is_for_few(wanted.about),
        presenter=wanted.presenter,
        carried_from=wanted.carried_from,
        listed_by=by,
        listed_at=at,
        recorded_at=server_now(),
    )
    _keep_wording(item, by=by, at=at)
    out = _keep_out(item, at=at)
    record(ItemEvent.LISTED, about=item, by=by, at=at, meeting=meeting.reference, out=out)
    return item


@operation
def change_item(item: Item, wanted: Wanted, *, by: User, at: datetime) -> Item:
    """Change what an item says, until its paper goes out. What it is about stays, and each wording
    is kept.

    Raises PermissionDenied or ValidationError.
    """
    item = lock_item(item)
    require(may_change_item(by, item, on=day_of(at)))
    _check(wanted, at=at)
    item.title, item.asks, item.purpose = wanted.title.strip(), wanted.asks.strip(), wanted.purpose
    item.is_restricted = wanted.is_restricted or is_for_few(item.about)
    item.presenter = wanted.presenter
    item.save(update_fields=["title", "asks", "purpose", "is_restricted", "presenter"])
    _keep_wording(item, by=by, at=at)
    record(ItemEvent.CHANGED, about=item, by=by, at=at)
    return item


@operation
def move_item(item: Item, *, to: int, by: User, at: datetime) -> Item:
    """Give an item another place on its agenda, counted from 1, until the papers go out.

    Raises PermissionDenied or ValidationError.
    """
    item = lock_item(item)
    require(may_change_item(by, item, on=day_of(at)))
    others = [one for one in items_of(item.meeting) if one != item]
    if not 1 <= to <= len(others) + 1:
        raise ValidationError(_("There is no such place on this agenda."))
    others.insert(to - 1, item)
    for place, one in enumerate(others, start=1):
        Item.objects.filter(pk=one.pk).update(place=place)
    item.place = to
    record(ItemEvent.ORDERED, about=item, by=by, at=at, place=to)
    return item


@operation
def withdraw_item(item: Item, *, words: str, by: User, at: datetime) -> Item:
    """Take an item off its agenda, and say why. Its paper, where it is out, stays on record.

    Raises PermissionDenied, IllegalTransition or ValidationError.
    """
    item = lock_item(item)
    require(may_withdraw_item(by, item, on=day_of(at)))
    if not words.strip():
        raise ValidationError({"words": _("Say why it comes off the agenda.")})
    ITEM_LIFECYCLE.check(item.state, ItemState.WITHDRAWN)
    item.state, item.withdrawn_because = ItemState.WITHDRAWN, words.strip()
    item.save(update_fields=["state", "withdrawn_because"])
    record(ItemEvent.WITHDRAWN, about=item, by=by, at=at)
    return item


def add_item_file(
    pieces: Iterable[bytes], *, name: str, item: Item, title: str, by: User, at: datetime
) -> ItemFile:
    """Keep a file with an item, until its paper goes out. Without a title its name is one.

    Raises PermissionDenied, RefusedFile or ValidationError.
    """
    require(may_change_item(by, item, on=day_of(at)))  # before anything is written
    with kept(pieces, name=name) as made:
        return record_item_file(item, made, title=title, by=by, at=at)


@operation
def record_item_file(item: Item, made: Kept, *, title: str, by: User, at: datetime) -> ItemFile:
    """Record a file whose bytes are on the disk. Raises what `add_item_file` does."""
    item = lock_item(item)
    require(may_change_item(by, item, on=day_of(at)))
    if item.files.filter(removed_at=None).count() >= MOST_FILES:
        raise ValidationError(_("An item has at most %(most)d files.") % {"most": MOST_FILES})
    file = record_file(made, about=name_of(item), by=by, at=at)
    title = " ".join(title.split())[:200] or made.name
    added = ItemFile.objects.create(item=item, file=file, title=title, added_by=by, added_at=at)
    record(ItemEvent.FILE_ADDED, about=item, by=by, at=at, file=file.digest)
    return added


@operation
def remove_item_file(added: ItemFile, *, by: User, at: datetime) -> ItemFile:
    """Take a file off an item whose paper is not out. That it was there stays on record.

    Raises PermissionDenied or ValidationError.
    """
    item = lock_item(added.item)
    require(may_change_item(by, item, on=day_of(at)))
    added = ItemFile.objects.select_related("file").get(pk=added.pk)
    if added.removed_at:
        raise ValidationError(_("This file was taken off before."))
    added.removed_at = at
    added.save(update_fields=["removed_at"])
    record(ItemEvent.FILE_REMOVED, about=item, by=by, at=at, file=added.file.digest)
    return added


def _keep_wording(item: Item, *, by: User, at: datetime) -> None:
    """Unless it says what it said: who presents it, and who reads it, is no wording."""
    said = {name: getattr(item, name) for name in ("title", "asks", "purpose")}
    last = item.texts.order_by("number").last()
    if last and all(getattr(last, name) == value for name, value in said.items()):
        return
    ItemText.objects.create(
        item=item,
        number=last.number + 1 if last else 1,
        **said,
        written_by=by,
        written_at=at,
        recorded_at=server_now(),
    )


def _keep_out(item: Item, *, at: datetime) -> int:
    before = had_before(item)
    gone = list(out_of(before)) if before else []
    Interest.objects.bulk_create(
        Interest(item=item, person_id=one.person_id, what=one.what, declared_at=at) for one in gone
    )
    return len(gone)


def _check(wanted: Wanted, *, at: datetime) -> None:
    if not wanted.title.strip():
        raise ValidationError({"title": _("Say what it is, as the agenda is to have it.")})
    if wanted.presenter and not is_official(wanted.presenter, on=day_of(at)):
        raise ValidationError({"presenter": _("They hold no role here. Name somebody who does.")})

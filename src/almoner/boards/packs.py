"""The papers of a meeting as one file, drawn for one reader: what is not for them says why."""

from collections.abc import Iterable
from datetime import date
from itertools import chain

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.documents.briefs import Brief
from almoner.documents.kinds import FileKind
from almoner.documents.outputs.pack import Pack, PackItem
from almoner.documents.written import Attached

from .freezing import frozen_brief, live_brief
from .kinds import Purpose
from .letters import when_in_words
from .models import Item, Meeting
from .policies import items_readable_by, may_read_live
from .queries import items_with_all, seats_of, terms_of
from .states import OUT, MeetingState

NOT_OUT = (MeetingState.PLANNED,)


def pack_for(reader: User, meeting: Meeting, *, on: date) -> Pack:
    """Everything that one reader may read of a meeting's papers, as they went out or, before that,
    as they now stand.
    """
    items = list(items_with_all(meeting))
    readable = items_readable_by(reader, meeting, items, on=on)
    name = terms_of(meeting.board, on=meeting.on).name
    return Pack(
        title=f"{name}, {date_format(meeting.on, 'j F Y')}",
        body=settings.BODY_NAME,
        reference=str(meeting),
        made_on=on.isoformat(),
        facts=_facts(meeting),
        items=tuple(_item(one, reader, readable, on=on) for one in items),
        is_draft=meeting.state in NOT_OUT,
        notes=(_("Drawn for %(name)s.") % {"name": reader.name},),
    )


def restricted_in(reader: User, meeting: Meeting, *, on: date) -> list[Item]:
    """The restricted items that somebody reads with the pack: each such read is noted."""
    items = [one for one in items_with_all(meeting) if one.is_restricted]
    readable = items_readable_by(reader, meeting, items, on=on)
    return [one for one in items if one.pk in readable]


def brief_of(item: Item, *, on: date) -> Brief | None:
    """What the paper of an item tells: as it went out or, until then, as its thing now stands."""
    return frozen_brief(item.paper) if hasattr(item, "paper") else live_brief(item, on=on)


def _facts(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    called = (
        f"{one.person.name} ({one.get_part_display()})"
        for one in seats_of(meeting.board, on=meeting.on)
    )
    where = ", ".join(filter(None, [meeting.place, meeting.link]))
    return (
        (_("When"), when_in_words(meeting)),
        (_("Where"), where),
        (_("Who is called"), "; ".join(called) or _("Nobody")),
    )


def _item(item: Item, reader: User, readable: set[int], *, on: date) -> PackItem:
    number = str(item.place)
    if item.pk not in readable:
        title = _("Restricted item") if item.is_restricted else item.title
        return PackItem(number, title, notice=_why_not(item, reader))
    reads = hasattr(item, "paper") or bool(may_read_live(reader, item, on=on))
    return PackItem(
        number,
        item.title,
        facts=tuple(_facts_of(item)),
        brief=brief_of(item, on=on) if reads else None,
        notice=_notice(item, reads=reads),
        files=tuple(_files(item)) if reads else (),
    )


def _notice(item: Item, *, reads: bool) -> str:
    if not reads:
        return _("Its paper is not out yet.")
    return _("Restricted: for those who read this pack alone.") if item.is_restricted else ""


def _why_not(item: Item, reader: User) -> str:
    if any(one.person_id == reader.pk and one.state in OUT for one in item.interests.all()):
        return _("You declared an interest in this item, so its paper is not for you.")
    return _("The paper of this item is not for you.")


def _facts_of(item: Item) -> Iterable[tuple[str, str]]:
    yield _("What it is for"), str(Purpose(item.purpose).label)
    if item.presenter:
        yield _("Presented by"), item.presenter.name
    if item.asks:
        yield _("What is asked"), item.asks
    if item.about:
        yield _("About"), item.about.partition(":")[2]
    if hasattr(item, "paper"):
        yield _("Digest of this paper"), item.paper.digest
    yield from chain.from_iterable(
        ((_("Asked by %(name)s") % {"name": one.asked_by.name}, one.text),)
        + (((_("Answer"), one.answer),) if one.answer else ())
        for one in item.questions.all()
    )


def _files(item: Item) -> Iterable[Attached]:
    for one in item.files.all():
        if one.removed_at is None:
            yield Attached(one.title, str(FileKind(one.file.kind).label), one.file.digest)

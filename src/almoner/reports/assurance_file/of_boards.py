"""What boards made of a thing: the items about it, and who confirmed what came of each."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from almoner.boards.kinds import Outcome
from almoner.boards.models import Item
from almoner.boards.queries import terms_of
from almoner.boards.states import MinuteState
from almoner.core.references import name_of

from .gathered import Gathering
from .records import Entry, Said, coded, who


def minuted_of(name: str, gathering: Gathering) -> Iterator[Entry]:
    """Of items about the thing of this name, what whoever takes the file may read: each as it was
    confirmed, with its words and its lines of the ledger.
    """
    found = Item.objects.filter(about=name, minute__state=MinuteState.CONFIRMED)
    with_all = found.select_related("meeting__board", "paper", "minute__confirmed_by")
    for item in with_all.order_by("meeting__starts_at", "pk"):
        if gathering.may_see(name_of(item), is_logged=item.is_restricted):
            gathering.follow(name_of(item))
            yield _minuted(item)


def _minuted(item: Item) -> Entry:
    meeting, minute = item.meeting, item.minute
    digest = item.paper.digest if hasattr(item, "paper") else ""
    return (
        Said("item", _("Item"), item.reference),
        Said("title", _("Title"), item.title),
        Said("board", _("Board"), terms_of(meeting.board, on=meeting.on).name),
        Said("meeting", _("Meeting"), meeting.reference),
        Said("met_on", _("Met"), meeting.on),
        coded("outcome", _("What came of it"), minute.outcome, Outcome),
        Said("acts", _("It acted on what it was about"), minute.acts),
        Said("conditions_by", _("Conditions are met by"), minute.conditions_by),
        Said("words", _("Words"), minute.words),
        Said("sha256", _("SHA-256 of its words"), minute.texts.latest("number").digest),
        Said("confirmed_by", _("Confirmed by"), who(minute.confirmed_by)),
        Said("confirmed_at", _("Confirmed"), minute.confirmed_at),
        Said("paper", _("SHA-256 of its paper"), digest),
    )

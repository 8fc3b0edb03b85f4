"""What is held of a thing that came before a board: its place on an agenda, paper and minute."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.core.holdings import Reach, Records, Told, Why, declare_holding
from almoner.core.references import name_of

from .models import Interest, Item
from .policies import READERS
from .queries import boards_watching
from .states import OUT


def tell_item(item: Item) -> Told:
    name, day = name_of(item), item.meeting.on
    if item.is_restricted:
        return Told(name, item.title, day, restricted=name, why=Why.RESTRICTED)
    return Told(name, item.title, day)


def items_readable(records: Records, user: User, on: date) -> Records:
    """As `may_read_item`: by whoever sits on the board, its secretary, the auditor and who presents
    it; by nobody who is out of it.
    """
    roles = roles_of(user, on=on)
    if not roles:
        return records.none()
    out = Interest.objects.filter(person=user, state__in=OUT).values("item")
    found = records.exclude(pk__in=out)
    if roles & READERS:
        return found
    return found.filter(Q(presenter=user) | Q(meeting__board__in=boards_watching(user, on=on)))


@declare_holding(
    "items",
    label=gettext_lazy("Items of meetings of boards"),
    readers=gettext_lazy("Who sits on the board, its secretary, and the auditor"),
    readable=items_readable,
    tell=tell_item,
)
def items_held(reach: Reach) -> Records:
    found = Item.objects.filter(reach.named_in("about"))
    return found.select_related("meeting").order_by("-meeting__starts_at", "-pk")

"""What is held of a thing by boards: the items of agendas that are about it."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.core.holdings import Reach, Records, Told, Why, declare_holding
from almoner.core.references import name_of

from .models import Interest, Item
from .policies import READERS
from .queries import seats_on
from .states import OUT


def tell_item(item: Item) -> Told:
    name = name_of(item)
    if item.is_restricted:
        return Told(name, item.title, item.meeting.on, restricted=name, why=Why.RESTRICTED)
    return Told(name, item.title, item.meeting.on)


def items_readable(records: Records, user: User, on: date) -> Records:
    """As `may_read_item`: by whoever sits on the board, its secretary, the auditor and who presents
    one; by nobody who is out of it.
    """
    roles = roles_of(user, on=on)
    if not roles:
        return records.none()
    out = Interest.objects.filter(person=user, state__in=OUT).values("item")
    within = records.exclude(pk__in=out)
    if roles & READERS:
        return within
    boards = seats_on(on).filter(person=user).order_by().values("board")
    return within.filter(Q(meeting__board__in=boards) | Q(presenter=user))


@declare_holding(
    "board-items",
    label=gettext_lazy("Items of boards’ agendas"),
    readers=gettext_lazy("Those who sit on the board, its secretary and the auditor"),
    readable=items_readable,
    tell=tell_item,
)
def items_held(reach: Reach) -> Records:
    found = Item.objects.filter(reach.named_in("about"))
    return found.select_related("meeting").order_by("-pk")

"""What is held of actions that something asked for."""

from datetime import date

from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.core.holdings import Reach, Records, Told, Why, declare_holding
from almoner.core.moments import day_of
from almoner.core.references import name_of

from .models import Action
from .queries import actions_visible_to


def tell_action(action: Action) -> Told:
    name, day = name_of(action), day_of(action.opened_at)
    if action.is_restricted:
        return Told(name, action.what, day, restricted=name, why=Why.RESTRICTED)
    return Told(name, action.what, day)


def actions_readable(records: Records, user: User, on: date) -> Records:
    return records.filter(pk__in=actions_visible_to(user, on=on).order_by().values("pk"))


@declare_holding(
    "actions",
    label=gettext_lazy("Actions"),
    readers=gettext_lazy("Officials. A restricted one is for those whom it names, and few others"),
    readable=actions_readable,
    tell=tell_action,
)
def actions_held(reach: Reach) -> Records:
    return Action.objects.filter(reach.named_in("source")).order_by("-pk")

"""What pages do by themselves each day: tell followers what is new, and where to read it."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from almoner.core.daily import declare_daily, with_each
from almoner.followers.queries import follows_to_look_through

from .public.bulletins import tell_follower
from .workspace import digest_letters  # noqa: F401 - whoever sends must know who writes it


# The name puts it before the outbox: what it queues is sent in the same run.
@declare_daily("followers-2-tell")
def tell_followers(at: datetime) -> str:
    told = with_each(follows_to_look_through(at=at), partial(tell_follower, at=at))
    return _("%(count)d told of what is new") % {"count": sum(one is not None for one in told)}

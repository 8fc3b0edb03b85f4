"""What is forgotten each day: addresses that nobody confirmed, and letters that were in a hand.

Telling followers what is new takes pages to name it on, so `web` does that.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from almoner.core.actors import NIGHTLY
from almoner.core.daily import declare_daily
from almoner.outbox.operations import forget_letters

from .operations import end_follow
from .queries import ended_with_letters, follows_to_forget
from .terms import Ending


@declare_daily("followers-1-forget")
def forget(at: datetime) -> str:
    lapsed = list(follows_to_forget(at=at))
    for follow in lapsed:
        end_follow(follow, ending=Ending.LAPSED, by=NIGHTLY, at=at)
    left = ended_with_letters()
    for follow in left:
        forget_letters(follow, by=NIGHTLY, at=at)
    said = {"lapsed": len(lapsed), "left": len(left)}
    return _("%(lapsed)d lapsed; letters of %(left)d forgotten") % said

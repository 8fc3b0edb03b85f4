"""What actions do by themselves each day: they remind owners, and tell others what is late."""

from datetime import datetime

from django.utils.translation import gettext as _

from almoner.core.actors import NIGHTLY
from almoner.core.daily import declare_daily, with_each
from almoner.core.moments import LONDON, day_of

from .reminding import actions_to_speak_of, speak_of_action

FIRST_HOUR = 6  # nobody's telephone rings at midnight


@declare_daily("action-reminders")
def speak_of_actions(at: datetime) -> str:
    if at.astimezone(LONDON).hour < FIRST_HOUR:
        return _("0 actions spoken of")
    told = list(actions_to_speak_of(day_of(at)))
    done = with_each(told, lambda one: speak_of_action(*one, by=NIGHTLY, at=at))
    return _("%(count)d actions spoken of") % {"count": len(done)}

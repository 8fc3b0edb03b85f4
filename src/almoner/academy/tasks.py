"""What the academy does by itself: remind those who have a place at a workshop that is near."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from almoner.core.actors import NIGHTLY
from almoner.core.daily import declare_daily, with_each
from almoner.core.moments import LONDON

from .models import Workshop
from .operations import remind_of_workshop
from .states import WorkshopState

NEAR = timedelta(days=3)
FIRST_HOUR = 6  # nobody's telephone rings at midnight


@declare_daily("workshop-reminders")
def remind_of_workshops(at: datetime) -> str:
    if at.astimezone(LONDON).hour < FIRST_HOUR:
        return _("It is too early in the day")
    near = Workshop.objects.filter(
        state=WorkshopState.OPEN,
        reminded_at=None,
        starts_at__gt=at,
        starts_at__lt=at + NEAR,
    )
    done = with_each(near, lambda one: remind_of_workshop(one, by=NIGHTLY, at=at))
    return _("%(count)d workshops reminded of") % {"count": len(done)}

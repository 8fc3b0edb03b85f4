"""What audits do by themselves each night: say that a follow-up is due."""

from datetime import datetime

from django.utils.translation import gettext as _

from almoner.core.actors import NIGHTLY
from almoner.core.daily import declare_daily, with_each
from almoner.core.moments import day_of

from .models import Review
from .operations import call_for_follow_up
from .states import ReviewState


@declare_daily("follow-ups")
def call_for_follow_ups(at: datetime) -> str:
    due = Review.objects.filter(state=ReviewState.FINAL, follow_up_on__lte=day_of(at))
    called = with_each(due.order_by("pk"), lambda one: call_for_follow_up(one, by=NIGHTLY, at=at))
    return _("%(count)d follow-ups called for") % {"count": len(called)}

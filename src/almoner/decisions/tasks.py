"""What decisions do by themselves each night: part 1 whose day has come, approvals that lapsed."""

from datetime import datetime

from django.utils.translation import gettext as _

from almoner.core.actors import NIGHTLY
from almoner.core.daily import declare_daily, with_each
from almoner.core.moments import day_of
from almoner.framework.queries import framework_in_force

from .binding import changes_of_many
from .models import Decision
from .operations import lapse_approvals, publish_part_one
from .queries import decisions, part_ones_due
from .states import DecisionState


@declare_daily("publish-part-ones")
def publish(at: datetime) -> str:
    def out(decision: Decision) -> Decision:
        return publish_part_one(decision, by=NIGHTLY, at=at)

    done = with_each(list(part_ones_due(day_of(at)).select_related("commission")), out)
    return _("%(count)d published") % {"count": len(done)}


@declare_daily("lapse-approvals")
def lapse(at: datetime) -> str:
    now = framework_in_force(day_of(at))
    waiting = list(decisions().filter(state=DecisionState.SUBMITTED))
    changed = changes_of_many(waiting)

    def back(decision: Decision) -> Decision:
        return lapse_approvals(decision, now=now, by=NIGHTLY, at=at)

    done = with_each([one for one in waiting if changed.get(one.pk)], back)
    return _("%(count)d lapsed") % {"count": len(done)}

"""What the accounts do by themselves each day."""

from datetime import datetime

from django.utils.translation import gettext as _

from almoner.core.actors import NIGHTLY
from almoner.core.daily import declare_daily

from .operations import lapse_invitation
from .queries import lapsed_invitations


@declare_daily("lapse-invitations")
def lapse(at: datetime) -> str:
    lapsed = [lapse_invitation(old, by=NIGHTLY, at=at) for old in lapsed_invitations(at)]
    return _("%(count)d lapsed") % {"count": len(lapsed)}

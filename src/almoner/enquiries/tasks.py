"""What enquiries do by themselves each night: forget who wrote, once that has been kept enough."""

from datetime import datetime

from django.utils.translation import gettext as _

from almoner.core.actors import NIGHTLY
from almoner.core.daily import declare_daily
from almoner.core.moments import day_of
from almoner.core.operations import together
from almoner.outbox.operations import forget_letters
from almoner.outbox.queries import letters_about

from .models import Enquiry
from .operations import forget_enquiry
from .queries import enquiries_to_forget


@declare_daily("forget-enquiries")
def forget(at: datetime) -> str:
    done = [_forget(enquiry, at=at) for enquiry in enquiries_to_forget(on=day_of(at))]
    return _("%(count)d enquiries forgotten") % {"count": sum(done)}


def _forget(enquiry: Enquiry, *, at: datetime) -> bool:
    """Its letters first: while one of them is in somebody's hand, it is left for another night."""
    with together():
        if letters_about(enquiry).exists():
            forget_letters(enquiry, by=NIGHTLY, at=at)
        if letters_about(enquiry).exists():
            return False
        forget_enquiry(enquiry, by=NIGHTLY, at=at)
    return True

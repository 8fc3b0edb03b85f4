"""What is held of what the public wrote about a public page of a thing."""

import re
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.core.holdings import Reach, Records, Told, Why, declare_holding
from almoner.core.moments import day_of
from almoner.core.references import name_of

from .models import Enquiry
from .queries import in_queues_of

REFERENCE = re.compile(r"[A-Z]{2,5}-[A-Z0-9-]+")


def tell_enquiry(enquiry: Enquiry) -> Told:
    name = name_of(enquiry)
    words = {"subject": enquiry.get_subject_display(), "state": enquiry.get_state_display()}
    what = _("%(subject)s: %(state)s") % words
    return Told(name, what, day_of(enquiry.received_at), restricted=name, why=Why.PERSONAL)


def enquiries_readable(records: Records, user: User, on: date) -> Records:
    return records.filter(in_queues_of(roles_of(user, on=on)))


@declare_holding(
    "enquiries",
    label=gettext_lazy("What the public wrote"),
    readers=gettext_lazy("Those in whose queue it is. Each reading is logged"),
    readable=enquiries_readable,
    tell=tell_enquiry,
)
def enquiries_held(reach: Reach) -> Records:
    """Those that came from a page of a thing: the address says which. They are forgotten some
    months after they were closed, so they are few.
    """
    pages = Enquiry.objects.exclude(about="").values_list("pk", "about")
    said = {key: set(REFERENCE.findall(about)) for key, about in pages}
    within = reach.among({one for some in said.values() for one in some})
    keys = [key for key, references in said.items() if references & within]
    return Enquiry.objects.filter(pk__in=keys).order_by("-pk")

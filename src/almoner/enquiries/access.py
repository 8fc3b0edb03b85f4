"""Who may read what the public wrote. Every read is logged, and every refusal."""

from datetime import date

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict

from .models import Enquiry
from .policies import may_read_enquiry, may_see_enquiries


@declare_reader("enquiries.enquiry")
def may_read_the_enquiry(user: User, reference: str, on: date) -> Verdict:
    enquiry = Enquiry.objects.filter(reference=reference).first()
    return may_read_enquiry(user, enquiry, on=on) if enquiry else may_see_enquiries(user, on=on)

"""Who may read whom to ring at a provider. Every read is logged."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict, refused

from .managed import stewardships_on
from .policies import may_read_contact


@declare_reader("agreements.providercontact")
def may_read_provider_contact(user: User, reference: str, on: date) -> Verdict:
    stewardship = stewardships_on(on).filter(agreement__reference=reference).first()
    if stewardship is None:
        return refused(_("Nobody manages this agreement, so nobody is kept to ring."))
    return may_read_contact(user, stewardship, on=on)

"""Who may read a case. Of a restricted one every read is logged, and every refusal."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict, refused

from .models import Commission
from .policies import may_see_case


@declare_reader("commissions.commission")
def may_read_case(user: User, reference: str, on: date) -> Verdict:
    found = Commission.objects.select_related("lead").filter(reference=reference).first()
    return may_see_case(user, found, on=on) if found else refused(_("There is no such case."))

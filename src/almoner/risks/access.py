"""Who may read a risk by its reference, and record one of a programme."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict, refused
from almoner.framework.queries import framework_on

from .models import Risk
from .policies import may_read_risk, may_see_risks
from .queries import assessment_of
from .subjects import PROGRAMME


@declare_reader("risks.risk")
def may_read_the_risk(user: User, reference: str, on: date) -> Verdict:
    risk = Risk.objects.filter(reference=reference).first()
    if risk is None:
        return may_see_risks(user, on=on)
    return may_read_risk(user, assessment_of(risk, on=on), on=on)


@declare_reader(PROGRAMME)
def may_read_programme(user: User, code: str, on: date) -> Verdict:
    """An objective of the plan is no secret; its risks are each their own."""
    if any(one.code == code for one in framework_on(on).objectives):
        return may_see_risks(user, on=on)
    return refused(_("There is no such objective."))

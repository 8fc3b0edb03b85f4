"""Who may read a risk by its reference."""

from datetime import date

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict

from .models import Risk
from .policies import may_read_risk, may_see_risks
from .queries import assessment_of


@declare_reader("risks.risk")
def may_read_the_risk(user: User, reference: str, on: date) -> Verdict:
    risk = Risk.objects.filter(reference=reference).first()
    if risk is None:
        return may_see_risks(user, on=on)
    return may_read_risk(user, assessment_of(risk, on=on), on=on)

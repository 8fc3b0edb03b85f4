"""Who may read a decision, and its part 2. Reads of what is restricted are logged."""

from datetime import date

from django.utils.translation import gettext as _

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.verdicts import Verdict, refused

from .policies import may_read_part_two, may_see_decision
from .queries import decisions

PART_TWO = "decisions.parttwo"


@declare_reader("decisions.decision")
def may_read_decision(user: User, reference: str, on: date) -> Verdict:
    found = decisions().filter(reference=reference).first()
    return may_see_decision(user, found, on=on) if found else _none()


@declare_reader(PART_TWO)
def may_read_its_part_two(user: User, reference: str, on: date) -> Verdict:
    found = decisions().filter(reference=reference).first()
    return may_read_part_two(user, found, on=on) if found else _none()


def _none() -> Verdict:
    return refused(_("There is no such decision."))

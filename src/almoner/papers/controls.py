"""What is promised of copies of contracts: that a second person looks at each in time."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.accounts.roles import Role
from almoner.assurance.controls import Control, Parameter, Parameters, Place, register
from almoner.core.moments import start_of
from almoner.core.references import name_of

from .models import Copy
from .policies import PAPER_READERS
from .states import CopyState


@register
class CopiesChecked(Control[Copy]):
    code = "copies-checked"
    title = _("Copies to publish are checked")
    promise = _("A second person checks a copy within so many days of its being submitted.")
    owner = Role.PUBLISHER
    parameters = (Parameter("days", _("Within how many days"), 10),)
    readers = frozenset(PAPER_READERS)

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Copy]:
        return Copy.objects.filter(state=CopyState.SUBMITTED)

    def broken(self, cases: QuerySet[Copy], on: date, parameters: Parameters) -> QuerySet[Copy]:
        early = start_of(on - timedelta(days=parameters["days"]))
        return cases.filter(submitted_at__lt=early)

    def reason(self, case: Copy, on: date, parameters: Parameters) -> str:
        assert case.submitted_at is not None
        day = date_format(case.submitted_at, "j F Y")
        return said("It has awaited its check since %(day)s.") % {"day": day}

    def place(self, case: Copy) -> Place:
        return Place(name_of(case), "check")

"""What is promised to those who write to the body: an answer in time."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.assurance.controls import Control, Parameter, Parameters, register
from almoner.core.moments import start_of

from .models import Enquiry
from .queries import enquiries_open_to, open_enquiries
from .subjects import READERS

DAY = timedelta(days=1)


@register
class AnsweredInTime(Control[Enquiry]):
    code = "enquiries-in-time"
    title = _("Enquiries are answered in time")
    promise = _(
        "What the public writes is answered by its day; word of danger is dealt with within days."
    )
    owner = Role.PUBLISHER
    parameters = (Parameter("danger", _("Days within which word of danger is dealt with"), 1),)
    readers = READERS

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Enquiry]:
        return open_enquiries()

    def broken(
        self, cases: QuerySet[Enquiry], on: date, parameters: Parameters
    ) -> QuerySet[Enquiry]:
        early = start_of(on - parameters["danger"] * DAY)
        late_danger = Q(is_danger=True, received_at__lt=early)
        return cases.filter(Q(is_danger=False, due_on__lt=on) | late_danger).defer("message")

    def reason(self, case: Enquiry, on: date, parameters: Parameters) -> str:
        if case.is_danger:
            return said("Somebody may be in danger, and it is still open.")
        day = date_format(case.due_on, "j F Y")
        return said("It was to be answered by %(day)s.") % {"day": day}

    def open_to(self, user: User, cases: QuerySet[Enquiry], on: date) -> QuerySet[Enquiry]:
        return cases.filter(pk__in=enquiries_open_to(user, on=on).order_by().values("pk"))

"""What is promised of payments: that large ones are traced to what they were paid under."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from almoner.accounts.roles import Role
from almoner.assurance.controls import Control, Parameter, Parameters, Place, register
from almoner.core.references import name_of

from .matched import unmatched_payments
from .models import Payment
from .policies import READERS
from .queries import live_payments


@register
class PaymentsMatched(Control[Payment]):
    """Those in time are not covered yet: they are neither matched late nor broken."""

    code = "payments-matched"
    title = _("Large payments are matched")
    promise = _(
        "A payment from so many pounds on is matched with its agreement within so many days."
    )
    owner = Role.FINANCE
    because = _("Nobody has said under which agreement it was made.")
    parameters = (
        Parameter("from", _("From how many pounds on"), 10_000),
        Parameter("days", _("Within how many days of its being paid"), 90),
    )
    readers = READERS

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Payment]:
        until = on - timedelta(days=parameters["days"])
        return live_payments().filter(amount__gte=parameters["from"], paid_on__lt=until)

    def broken(
        self, cases: QuerySet[Payment], on: date, parameters: Parameters
    ) -> QuerySet[Payment]:
        return cases.filter(pk__in=unmatched_payments().values("pk"))

    def place(self, case: Payment) -> Place:
        return Place(name_of(case), "match")

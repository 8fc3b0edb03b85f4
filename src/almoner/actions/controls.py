"""What is promised of actions: that they are done by their day, and that another looks in time."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.accounts.roles import Role
from almoner.assurance.controls import Control, Parameter, Parameters, register
from almoner.core.moments import start_of

from .models import Action
from .queries import actions_visible_to
from .states import ActionState


class OfActions(Control[Action]):
    owner = Role.APPROVER

    def open_to(self, user: User, cases: QuerySet[Action], on: date) -> QuerySet[Action]:
        return cases.filter(pk__in=actions_visible_to(user, on=on).order_by().values("pk"))


@register
class ActionsInTime(OfActions):
    code = "actions-in-time"
    title = _("Actions are done in time")
    promise = _("Whatever somebody took on is done by its day.")

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Action]:
        return Action.objects.filter(state=ActionState.OPEN)

    def broken(self, cases: QuerySet[Action], on: date, parameters: Parameters) -> QuerySet[Action]:
        return cases.filter(due_on__lt=on)

    def reason(self, case: Action, on: date, parameters: Parameters) -> str:
        return said("It was due on %(day)s.") % {"day": date_format(case.due_on, "j F Y")}


@register
class ActionsVerified(OfActions):
    code = "actions-verified"
    title = _("What was done is verified")
    promise = _("Its verifier looks within so many days at what was done.")
    because = _("It is said to be done, and nobody has verified it.")
    parameters = (Parameter("days", _("Within how many days"), 14),)

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Action]:
        return Action.objects.filter(state=ActionState.DONE)

    def broken(self, cases: QuerySet[Action], on: date, parameters: Parameters) -> QuerySet[Action]:
        return cases.filter(done_at__lt=start_of(on - timedelta(days=parameters["days"])))

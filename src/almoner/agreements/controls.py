"""What is promised of agreements: that grants say why, and that somebody looks after each."""

from datetime import date
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from almoner.accounts.roles import Role
from almoner.assurance.controls import Control, Parameter, Parameters, register

from .gaps import lacks_any
from .managed import managers_on, stewardships_on
from .models import Agreement
from .policies import READERS
from .queries import agreements_known
from .selections import Selection, agreements_selected
from .states import AgreementKind


class GrantSays(Control[Agreement]):
    """That every grant says one thing, which the law has published."""

    owner = Role.AGREEMENT_MANAGER
    readers = READERS
    field: ClassVar[str]

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Agreement]:
        known = agreements_known(AgreementKind.GRANT, on)
        return Agreement.objects.filter(pk__in=known.values("agreement"))

    def broken(
        self, cases: QuerySet[Agreement], on: date, parameters: Parameters
    ) -> QuerySet[Agreement]:
        silent = lacks_any(AgreementKind.GRANT, [self.field])
        known = agreements_known(AgreementKind.GRANT, on).filter(silent)
        return cases.filter(pk__in=known.values("agreement"))


@register
class GrantSaysWhy(GrantSays):
    code = "grant-reasons-recorded"
    title = _("Grants: reasons recorded")
    promise = _("Every grant says why it was made.")
    because = _("The register does not say why it was made.")
    field = "reasons"


@register
class GrantSaysOnWhatConditions(GrantSays):
    code = "grant-conditions-recorded"
    title = _("Grants: conditions recorded")
    promise = _("Every grant says on what conditions it was made, or that there are none.")
    because = _("The register does not say on what conditions.")
    field = "conditions"


@register
class GrantSaysByWhichPower(GrantSays):
    code = "grant-power-recorded"
    title = _("Grants: legal power recorded")
    promise = _("Every grant names the legal power by which it was made.")
    because = _("The register does not name the power.")
    field = "legal_power"


@register
class LookedAfter(Control[Agreement]):
    code = "agreement-looked-after"
    title = _("Agreements have a manager")
    promise = _("Every agreement in force from so many pounds on has a manager who holds the role.")
    owner = Role.APPROVER
    because = _("Nobody manages it who holds the role of a grant or contract manager.")
    parameters = (Parameter("from", _("From how many pounds on"), 10_000),)
    readers = READERS

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Agreement]:
        asked = Selection(on=on, is_as_at=False, is_in_force=True, at_least=parameters["from"])
        return Agreement.objects.filter(pk__in=agreements_selected(asked).values("agreement"))

    def broken(
        self, cases: QuerySet[Agreement], on: date, parameters: Parameters
    ) -> QuerySet[Agreement]:
        managers = managers_on(on).order_by().values("pk")
        looked_after = stewardships_on(on).filter(manager__in=managers)
        return cases.exclude(pk__in=looked_after.values("agreement"))

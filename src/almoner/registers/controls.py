"""What is promised of registers: in time, in full, and nothing withheld longer than it must be."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.accounts.roles import Role
from almoner.agreements.gaps import gaps_in, lacks_any
from almoner.agreements.models import Agreement
from almoner.agreements.policies import READERS as READERS_OF_AGREEMENTS
from almoner.agreements.queries import Versions, agreements_known
from almoner.assurance.controls import Break, Control, Parameter, Parameters, register
from almoner.core.moments import start_of
from almoner.framework.duties import NoSuchDuty
from almoner.papers.kinds import CopyKind
from almoner.papers.policies import PAPER_READERS
from almoner.publication.datasets import registry as datasets

from .copies import OWED, contracts_with_copies, duty_of, last_late_day
from .due_editions import due_on
from .held import findings_that_hold
from .kinds import KINDS, Register, field_in_words
from .models import Finding, Preparation, Withholding
from .policies import JUDGES, READERS
from .publicity import withholdings_in_force
from .queries import open_preparations
from .reasons import FindingState
from .states import WithholdingState


@register
class PublishedInTime(Control[Preparation]):
    """A period that is over has an edition on its way since the night after: it is the case."""

    code = "editions-in-time"
    title = _("Editions are published in time")
    promise = _("The edition of each period is published by the day that its duty names.")
    owner = Role.PUBLISHER

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Preparation]:
        return open_preparations().order_by()

    def broken(
        self, cases: QuerySet[Preparation], on: date, parameters: Parameters
    ) -> QuerySet[Preparation]:
        # A duty's calendar is asked in Python: what is on its way is one row a duty and period.
        late = [one.pk for one in open_preparations() if (day := day_of(one, on=on)) and day < on]
        return cases.filter(pk__in=late)

    def reason(self, case: Preparation, on: date, parameters: Parameters) -> str:
        day = day_of(case, on=on)
        assert day is not None
        words = {"duty": case.duty, "period": case.period, "day": date_format(day, "j F Y")}
        return said("%(duty)s for %(period)s was due on %(day)s.") % words


def day_of(preparation: Preparation, *, on: date) -> date | None:
    """When an edition is due; of one whose duty is gone or has another rhythm, nobody says."""
    try:
        return due_on(preparation, on=on)
    except (NoSuchDuty, ValueError):
        return None


class CopiesInTime(Control[Agreement]):
    """That a copy is published of each contract of which the duty asks for one."""

    owner = Role.AGREEMENT_MANAGER
    readers = frozenset(PAPER_READERS)
    kind: ClassVar[CopyKind]

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Agreement]:
        duty = duty_of(self.kind, on=on)
        if duty is None:
            return Agreement.objects.none()
        asked = contracts_with_copies(duty, on=on)
        return Agreement.objects.filter(pk__in=asked.values("agreement"))

    def broken(
        self, cases: QuerySet[Agreement], on: date, parameters: Parameters
    ) -> QuerySet[Agreement]:
        duty = duty_of(self.kind, on=on)
        if duty is None:
            return cases.none()
        until = last_late_day(duty, on=on)
        asked: QuerySet[Any] = contracts_with_copies(duty, on=on)
        late = asked.filter(stands__in=OWED, available__lte=until)
        return cases.filter(pk__in=late.values("agreement"))


@register
class ContractCopiesInTime(CopiesInTime):
    code = "contract-copies-in-time"
    title = _("Copies of contracts are out")
    promise = _("A copy of each contract that the duty names is published by its day.")
    because = _("A copy of the contract is owed, and late.")
    kind = CopyKind.CONTRACT


@register
class TenderCopiesInTime(CopiesInTime):
    code = "tender-copies-in-time"
    title = _("Copies of invitations to tender are out")
    promise = _("A copy of each invitation to tender that the duty names is published by its day.")
    because = _("A copy of the invitation to tender is owed, and late.")
    kind = CopyKind.TENDER


class HasItsFields(Control[Agreement]):
    """That a register says of each agreement whatever its duty asks for."""

    owner = Role.PUBLISHER
    readers = READERS_OF_AGREEMENTS
    register_of: ClassVar[Register]

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Agreement]:
        known = agreements_known(KINDS[self.register_of], on)
        return Agreement.objects.filter(pk__in=known.values("agreement"))

    def broken(
        self, cases: QuerySet[Agreement], on: date, parameters: Parameters
    ) -> QuerySet[Agreement]:
        return cases.filter(pk__in=self._lacking(on).values("agreement"))

    def breaks(
        self, cases: QuerySet[Agreement], on: date, parameters: Parameters
    ) -> Iterator[Break]:
        kind, names = KINDS[self.register_of], duty_fields(self.register_of)
        versions = self._lacking(on).filter(agreement__in=cases.values("pk"))
        for version in versions.order_by("agreement").iterator():
            missing = ", ".join(field_in_words(name) for name in gaps_in(version, kind, names))
            what = said("Not recorded: %(fields)s.") % {"fields": missing}
            yield Break(str(version.agreement), what, self.place(version.agreement))

    def _lacking(self, on: date) -> Versions:
        kind = KINDS[self.register_of]
        return agreements_known(kind, on).filter(lacks_any(kind, duty_fields(self.register_of)))


@register
class ContractHasItsFields(HasItsFields):
    code = "contract-has-its-fields"
    title = _("Contracts: all that the duty asks for")
    promise = _("The register says of every contract whatever the duty to publish asks for.")
    register_of = Register.CONTRACTS


@register
class GrantHasItsFields(HasItsFields):
    code = "grant-has-its-fields"
    title = _("Grants: all that the duty asks for")
    promise = _("The register says of every grant whatever the duty to publish asks for.")
    register_of = Register.GRANTS


def duty_fields(register_of: Register) -> list[str]:
    """The fields of a register that a duty to publish asks for, by the reader's names."""
    dataset = datasets[register_of]
    return [dataset.fields[column.name] for column in dataset.columns if column.required]


@register
class WithholdingsReviewed(Control[Withholding]):
    code = "withholdings-reviewed"
    title = _("What is withheld is reviewed")
    promise = _("Whatever is withheld is looked at again by its day of review.")
    owner = Role.APPROVER
    readers = frozenset(READERS)

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Withholding]:
        return withholdings_in_force()

    def broken(
        self, cases: QuerySet[Withholding], on: date, parameters: Parameters
    ) -> QuerySet[Withholding]:
        return cases.filter(review_on__lt=on)

    def reason(self, case: Withholding, on: date, parameters: Parameters) -> str:
        day = date_format(case.review_on, "j F Y")
        return said("It was to be reviewed by %(day)s.") % {"day": day}


@register
class TakenDownSeenTwice(Control[Withholding]):
    code = "taken-down-seen-twice"
    title = _("What one person took down is seen by a second")
    promise = _("A second person looks within %(days)s days at what one person took down.")
    owner = Role.APPROVER
    parameters = (Parameter("days", _("Within how many days"), 3),)
    because = _("No second person has looked at it.")
    readers = frozenset(READERS)

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Withholding]:
        return Withholding.objects.filter(state=WithholdingState.TAKEN_DOWN)

    def broken(
        self, cases: QuerySet[Withholding], on: date, parameters: Parameters
    ) -> QuerySet[Withholding]:
        early = start_of(on - timedelta(days=parameters["days"]))
        return cases.filter(proposed_at__lt=early)


@register
class FindingsJudged(Control[Finding]):
    code = "findings-judged"
    title = _("What holds a row back is judged")
    promise = _("What a check found dangerous is judged within %(days)s days of its coming in.")
    owner = Role.PUBLISHER
    parameters = (Parameter("days", _("Within how many days"), 14),)
    because = _("Nobody has judged it, and its rows are held back meanwhile.")
    readers = frozenset[Role]().union(*JUDGES.values())

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Finding]:
        return findings_that_hold().filter(state=FindingState.WAITING)

    def broken(
        self, cases: QuerySet[Finding], on: date, parameters: Parameters
    ) -> QuerySet[Finding]:
        early = start_of(on - timedelta(days=parameters["days"]))
        return cases.filter(batch__recorded_at__lt=early)

"""Controls over what the house itself keeps: its ledger, its backups, the roles it gave."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import RoleGrant
from almoner.accounts.queries import operator_grants_awaiting_confirmation, standing_grants
from almoner.accounts.roles import Role
from almoner.core.backups import BackupEvent
from almoner.core.ledger import START, checkpoint
from almoner.core.models import Event, Installation
from almoner.core.moments import start_of
from almoner.core.references import name_of

from .controls import Break, Control, Parameter, Parameters, Place, register


@register
class LedgerIntact(Control[Event]):
    """The latest lines only: `almoner verify-ledger` walks them all, which takes minutes."""

    code = "ledger-intact"
    title = _("The ledger is intact")
    promise = _(
        "The latest %(lines)s lines of the ledger are what was written, each after the one before."
    )
    owner = Role.ADMINISTRATOR
    because = _("It is not what was written.")
    parameters = (Parameter("lines", _("How many of the latest lines are looked at"), 1000),)
    readers = frozenset({Role.AUDITOR})

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Event]:
        return Event.objects.filter(number__gt=checkpoint().count - parameters["lines"])

    def breaks(self, cases: QuerySet[Event], on: date, parameters: Parameters) -> Iterator[Break]:
        before = Event.objects.filter(number=OuterRef("number") - 1).values("hash")[:1]
        for line in cases.annotate(before=Subquery(before)).order_by("number").iterator():
            if line.hash != line.digest(after=line.before or START.head):
                yield self.break_of(line, on, parameters)

    def reference(self, case: Event) -> str:
        return str(case.number)

    def place(self, case: Event) -> Place:
        return Place("core.event:")


@register
class BackedUp(Control[Installation]):
    code = "backup-recent"
    title = _("Backups are made")
    promise = _("A backup was made within %(days)s days.")
    owner = Role.ADMINISTRATOR
    because = _("No backup was made in that time. An operator makes one with: almoner backup.")
    parameters = (Parameter("days", _("Within how many days"), 2),)

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Installation]:
        return Installation.objects.all()

    def broken(
        self, cases: QuerySet[Installation], on: date, parameters: Parameters
    ) -> QuerySet[Installation]:
        first = start_of(on - timedelta(days=parameters["days"]))
        made = Event.objects.filter(kind=BackupEvent.MADE, happened_at__gte=first)
        return cases.exclude(Exists(made))

    def place(self, case: Installation) -> None:
        return None


@register
class BackupRestorable(Control[Installation]):
    """What was never restored is no backup. It is red after a check that failed, until one does
    not; the age is the backup's own, so that proving an old one is of no use.
    """

    code = "backup-restorable"
    title = _("Backups can be restored")
    promise = _("A backup of the last %(days)s days was restored elsewhere, its ledger whole.")
    owner = Role.ADMINISTRATOR
    because = _(
        "No backup of that time was shown to restore, or the last one that was tried did not."
        " An operator tries one with: almoner backup --check."
    )
    parameters = (Parameter("days", _("Within how many days"), 7),)

    def covers(self, on: date, parameters: Parameters) -> QuerySet[Installation]:
        return Installation.objects.all()

    def broken(
        self, cases: QuerySet[Installation], on: date, parameters: Parameters
    ) -> QuerySet[Installation]:
        first = on - timedelta(days=parameters["days"])
        tried = Event.objects.filter(kind__in=[BackupEvent.PROVED, BackupEvent.FAILED])
        last = tried.order_by("-number").values("kind")[:1]
        # Days are written so that their order is that of their letters.
        proved = Event.objects.filter(kind=BackupEvent.PROVED, facts__made_on__gte=str(first))
        found = cases.annotate(last_tried=Coalesce(Subquery(last), Value("")))
        return found.filter(~Q(last_tried=BackupEvent.PROVED) | ~Q(Exists(proved)))

    def place(self, case: Installation) -> None:
        return None


@register
class OperatorsRolesConfirmed(Control[RoleGrant]):
    code = "operators-roles-confirmed"
    title = _("Roles that the operator gave are confirmed")
    promise = _("Two officials confirm a role that the operator gave, within %(days)s days.")
    owner = Role.APPROVER
    because = _("Fewer than two officials have confirmed it.")
    parameters = (Parameter("days", _("Within how many days"), 30),)

    def covers(self, on: date, parameters: Parameters) -> QuerySet[RoleGrant]:
        early = start_of(on - timedelta(days=parameters["days"]))
        return standing_grants(on).filter(proposed_by=None, proposed_at__lt=early)

    def broken(
        self, cases: QuerySet[RoleGrant], on: date, parameters: Parameters
    ) -> QuerySet[RoleGrant]:
        waiting = operator_grants_awaiting_confirmation(on)
        return cases.filter(pk__in=waiting.values("pk"))

    def place(self, case: RoleGrant) -> Place:
        return Place(name_of(case), "confirm")

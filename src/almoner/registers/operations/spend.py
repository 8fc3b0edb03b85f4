"""What the register of spend makes of a row: a payment."""

from typing import Any

from almoner.core.models import Batch
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.payments.queries import payments_of, totals
from almoner.payments.search import entry_of_payment
from almoner.registers.files import FileRow
from almoner.registers.kinds import KEPT

from .intake import Intake, Made, Sum


class SpendIntake(Intake):
    """Payments. `occurrence` tells apart rows of the file that are alike in every word."""

    party = "supplier"
    names_nobody = frozenset({"name-withheld"})

    def __init__(self, batch: Batch, *, publisher: str) -> None:
        super().__init__(batch, publisher=publisher)
        self._seen: dict[int, int] = {}

    def make(self, rows: list[FileRow], organisations: list[Organisation | None]) -> Made:
        payments = [
            self._payment(row, organisation)
            for row, organisation in zip(rows, organisations, strict=True)
        ]
        return Made(payments, lambda: [entry_of_payment(one, gate=self.gate) for one in payments])

    def staged(self) -> Sum:
        found = totals(payments_of(Batch.objects.filter(pk=self.batch.pk)))
        return Sum(found.count, found.amount)

    def _payment(self, row: FileRow, organisation: Organisation | None) -> Payment:
        said: dict[str, Any] = row.values
        alike = hash(frozenset(said.items()))
        self._seen[alike] = self._seen.get(alike, 0) + 1
        return Payment(
            batch=self.batch,
            sheet=row.sheet,
            row_number=row.number,
            occurrence=self._seen[alike],
            payer=said.get("entity", self.publisher),
            organisation=organisation,
            month=said["date"].isoformat()[:7],
            **{column: said[name] for name, column in KEPT.items() if name in said},
        )

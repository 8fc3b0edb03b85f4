"""What the register of spend makes of a row: a payment."""

from collections.abc import Iterable
from typing import Any

from almoner.core.models import Batch
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment
from almoner.payments.queries import payments_of, totals
from almoner.payments.search import entry_of_payment
from almoner.registers.files import FileRow
from almoner.registers.kinds import KEPT

from .completing import PaymentCompletion
from .intake import Figures, Intake, Made, Sum


class SpendIntake(Intake):
    """Payments. `occurrence` tells apart rows of the file that are alike in every word."""

    party = "supplier"
    names_nobody = frozenset({"name-withheld"})
    completion: PaymentCompletion

    def __init__(self, batch: Batch, *, completion: PaymentCompletion) -> None:
        super().__init__(batch, completion=completion)
        self._seen: dict[int, int] = {}

    @property
    def figures(self) -> Figures:
        return figures_of(self.completion)

    def adding(self, rows: list[FileRow]) -> list[FileRow]:
        return adding(rows)

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
            organisation=organisation,
            month=said["date"].isoformat()[:7],
            **{
                "payer": self.publisher,
                **{column: said[name] for name, column in KEPT.items() if name in said},
            },
        )


def adding(rows: Iterable[FileRow]) -> list[FileRow]:
    """The rows that become payments: those accepted that name none of ours."""
    return [row for row in rows if row.rejection is None and row.of is None]


def figures_of(completion: PaymentCompletion) -> Figures:
    """How a file of payments compares with those that it names; nothing of a file of others."""
    same, changed = completion.same_count, completion.changed_count
    if not same and not changed:
        return Figures()
    accepted = completion.file.tally.accepted
    return Figures(accepted - same, changed, same, completion.missing_count)

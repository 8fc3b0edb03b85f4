"""What a register holds, as a file that people mend in a spreadsheet and send back.

Each row begins with our reference, by which it is known again: see `ours`. It is for those who
import, and holds what came with their files: also what the public does not see.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, ClassVar

from django.db.models import QuerySet

from almoner.agreements.queries import agreements_known
from almoner.payments.models import Payment
from almoner.payments.queries import live_payments
from almoner.publication.datasets import Column, Dataset, Value
from almoner.publication.spreadsheets import Spreadsheet
from almoner.publication.writers import csv_lines

from .datasets import CHUNK, Contracts, Grants, Spend
from .kinds import KINDS, Register
from .models import ImportedFile
from .ours import columns_to_mend, fields_of

ABOUT = [
    (
        "How to mend it",
        "Change what is wrong, but not the first column. Then upload the file under Imports.",
    ),
    ("A new row", "Leave its first cell empty."),
    ("A row that you delete", "It stays in the register as it is."),
]


class ToMend(Dataset):
    """Rows with every column that can come back changed. It is no dataset of the public's."""

    register: ClassVar[Register]

    @classmethod
    def public_columns(cls) -> list[Column]:
        return cls.columns  # whoever imports may read all that they brought

    def public_rows(self) -> Iterator[tuple[Value, ...]]:
        return self.rows()


class ContractsToMend(ToMend, Contracts):
    columns = columns_to_mend(Register.CONTRACTS)
    fields = Contracts.fields | {n: f for n, f in fields_of(Register.CONTRACTS).items() if f}


class GrantsToMend(ToMend, Grants):
    columns = columns_to_mend(Register.GRANTS)
    fields = Grants.fields | {n: f for n, f in fields_of(Register.GRANTS).items() if f}


class PaymentsToMend(ToMend):
    title = "Payments to suppliers"
    columns = columns_to_mend(Register.SPEND)

    def __init__(self, payments: QuerySet[Payment]) -> None:
        self.payments = payments

    def rows(self) -> Iterator[tuple[Value, ...]]:
        names = [Spend.lookups.get(column.name, column.name) for column in self.columns]
        in_order = self.payments.order_by("row_number", "pk")
        return in_order.values_list(*names).iterator(chunk_size=CHUNK)


def to_mend(imported: ImportedFile, *, on: date) -> ToMend:
    """What the register of a file's publisher says now; of payments, those of the file."""
    register = Register(imported.batch.kind)
    if register == Register.SPEND:
        return PaymentsToMend(live_payments().filter(batch=imported.batch))
    said = agreements_known(KINDS[register], on).filter(agreement__publisher=imported.publisher)
    return ContractsToMend(said) if register == Register.CONTRACTS else GrantsToMend(said)


def as_csv(rows: ToMend) -> Iterator[bytes]:
    # A spreadsheet takes the text for UTF-8 only if it begins so.
    yield "\N{BYTE ORDER MARK}".encode()
    yield from csv_lines(rows)


def as_workbook(rows: ToMend) -> IO[bytes]:
    """A workbook in a file that is gone once it is closed."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        with Spreadsheet.at(path, rows) as sheet:
            for row in rows.public_rows():
                sheet.add(row)
            sheet.explain(ABOUT)
        return path.open("rb")

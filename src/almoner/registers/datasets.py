"""What the public may download of registers."""

from collections.abc import Iterator
from datetime import date
from typing import Self

from django.db.models import QuerySet

from almoner.core.periods import Period
from almoner.payments.models import Payment
from almoner.payments.queries import payments_in, payments_of
from almoner.publication.datasets import Column, Dataset, Type, Value, register

from .queries import SPEND, spend_batches_by_line

CHUNK = 2_000


@register
class Spend(Dataset):
    """Payments, as the Local Government Transparency Code asks for them."""

    slug = SPEND
    title = "Payments to suppliers"
    columns = [
        Column("reference", "The payment's public reference, which never changes", key=True),
        Column("paid_on", "The day of payment", type=Type.DAY),
        Column("payer", "The body that paid"),
        Column("supplier", "Who was paid, as the payer wrote it"),
        Column("organisation", "Our reference of who was paid; empty where the payer withheld it"),
        Column("amount", "The amount; negative is money returned", unit="GBP", type=Type.AMOUNT),
        Column("category", "What kind of spend it was"),
        Column("account", "The payer's code of that kind of spend"),
        Column("department", "The part of the payer that spent it"),
        Column("purpose", "What it was for"),
        Column("document_reference", "The payer's own reference"),
        Column("source", "The reference of the file it came in"),
        Column("source_row", "Its row in that file", type=Type.COUNT),
    ]

    def __init__(self, payments: QuerySet[Payment]) -> None:
        self.payments = payments

    @classmethod
    def frozen(cls, period: Period, *, line: int, on: date) -> Self:
        return cls(payments_in(payments_of(spend_batches_by_line(line, on=on)), period))

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """By day, then as they came: words would be sorted otherwise by each database."""
        in_order = self.payments.order_by("paid_on", "batch__recorded_at", "batch", "row_number")
        return in_order.values_list(
            "reference",
            "paid_on",
            "payer",
            "supplier_name",
            "organisation__reference",
            "amount",
            "category",
            "account",
            "department",
            "purpose",
            "document_reference",
            "batch__reference",
            "row_number",
        ).iterator(chunk_size=CHUNK)

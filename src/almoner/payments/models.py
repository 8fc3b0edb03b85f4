"""Payments that a body made, row by row as its spend file tells them."""

import orjson
from django.db import models

from almoner.core.models import Batch
from almoner.core.money import MoneyField
from almoner.core.references import opaque_reference
from almoner.core.seals import unchanging
from almoner.organisations.models import Organisation

# What was read of a payment. Sealed: an edition must be able to say it again, byte for byte.
AS_READ = (
    "row_number",
    "occurrence",
    "payer",
    "supplier_name",
    "supplier_number",
    "paid_on",
    "month",
    "amount",
    "category",
    "account",
    "department",
    "purpose",
    "document_reference",
)


def payment_reference() -> str:
    return opaque_reference("PAY", letters=12)


class Payment(models.Model):
    """One line of spend, as its publisher stated it. Negative is money that came back.

    It is evidence: a wrong line is corrected by a later file, never by editing. `occurrence`
    tells apart lines of one file that are alike in every word; the first is 1. It has no
    organisation where the publisher withheld who was paid.
    """

    reference = models.CharField(max_length=20, unique=True, default=payment_reference)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=200, blank=True, default="")
    row_number = models.PositiveIntegerField()
    occurrence = models.PositiveIntegerField(default=1)
    payer = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="payments"
    )
    supplier_name = models.CharField(max_length=500)
    supplier_number = models.CharField(max_length=200, blank=True)
    paid_on = models.DateField()
    month = models.CharField(max_length=7)
    amount = MoneyField()
    category = models.TextField(blank=True)
    account = models.TextField(blank=True)
    department = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    document_reference = models.TextField(blank=True)

    is_staged = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="payments_one_a_row", fields=["batch", "sheet", "row_number"]
            )
        ]
        indexes = [
            # Sums by month, less those to whoever is withheld, are read from this index alone.
            models.Index(
                fields=["batch", "month", "amount", "organisation"], name="payments_by_month"
            ),
            models.Index(fields=["paid_on", "reference"], name="payments_by_day"),
            # Who was paid most, of half a million payments, is read from this one alone.
            models.Index(
                fields=["organisation", "batch", "month", "amount"], name="payments_by_supplier"
            ),
        ]

    class Privacy:
        public = {"reference", "batch", "sheet", "organisation", *AS_READ}
        internal: set[str] = set()
        personal: set[str] = set()

    seals = [
        seal
        for column in ("reference", "sheet", *AS_READ)
        for seal in unchanging("payments_payment", column)
    ]

    def __str__(self) -> str:
        return self.reference

    def canonical(self) -> str:
        """All that was read of it, under its reference. Its organisation is our own finding.

        The sheet comes last, and only where there are sheets, so that older digests hold.
        """
        words = [str(getattr(self, column)) for column in ("reference", *AS_READ)]
        words[1 + AS_READ.index("amount")] = f"{self.amount:.2f}"
        return orjson.dumps([*words, self.sheet] if self.sheet else words).decode()

"""The registers that a body keeps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.agreements.states import AgreementKind


class Register(TextChoices):
    """A register, by one word: of its batches, its dataset and the reader's dictionary."""

    CONTRACTS = "contracts", _("Contracts")
    GRANTS = "grants", _("Grants")
    SPEND = "spend", _("Spend")


ABBREVIATIONS = frozenset({"cpv", "id", "sme", "url", "vat", "vcse"})


def field_in_words(name: str) -> str:
    """A field of a register as people say it: `supplier_sme` is “Supplier SME”."""
    words = (word.upper() if word in ABBREVIATIONS else word for word in name.split("_"))
    said = " ".join(words)
    return said[:1].upper() + said[1:]


# The registers of agreements; that of spend has payments.
KINDS = {Register.CONTRACTS: AgreementKind.CONTRACT, Register.GRANTS: AgreementKind.GRANT}

# What a payment keeps of a row, under its own names. Its organisation is found.
KEPT = {
    "entity": "payer",
    "supplier_name": "supplier_name",
    "supplier_other_id": "supplier_number",
    "date": "paid_on",
    "amount": "amount",
    "category": "category",
    "account": "account",
    "department": "department",
    "purpose": "purpose",
    "value_for_money": "value_for_money",
    "reference": "document_reference",
}

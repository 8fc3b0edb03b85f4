"""The registers that a body keeps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.agreements.states import AgreementKind


class Register(TextChoices):
    """A register, by one word: of its batches, its dataset and the reader's dictionary."""

    CONTRACTS = "contracts", _("Contracts")
    GRANTS = "grants", _("Grants")
    SPEND = "spend", _("Spend")


# The registers of agreements; that of spend has payments.
KINDS = {Register.CONTRACTS: AgreementKind.CONTRACT, Register.GRANTS: AgreementKind.GRANT}

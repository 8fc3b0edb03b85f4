"""What money may be for, by the names of things that stand above; and the numbers of papers."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.core.events import REFERENCE

# By the first letters of their references.
KINDS = {"COM": "commissions.commission", "AGR": "agreements.agreement"}
# The number of a paper and no sentence: nobody is named where numbers stand.
VOUCHER = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9./-]{0,39}")
NAME = re.compile(r"[a-z]+\.[a-z]+:(?P<reference>.+)")


def name_called(reference: str) -> str:
    """The name in the ledger of the thing of a reference. Raises ValidationError."""
    said = reference.strip().upper()
    kind = KINDS.get(said.partition("-")[0])
    if kind is None or not REFERENCE.pattern.fullmatch(said):
        raise ValidationError(
            _("Enter the reference of a case or an agreement, such as COM-2026-014.")
        )
    return f"{kind}:{said}"


def reference_in(what_for: str) -> str:
    """The reference in a name. Raises ValidationError for what is none."""
    found = NAME.fullmatch(what_for)
    if found is None or not REFERENCE.pattern.fullmatch(found["reference"]):
        raise ValidationError(_("%s is no name of a thing.") % what_for)
    return found["reference"]


def number_of(said: str) -> str:
    """The number of a paper, as it is kept. Raises ValidationError."""
    number = said.strip().upper()
    if not VOUCHER.fullmatch(number):
        raise ValidationError(
            _("Enter the number of the invoice, claim, payment or receipt, such as INV-2093.")
        )
    return number

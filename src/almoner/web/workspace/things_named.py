"""Things by the references that officials know: found, and named as the ledger names them."""

from collections.abc import Callable

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.core.verdicts import Verdict
from almoner.decisions.models import Decision

# How a reference begins, and what kinds of thing are named so. A decision is known by its number.
KINDS = {
    "COM": ("commissions.commission",),
    "DEC": ("decisions.decision",),
    "RSK": ("risks.risk",),
    "REC": ("audits.recommendation",),
    "AUD": ("audits.review",),
    "ACT": ("actions.action",),
    "RPT": ("reports.report",),
    "AGR": ("agreements.agreement",),
    "FND": ("funding.fund",),
    "BUD": ("funding.budgetline",),
    "MTG": ("boards.meeting",),
}


def thing_named(said: str, *, may: Callable[[str], Verdict]) -> str:
    """The name in the ledger of what an official calls `COM-2026-014`; empty where nothing is said.

    Raises ValidationError where there is no such thing of which they `may`: they are not told that
    it is there.
    """
    reference = said.strip().upper()
    if not reference:
        return ""
    for name in _names_of(reference):
        if may(name):
            return name
    raise ValidationError(
        _("There is nothing called %(reference)s that you may read. Look up its reference.")
        % {"reference": reference}
    )


def _names_of(reference: str) -> list[str]:
    labels = KINDS.get(reference.partition("-")[0], ())
    found = [f"{label}:{reference}" for label in labels if _is_there(label, reference)]
    numbered = Decision.objects.filter(number=reference).values_list("reference", flat=True)
    return [*found, *(f"decisions.decision:{one}" for one in numbered)]


def _is_there(label: str, reference: str) -> bool:
    model = apps.get_model(label)
    return bool(model._default_manager.filter(reference=reference).exists())

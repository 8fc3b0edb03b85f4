"""What could be mended in an edition on its way, in words, and where each thing is mended."""

from dataclasses import dataclass

from django.urls import reverse

from almoner.registers.faults import CONTRADICTION, MEANINGS, OVERPAID
from almoner.registers.models import Preparation

AT = {OVERPAID: "workspace:matches", CONTRADICTION: "public:organisations"}
RECORD = "public:payment"


@dataclass(frozen=True, slots=True)
class ShownFault:
    """A fault as the page of an edition shows it."""

    meaning: str
    column: str
    rows: int
    examples: list[tuple[str, str]]
    where: str


def faults_shown(preparation: Preparation) -> list[ShownFault]:
    """The faults that were found when it was drafted or submitted, those in most rows first."""
    review = getattr(preparation, "review", None)
    faults = review.faults if review else []
    return [
        ShownFault(
            str(MEANINGS[one["code"]]),
            one["column"],
            one["rows"],
            [(reference, _page_of(reference)) for reference in one["examples"]],
            reverse(AT.get(one["code"], "workspace:upload-import")),
        )
        for one in sorted(faults, key=lambda one: -one["rows"])
    ]


def _page_of(reference: str) -> str:
    """The page of a payment; agreements have none of their own yet."""
    return reverse(RECORD, args=[reference]) if reference.startswith("PAY-") else ""

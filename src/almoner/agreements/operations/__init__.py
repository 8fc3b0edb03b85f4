"""What people do with agreements: adopt, hand over and release them, keep their days, and note."""

from .contacts import Contact, change_contact, forget_contact
from .management import (
    AgreementsChanged,
    Days,
    adopt_agreement,
    change_management,
    give_agreements,
    hand_over_agreement,
    release_agreement,
)
from .notes import write_note

__all__ = [
    "AgreementsChanged",
    "Contact",
    "Days",
    "adopt_agreement",
    "change_contact",
    "change_management",
    "forget_contact",
    "give_agreements",
    "hand_over_agreement",
    "release_agreement",
    "write_note",
]

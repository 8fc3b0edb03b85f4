"""What is kept of agreements: what registers say of them, and how the body manages them."""

from .management import Note, ProviderContact, Stewardship, Terms, note_reference
from .registered import (
    AMOUNTS,
    DAYS,
    FOR_EVER,
    IDENTITY,
    STATED,
    Agreement,
    AgreementVersion,
    RepetitionDecision,
    agreement_reference,
)

__all__ = [
    "AMOUNTS",
    "DAYS",
    "FOR_EVER",
    "IDENTITY",
    "STATED",
    "Agreement",
    "AgreementVersion",
    "Note",
    "ProviderContact",
    "RepetitionDecision",
    "Stewardship",
    "Terms",
    "agreement_reference",
    "note_reference",
]

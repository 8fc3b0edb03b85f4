"""What registers keep of their own: files read in, editions, and what is withheld."""

from .editions import (
    AuthorityConfirmation,
    Edition,
    EditionFile,
    Preparation,
    StandingAuthority,
    authority_reference,
    preparation_reference,
)
from .imports import (
    DoubtfulMatch,
    DraftRow,
    ImportDraft,
    ImportedFile,
    MendedCell,
    RejectedRow,
    UndoneImport,
    draft_reference,
)
from .withholdings import (
    CoveredOrganisation,
    Replacement,
    ReplacementFile,
    Tombstone,
    Withholding,
    withholding_reference,
)

__all__ = [
    "AuthorityConfirmation",
    "CoveredOrganisation",
    "DoubtfulMatch",
    "DraftRow",
    "Edition",
    "EditionFile",
    "ImportDraft",
    "ImportedFile",
    "MendedCell",
    "Preparation",
    "RejectedRow",
    "Replacement",
    "ReplacementFile",
    "StandingAuthority",
    "Tombstone",
    "UndoneImport",
    "Withholding",
    "authority_reference",
    "draft_reference",
    "preparation_reference",
    "withholding_reference",
]

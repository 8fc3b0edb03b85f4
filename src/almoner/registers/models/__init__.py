"""What registers keep of their own: files read in, editions, findings, and what is withheld."""

from .editions import (
    AuthorityConfirmation,
    Edition,
    EditionFile,
    Preparation,
    Review,
    StandingAuthority,
    authority_reference,
    preparation_reference,
)
from .findings import (
    Finding,
    JudgedFinding,
    Judgement,
    Sighting,
    finding_reference,
    judgement_reference,
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
    "Finding",
    "ImportDraft",
    "ImportedFile",
    "JudgedFinding",
    "Judgement",
    "MendedCell",
    "Preparation",
    "RejectedRow",
    "Replacement",
    "ReplacementFile",
    "Review",
    "Sighting",
    "StandingAuthority",
    "Tombstone",
    "UndoneImport",
    "Withholding",
    "authority_reference",
    "draft_reference",
    "finding_reference",
    "judgement_reference",
    "preparation_reference",
    "withholding_reference",
]

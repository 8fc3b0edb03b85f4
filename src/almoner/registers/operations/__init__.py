"""What registers do: read files in, undo that, and publish editions of duties."""

from .authorities import (
    confirm_authority,
    confirm_operators_authority,
    end_authority,
    grant_authority_as_operator,
    propose_authority,
    refuse_authority,
)
from .editions import (
    EditionDiffers,
    FactsChanged,
    approve_edition,
    approve_under_authority,
    folder_of,
    hand_out_edition,
    restore_edition,
    write_edition,
)
from .imports import (
    AlreadyImported,
    Import,
    ImportFailed,
    Preview,
    import_file,
    preview_import,
)
from .preparing import (
    begin_correction,
    draft_edition,
    escalate_preparation,
    lapse_submission,
    return_edition,
    submit_edition,
    withdraw_preparation,
)
from .undoing import StoodUpon, undo_import

__all__ = [
    "AlreadyImported",
    "EditionDiffers",
    "FactsChanged",
    "Import",
    "ImportFailed",
    "Preview",
    "StoodUpon",
    "approve_edition",
    "approve_under_authority",
    "begin_correction",
    "confirm_authority",
    "confirm_operators_authority",
    "draft_edition",
    "end_authority",
    "escalate_preparation",
    "folder_of",
    "grant_authority_as_operator",
    "hand_out_edition",
    "import_file",
    "lapse_submission",
    "preview_import",
    "propose_authority",
    "refuse_authority",
    "restore_edition",
    "return_edition",
    "submit_edition",
    "undo_import",
    "withdraw_preparation",
    "write_edition",
]

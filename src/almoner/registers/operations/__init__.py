"""What registers do: read files in, undo that, issue editions, and withhold."""

from .editions import (
    EditionDiffers,
    EditionOvertaken,
    EditionTakenDown,
    folder_of,
    issue_edition,
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
from .undoing import StoodUpon, undo_import
from .withholding import (
    agree_to_withhold,
    keep_withholding,
    lift_withholding,
    mistakes_in,
    propose_lifting,
    refuse_lifting,
    refuse_withholding,
    withhold,
)

__all__ = [
    "AlreadyImported",
    "EditionDiffers",
    "EditionOvertaken",
    "EditionTakenDown",
    "Import",
    "ImportFailed",
    "Preview",
    "StoodUpon",
    "agree_to_withhold",
    "folder_of",
    "import_file",
    "issue_edition",
    "keep_withholding",
    "lift_withholding",
    "mistakes_in",
    "preview_import",
    "propose_lifting",
    "refuse_lifting",
    "refuse_withholding",
    "restore_edition",
    "undo_import",
    "withhold",
    "write_edition",
]

"""What registers do: prepare imports, read files in, undo that, issue editions, and withhold."""

from .carrying_on import carry_on
from .drafts import (
    confirm_draft,
    decide_columns,
    drop_draft,
    fix_cells,
    read_draft_again,
    start_draft,
    take_back_fix,
)
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
    import_register_file,
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
    "carry_on",
    "confirm_draft",
    "decide_columns",
    "drop_draft",
    "fix_cells",
    "folder_of",
    "import_file",
    "import_register_file",
    "issue_edition",
    "keep_withholding",
    "lift_withholding",
    "mistakes_in",
    "preview_import",
    "propose_lifting",
    "read_draft_again",
    "refuse_lifting",
    "refuse_withholding",
    "restore_edition",
    "start_draft",
    "take_back_fix",
    "undo_import",
    "withhold",
    "write_edition",
]

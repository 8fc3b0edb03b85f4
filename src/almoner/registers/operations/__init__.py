"""What registers do: prepare imports, read files in, undo that, and issue editions."""

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

__all__ = [
    "AlreadyImported",
    "EditionDiffers",
    "EditionOvertaken",
    "Import",
    "ImportFailed",
    "Preview",
    "StoodUpon",
    "carry_on",
    "confirm_draft",
    "decide_columns",
    "drop_draft",
    "fix_cells",
    "folder_of",
    "import_file",
    "import_register_file",
    "issue_edition",
    "preview_import",
    "read_draft_again",
    "restore_edition",
    "start_draft",
    "take_back_fix",
    "undo_import",
    "write_edition",
]

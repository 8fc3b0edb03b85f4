"""What registers do: read files in, undo that, and issue editions."""

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
    "folder_of",
    "import_file",
    "issue_edition",
    "preview_import",
    "restore_edition",
    "undo_import",
    "write_edition",
]

"""What registers do: read files in, and issue editions."""

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
    ImportFailed,
    SpendImport,
    discard_unfinished_spend,
    import_spend,
)

__all__ = [
    "AlreadyImported",
    "EditionDiffers",
    "EditionOvertaken",
    "ImportFailed",
    "SpendImport",
    "discard_unfinished_spend",
    "folder_of",
    "import_spend",
    "issue_edition",
    "restore_edition",
    "write_edition",
]

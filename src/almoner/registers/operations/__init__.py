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
    import_spend,
)

__all__ = [
    "AlreadyImported",
    "EditionDiffers",
    "EditionOvertaken",
    "ImportFailed",
    "SpendImport",
    "folder_of",
    "import_spend",
    "issue_edition",
    "restore_edition",
    "write_edition",
]

"""What must be on the disk before we say that it is there."""

import os
from pathlib import Path


def keep_names_in(folder: Path) -> None:
    """Have a folder's own list of names reach the disk, after something was moved into it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

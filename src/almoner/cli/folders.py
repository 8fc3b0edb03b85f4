"""A folder that files are to be put into, as it is named on the command line."""

import os
from argparse import ArgumentTypeError
from pathlib import Path

from .refusals import Refusal


def folder(text: str) -> Path:
    """The folder of that name. A variable that was never set is none: it would mean this one."""
    if not text.strip():
        raise ArgumentTypeError("the folder has no name: write one, or . for this one")
    return Path(text)


def require_place(path: Path) -> None:
    """Raise Refusal, before anything is done, if nothing can be put into a folder."""
    there = next(one for one in (path, *path.absolute().parents) if os.path.lexists(one))
    if not there.is_dir():
        raise Refusal(f"{there} is no folder. Name one, or one to be made, with --out.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise Refusal(f"Nothing can be written in {there}. Name another folder with --out.")

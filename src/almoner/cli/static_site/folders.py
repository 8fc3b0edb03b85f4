"""The folder that a site stands in: a new one is made beside it, and takes its place whole."""

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from almoner.cli.folders import require_place
from almoner.cli.refusals import Refusal

from .manifest import STAMP

AT_FDCWD, EXCHANGE = -100, 2  # of Linux's renameat2(2)


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """A new folder beside a site's own, for one writer at a time. Raises Refusal."""
    require_place(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with (out.parent / f".{out.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise Refusal(f"{out} is being written already. Wait for that to end.") from taken
        put_back(out)
        refuse_what_is_not_ours(out)
        new = out.parent / f".{out.name}.new"
        shutil.rmtree(new, ignore_errors=True)
        try:
            yield new
        finally:
            shutil.rmtree(new, ignore_errors=True)


def put_back(out: Path) -> None:
    """Finish what a process began that died between two renames, where there was no other way."""
    old = _old_of(out)
    if old.exists() and not out.exists():
        old.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def refuse_what_is_not_ours(out: Path) -> None:
    if out.is_symlink():
        raise Refusal(f"{out} is a link. Name the folder itself with --out.")
    if out.exists() and any(out.iterdir()) and not (out / STAMP).exists():
        raise Refusal(
            f"{out} holds other things, which would be thrown away. Name another folder with"
            " --out, or one to be made."
        )


def swap(new: Path, out: Path) -> None:
    """Let the new folder take the old one's place at once; the old one is then where it was."""
    if not out.exists():
        new.rename(out)
    elif not _exchanged(new, out):
        old = _old_of(out)
        out.rename(old)
        new.rename(out)
        old.rename(new)


def _old_of(out: Path) -> Path:
    return out.parent / f".{out.name}.old"


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step of the system, where it and the disk know how."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        return False
    raise OSError(code, os.strerror(code), str(other))

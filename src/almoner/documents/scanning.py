"""Asks the body's scanner, where it has one, whether a file carries something harmful.

It speaks to clamd and to whatever speaks as clamd does. Where one is named and does not answer,
nothing is kept: a scanner that is passed over when it fails protects nobody.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .kinds import RefusedFile

PIECE = 1 << 16
PATIENCE = 30  # seconds
CLEAN, FOUND = b": OK", b" FOUND"


def refuse_if_harmful(path: Path) -> None:
    """Have a file scanned, if a scanner is named. Raises RefusedFile."""
    if not settings.SCANNER:
        return
    try:
        answer = _asked(path)
    except (OSError, ValueError) as error:
        raise RefusedFile(
            _("The file cannot be scanned for viruses just now, so it is not kept. Try later.")
        ) from error
    if answer.endswith(FOUND):
        raise RefusedFile(
            _("The scanner found something harmful in the file. Tell whoever sent it to you.")
        )
    if not answer.endswith(CLEAN):
        raise RefusedFile(_("The scanner could not read the file, so it is not kept."))


def _asked(path: Path) -> bytes:
    """What the scanner says of a file's bytes, which are sent to it: it may be another machine."""
    with closing(_connected(settings.SCANNER)) as line:
        line.sendall(b"zINSTREAM\0")
        for piece in _pieces(path):
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        return b"".join(iter(lambda: line.recv(PIECE), b"")).rstrip(b"\0\n")


def _connected(address: str) -> socket.socket:
    """A line to `unix:/run/clamav/clamd.ctl` or `tcp:host:3310`."""
    kind, _colon, where = address.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece

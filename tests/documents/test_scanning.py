"""Files are shown to the body's scanner, if it has one, before they are kept."""

import socket
import struct
from contextlib import contextmanager
from threading import Thread

import pytest

from almoner.documents.keeping import kept
from almoner.documents.kinds import RefusedFile

pytestmark = pytest.mark.django_db
EICAR = b"EICAR"  # what real scanners find is longer, and would be found in this file


@contextmanager
def scanner(settings, folder, *, finds=EICAR, says=None):
    """A scanner that speaks as clamd does, and says of one file whether this is in it."""
    seen = []
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(folder / "scanner"))
        door.listen(1)

        def answer():
            line, _address = door.accept()
            with line, line.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                while size := struct.unpack("!L", said.read(4))[0]:
                    seen.append(said.read(size))
                found = b"stream: Test FOUND\0" if finds in b"".join(seen) else b"stream: OK\0"
                line.sendall(says or found)

        thread = Thread(target=answer)
        thread.start()
        settings.SCANNER = f"unix:{folder / 'scanner'}"
        yield seen
        thread.join()


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES = tmp_path


def test_a_clean_file_is_kept_once_its_bytes_were_seen(settings, tmp_path):
    with scanner(settings, tmp_path) as seen, kept([b"A letter", b"."], name="a.txt") as made:
        assert made.path.exists()

    assert b"".join(seen) == b"A letter."


@pytest.mark.parametrize(
    ("content", "says", "told"),
    [
        (b"A letter with EICAR", None, "found something harmful"),
        (b"A letter", b"INSTREAM size limit exceeded. ERROR\0", "could not read the file"),
    ],
)
def test_what_is_harmful_or_unreadable_is_not_kept(settings, tmp_path, content, says, told):
    with (
        scanner(settings, tmp_path, says=says),
        pytest.raises(RefusedFile, match=told),
        kept([content], name="a.txt"),
    ):
        pass

    assert [path for path in tmp_path.glob("documents/??/*") if path.is_file()] == []


@pytest.mark.parametrize("address", ["unix:/nowhere/at/all", "tcp:127.0.0.1:9", "tcp:nonsense"])
def test_nothing_is_kept_while_the_scanner_does_not_answer(settings, address):
    settings.SCANNER = address

    with pytest.raises(RefusedFile, match="cannot be scanned"), kept([b"A"], name="a.txt"):
        pass

"""How text is encoded: told from marks and a sample, with Windows-1252 wherever UTF-8 fails."""

import codecs
import re
from itertools import chain
from typing import NamedTuple

SAMPLE = 256 * 1024

# Longest first: the mark of UTF-32 begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
AS_WINDOWS_1252 = "almoner-windows-1252"
WINDOWS_1252 = "".join(
    # Windows leaves five bytes undefined; Latin-1 keeps them apart, so that nothing is lost.
    bytes([code]).decode("cp1252", "ignore") or chr(code)
    for code in range(256)
)
# In the DOS code page £ is 9C, which Windows reads as œ. It counts only where money would stand.
DOS_POUND = re.compile(rb"(?<![\x80-\xff])\x9c ?\d|\(\x9c(?:\)|000|k\))")
POUND = re.compile(rb"\xa3")
# Dashes, quotation marks and accents where the old Macintosh keeps them, and where Windows does.
MAC_TYPICAL = re.compile(rb"[\xc9\xca\xd0-\xd5\x8e\x8f\xa5]")
WINDOWS_TYPICAL = re.compile(rb"[\x80\x82\x84\x85\x91-\x97\xa0]")
A_FEW = 8
CONTROLS = bytes({*range(1, 9), *range(14, 32)} - {0x1A, 0x1B})


class Encoding(NamedTuple):
    """A way to decode a file, and its name for people: empty where every byte is ASCII."""

    codec: str
    title: str
    errors: str = "replace"


def encoding_of(sample: bytes) -> Encoding:
    """Tell how a text is encoded from its beginning."""
    for mark, codec, title in MARKS:
        if sample.startswith(mark):
            return Encoding(codec, title)
    if b"\0" in sample and (wide := _wide_without_mark(sample)):
        return wide
    if _is_utf_8(sample):
        return Encoding("utf-8", "" if sample.isascii() else "UTF-8", AS_WINDOWS_1252)
    if DOS_POUND.search(sample) and not POUND.search(sample):
        return Encoding("cp850", "DOS code page 850")
    if _is_macintosh(sample):
        return Encoding("mac_roman", "Mac OS Roman")
    return Encoding("utf-8", _title_of_mixed(sample), AS_WINDOWS_1252)


def is_binary(sample: bytes, encoding: Encoding) -> bool:
    """Whether a sample holds so many control characters that it cannot be text."""
    if encoding.codec.startswith(("utf-16", "utf-32")):
        return False
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    # A few may stray into a short text; and some programs write a NUL behind every cell.
    return 10 * controls > len(sample) + 10 * A_FEW or 2 * sample.count(0) > len(sample) + 2 * A_FEW


def _wide_without_mark(sample: bytes) -> Encoding | None:
    """UTF-16, if nearly every other byte is NUL, as in English it is."""
    first, second = sample[0:4096:2], sample[1:4096:2]
    if second.count(0) * 10 > len(second) * 7 and first.count(0) * 20 < len(first):
        return Encoding("utf-16-le", "UTF-16")
    if first.count(0) * 10 > len(first) * 7 and second.count(0) * 20 < len(second):
        return Encoding("utf-16-be", "UTF-16")
    return None


def _is_utf_8(sample: bytes) -> bool:
    try:
        # Not final: the sample may end inside a character.
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _is_macintosh(sample: bytes) -> bool:
    ends_alike = b"\r" in sample and b"\n" not in sample
    return ends_alike and bool(MAC_TYPICAL.search(sample)) and not WINDOWS_TYPICAL.search(sample)


def _title_of_mixed(sample: bytes) -> str:
    if sample.decode("utf-8", "ignore").isascii():
        return "Windows-1252"
    return "UTF-8 with Windows-1252 in places"


def _read_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    piece = error.object[error.start : error.end]
    return "".join(WINDOWS_1252[byte] for byte in piece), error.end


codecs.register_error(AS_WINDOWS_1252, _read_as_windows_1252)

# The mark of UTF-8, as it is and as it looks once or twice decoded wrongly.
MARK = "\ufeff"
_DECODED = MARK.encode().decode("cp1252")
_SEEN = "|".join(chain((MARK, _DECODED), (_DECODED.encode().decode("cp1252"),)))
_LEADING_MARKS = re.compile(f'^(?:{_SEEN})*("?)(?:{_SEEN})*')


def without_marks(line: str) -> str:
    """Drop the byte order marks at the beginning of a file's first line, however often encoded."""
    return _LEADING_MARKS.sub(r"\1", line)

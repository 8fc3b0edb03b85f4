"""What a cell says in words, and how to mend words that came through the wrong hands."""

import re
from collections.abc import Callable
from html import unescape
from html.entities import html5

from .said import NOTHING, Said
from .words import says_nothing

ENTITY = re.compile(r"&(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
MOST_TURNS = 3  # as often as text has been seen to go through the wrong hands


def _as_windows_reads_it(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


WINDOWS = [_as_windows_reads_it(byte) for byte in range(256)]
BYTES = {ord(character): byte for byte, character in enumerate(WINDOWS)}
# The other way about: a control character that Windows uses for a letter or quotation mark.
LETTERS = {byte: WINDOWS[byte] for byte in range(0x80, 0xA0)}
FOLLOWS = "[" + "".join(map(re.escape, WINDOWS[0x80:0xC0])) + "]"
# UTF-8 read as Windows-1252. Only Latin letters, punctuation and the euro are looked for: what
# else the bytes could mean is likelier to be an accented capital before a quotation mark.
DOUBLE_ENCODED = re.compile(
    rf"[ÂÃÄÅ]{FOLLOWS}|Æ’|Ë[†œ]|â(?:€{FOLLOWS}|‚¬|„¢|ˆ’)|ï»¿|ï¿½|ï¬[\x81{WINDOWS[0x82]}]"
)
# UTF-8 read byte by byte; the first byte of a dash or quotation mark is often lost on the way.
BARE_BYTES = re.compile("[\xc2-\xdf][\x80-\x9f]|[\xe0-\xef][\x80-\x9f][\x80-\xbf]|\x80[\x90-\xbf]")
LOST = b"\xe2"
INVISIBLE = "\ufeff\u200b\u200e\u200f"
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def read_text(text: str) -> Said[str]:
    """Read words as they were meant: entities resolved, encodings mended, controls taken out."""
    text = text.strip()
    if says_nothing(text):
        return NOTHING
    if text.isascii() and text.isprintable() and "&" not in text:
        return Said(text)
    change = ""
    for code, mend in MENDS:
        mended = mend(text)
        if mended != text:
            text, change = mended, change or code
    text = text.replace("\r\n", "\n").strip().strip(INVISIBLE).strip()
    return Said(text, change) if text else NOTHING


def _without_entities(text: str) -> str:
    return _in_turns(ENTITY, _character, text) if "&" in text else text


def _decoded_once(text: str) -> str:
    if text.isascii():
        return text
    text = BARE_BYTES.sub(_decoded_bytes, text)
    return _in_turns(DOUBLE_ENCODED, _decoded, text).translate(LETTERS)


def _without_controls(text: str) -> str:
    return CONTROL.sub("", text)


MENDS = (
    ("html-entities", _without_entities),
    ("double-encoded-text", _decoded_once),
    ("control-characters", _without_controls),
)


def _in_turns(pattern: re.Pattern[str], mend: Callable[[re.Match[str]], str], text: str) -> str:
    for _ in range(MOST_TURNS):
        text = pattern.sub(mend, text)
    return text


def _character(found: re.Match[str]) -> str:
    if found[1].startswith("#"):
        return unescape(found[0])
    return html5.get(found[1], found[0])


def _decoded(found: re.Match[str]) -> str:
    return bytes(BYTES[ord(character)] for character in found[0]).decode()


def _decoded_bytes(found: re.Match[str]) -> str:
    data = found[0].encode("latin-1")
    return (data if data[0] > max(LETTERS) else LOST + data).decode(errors="replace")

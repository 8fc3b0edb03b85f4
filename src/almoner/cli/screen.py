"""What may be shown on a terminal: nothing of a file may steer it."""

import os
import re
from decimal import Decimal

# Control characters, those that turn the direction of writing, and halves of characters, as which
# Python keeps the bytes of a file's name that are no text.
STEERS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def on_screen(text: str) -> str:
    """The text on one line; what would steer a terminal is spelt out, as Python spells it."""
    return STEERS.sub(_spelt_out, text)


def _spelt_out(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def as_text(path: str | os.PathLike[str]) -> str:
    """A file's name as text that any encoding can say: bytes of it that are no text show as �."""
    return os.fsencode(path).decode("utf-8", "replace")


def pounds(amount: Decimal) -> str:
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"

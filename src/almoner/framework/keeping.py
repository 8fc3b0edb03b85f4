"""Keeping a framework's text, for a version or for a case that begins by it."""

from .models import FrameworkText
from .queries import InForce


def keep_framework(held: InForce) -> FrameworkText:
    """The text that holds, as a row that a case can keep. Called within the operation that begins
    the case, whose fate it shares.
    """
    known = FrameworkText.objects.filter(digest=held.digest).first()
    return known or keep_text(held.text, digest=held.digest)


def keep_text(text: str, *, digest: str) -> FrameworkText:
    """The row of a text, which two may keep at once."""
    return FrameworkText.objects.get_or_create(digest=digest, defaults={"text": text})[0]

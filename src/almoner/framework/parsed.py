"""Frameworks that were read once, by the digest of their text: a process meets few of them."""

from collections import OrderedDict
from collections.abc import Callable

from .contents import Framework
from .reading import recall_framework

MOST = 64

_known: OrderedDict[str, Framework] = OrderedDict()


def parsed(digest: str, text: Callable[[], str]) -> Framework:
    """What the text of a digest says. The text is asked for only where it is not known yet."""
    known = _known.get(digest)
    if known is None:
        known = recall_framework(text(), file=digest[:12])
        _known[digest] = known
        while len(_known) > MOST:
            _known.popitem(last=False)
    return known

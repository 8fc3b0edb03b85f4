"""Whether what an item is about is for few: then so are the item and what becomes of it."""

from almoner.documents.briefs import is_brief_restricted
from almoner.documents.subjects import is_restricted


def is_for_few(about: str) -> bool:
    """Of the thing of this name in the ledger; nothing is not."""
    return is_restricted(about) or is_brief_restricted(about)

"""The copies of one contract that anyone may read."""

from almoner.agreements.models import Agreement
from almoner.papers.kinds import CopyKind
from almoner.papers.models import Copy
from almoner.papers.queries import published_copies


def copies_out_of(agreement: Agreement) -> list[Copy]:
    """Those that are out now of a contract that came through the door, a kind after the other."""
    first, *others = [published_copies(kind).filter(agreement=agreement) for kind in CopyKind]
    return sorted(first.union(*others, all=True), key=lambda copy: copy.kind)

"""The standards in which registers are published, and how a flat row is said in each."""

from .bodies import NOT_RECORDED, Publisher
from .contracting import CONTRACTING
from .grants360 import GRANTS
from .packing import Conveyed, Issue, PackageFile, Standard, pieces

STANDARDS = {standard.code: standard for standard in (GRANTS, CONTRACTING)}

__all__ = [
    "CONTRACTING",
    "GRANTS",
    "NOT_RECORDED",
    "STANDARDS",
    "Conveyed",
    "Issue",
    "PackageFile",
    "Publisher",
    "Standard",
    "pieces",
]

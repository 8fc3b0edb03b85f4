"""Versions of the framework, and who holds which of its offices."""

from .offices import OfficeConfirmation, OfficeGrant, OfficeHolding
from .versions import LONGEST_REMARK, VERSIONS, FrameworkText, FrameworkVersion, digest_of

__all__ = [
    "LONGEST_REMARK",
    "VERSIONS",
    "FrameworkText",
    "FrameworkVersion",
    "OfficeConfirmation",
    "OfficeGrant",
    "OfficeHolding",
    "digest_of",
]

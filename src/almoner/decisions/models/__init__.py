"""Decisions and what was said of them; delegations and offices."""

from .decisions import (
    Advice,
    Approval,
    Decision,
    DecisionText,
    Deferral,
    Interest,
    Lapse,
    Relation,
    Submission,
)
from .delegations import Delegation, OfficeHolding

__all__ = [
    "Advice",
    "Approval",
    "Decision",
    "DecisionText",
    "Deferral",
    "Delegation",
    "Interest",
    "Lapse",
    "OfficeHolding",
    "Relation",
    "Submission",
]

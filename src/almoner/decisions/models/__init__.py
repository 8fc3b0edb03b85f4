"""Decisions and what was said of them; delegations."""

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
from .delegations import Delegation

__all__ = [
    "Advice",
    "Approval",
    "Decision",
    "DecisionText",
    "Deferral",
    "Delegation",
    "Interest",
    "Lapse",
    "Relation",
    "Submission",
]

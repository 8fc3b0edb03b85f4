"""What can be done with the framework: another version of it, and who holds its offices."""

from .offices import (
    confirm_office,
    confirm_operators_office,
    fill_office_as_operator,
    propose_office,
    refuse_office,
    vacate_office,
    withdraw_office,
)
from .versions import (
    approve_framework,
    checked_text,
    draft_framework,
    propose_framework,
    refuse_framework,
    withdraw_framework,
)

__all__ = [
    "approve_framework",
    "checked_text",
    "confirm_office",
    "confirm_operators_office",
    "draft_framework",
    "fill_office_as_operator",
    "propose_framework",
    "propose_office",
    "refuse_framework",
    "refuse_office",
    "vacate_office",
    "withdraw_framework",
    "withdraw_office",
]

"""What is done to say under which agreement a payment was made."""

from .matches import AlreadyMatched, confirm_match, refuse_match, undo_match
from .proposing import propose_matches
from .rules import (
    ProposalsChanged,
    confirm_proposals_of,
    end_matching_rule,
    save_matching_rule,
)

__all__ = [
    "AlreadyMatched",
    "ProposalsChanged",
    "confirm_match",
    "confirm_proposals_of",
    "end_matching_rule",
    "propose_matches",
    "refuse_match",
    "save_matching_rule",
    "undo_match",
]

"""What is done to say under which agreement a payment was made, and to sum payments by word."""

from .matches import AlreadyMatched, confirm_match, refuse_match, undo_match
from .proposing import propose_matches
from .rules import (
    ProposalsChanged,
    confirm_proposals_of,
    end_matching_rule,
    save_matching_rule,
)
from .summing import forget_word_sums, keep_word_sums

__all__ = [
    "AlreadyMatched",
    "ProposalsChanged",
    "confirm_match",
    "confirm_proposals_of",
    "end_matching_rule",
    "forget_word_sums",
    "keep_word_sums",
    "propose_matches",
    "refuse_match",
    "save_matching_rule",
    "undo_match",
]

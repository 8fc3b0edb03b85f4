"""What is done to say which organisations are one."""

from .mergers import (
    find_right,
    keep_apart,
    merge_organisations,
    part_organisation,
)
from .proposing import ask_again, propose_likenesses

__all__ = [
    "ask_again",
    "find_right",
    "keep_apart",
    "merge_organisations",
    "part_organisation",
    "propose_likenesses",
]

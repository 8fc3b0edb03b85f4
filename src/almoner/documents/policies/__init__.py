"""Who may take files down, keep the templates, and write or read what is filled from them."""

from .files import TAKERS, may_review_file, may_take_down_file
from .fillings import (
    may_begin_filling,
    may_comment_on_filling,
    may_read_comment,
    may_read_filling,
    may_resolve_comment,
    may_write_filling,
)
from .templates import PROPOSERS, may_decide_template, may_propose_template, may_see_templates

__all__ = [
    "PROPOSERS",
    "TAKERS",
    "may_begin_filling",
    "may_comment_on_filling",
    "may_decide_template",
    "may_propose_template",
    "may_read_comment",
    "may_read_filling",
    "may_resolve_comment",
    "may_review_file",
    "may_see_templates",
    "may_take_down_file",
    "may_write_filling",
]

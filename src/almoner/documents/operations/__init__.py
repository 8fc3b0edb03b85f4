"""What is done to files, to templates, and to the documents filled from them."""

from .attachments import attach_file, remove_attachment
from .comments import comment_on_filling, resolve_comment
from .files import agree_to_delete_file, delete_file, record_file, restore_file, take_down_file
from .fillings import (
    begin_filling,
    drop_filling,
    finish_filling,
    move_filling_to_template,
    reopen_filling,
    save_section,
)
from .returning import return_filling_from_word
from .templates import approve_template, propose_template, refuse_template

__all__ = [
    "agree_to_delete_file",
    "approve_template",
    "attach_file",
    "begin_filling",
    "comment_on_filling",
    "delete_file",
    "drop_filling",
    "finish_filling",
    "move_filling_to_template",
    "propose_template",
    "record_file",
    "refuse_template",
    "remove_attachment",
    "reopen_filling",
    "resolve_comment",
    "restore_file",
    "return_filling_from_word",
    "save_section",
    "take_down_file",
]

"""What the engine keeps: files, versions of templates, and documents filled from them."""

from .attachments import Attachment, attachment_reference
from .files import StoredFile, file_reference
from .fillings import Comment, Filling, SectionText, comment_reference, filling_reference
from .templates import TemplateVersion, template_reference

__all__ = [
    "Attachment",
    "Comment",
    "Filling",
    "SectionText",
    "StoredFile",
    "TemplateVersion",
    "attachment_reference",
    "comment_reference",
    "file_reference",
    "filling_reference",
    "template_reference",
]

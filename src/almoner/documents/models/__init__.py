"""What the engine keeps: files, versions of templates, and documents filled from them."""

from .files import StoredFile, file_reference
from .fillings import Comment, Filling, SectionText, comment_reference, filling_reference
from .templates import TemplateVersion, template_reference

__all__ = [
    "Comment",
    "Filling",
    "SectionText",
    "StoredFile",
    "TemplateVersion",
    "comment_reference",
    "file_reference",
    "filling_reference",
    "template_reference",
]

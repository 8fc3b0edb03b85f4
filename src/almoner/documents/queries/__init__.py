"""Questions about files, about templates, and about the documents filled from them."""

from .attachments import attached_in_words, attached_to
from .files import files_taken_down, places_recorded, unsound_files
from .fillings import (
    comments_on,
    fillings_about,
    fillings_of,
    fillings_standing,
    latest_texts,
    left_over,
    texts_of,
    texts_of_section,
    written_of,
)
from .templates import (
    Standing,
    proposed_templates,
    reviews_of_templates_due,
    template_standing,
    template_standings,
    versions_of_template,
)

__all__ = [
    "Standing",
    "attached_in_words",
    "attached_to",
    "comments_on",
    "files_taken_down",
    "fillings_about",
    "fillings_of",
    "fillings_standing",
    "latest_texts",
    "left_over",
    "places_recorded",
    "proposed_templates",
    "reviews_of_templates_due",
    "template_standing",
    "template_standings",
    "texts_of",
    "texts_of_section",
    "unsound_files",
    "versions_of_template",
    "written_of",
]

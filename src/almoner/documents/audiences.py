"""Who may read a comment on a document."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    TEAM = "team", _("The team only")
    READERS = "readers", _("All who may read the document")

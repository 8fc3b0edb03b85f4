"""What kinds of agreement there are, and where one comes from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgreementKind(TextChoices):
    CONTRACT = "contract", _("Contract")
    GRANT = "grant", _("Grant")


# What hindrances may be declared to: of both rows, and of the one that counts no more.
REPEATING, HIDING = "saying of rows that they are one", "counting a row no more"


class Origin(TextChoices):
    IMPORTED = "imported", _("Imported")

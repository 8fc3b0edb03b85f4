"""What kinds of agreement there are, and where one comes from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgreementKind(TextChoices):
    CONTRACT = "contract", _("Contract")
    GRANT = "grant", _("Grant")


class Origin(TextChoices):
    IMPORTED = "imported", _("Imported")

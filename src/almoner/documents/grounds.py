"""Why a file may be taken down."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Danger(TextChoices):
    """Why a file may be read by nobody, and its bytes be deleted."""

    SAFETY = "safety", _("Safety of a person")
    PERSONAL_DATA = "personal-data", _("Personal data that should not be here")
    CONFIDENTIAL = "confidential", _("Somebody else’s secret that should not be here")

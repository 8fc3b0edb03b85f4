"""Which standing pages a body has: a closed list."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StandingPage(TextChoices):
    """What a standing page is about. Its code ends its public address: `/about/privacy/`."""

    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    PRIVACY = "privacy", _("Privacy notice")
    COOKIES = "cookies", _("Cookies")
    LICENCE = "licence", _("Licence")
    DATA = "data", _("About the data")
    CONTACT = "contact", _("Contact and corrections")

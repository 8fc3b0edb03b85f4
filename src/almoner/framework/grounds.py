"""Why the law lets something stay unpublished, and in whose view: two closed lists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ground(TextChoices):
    """Why something is not published, as the law lists it."""

    # The Elected Local Policing Bodies (Specified Information) Order 2011, article 2(2).
    NATIONAL_SECURITY = "national-security", _("National security")
    SAFETY = "safety", _("Safety of a person")
    CRIME = "crime", _("Crime or justice")
    PROHIBITED = "prohibited", _("Prohibited by an enactment")
    PERSONAL_DATA = "personal-data", _("Personal data")
    # Procurement Act 2023, section 94.
    COMMERCIAL = "commercial", _("Sensitive commercial information")


class View(TextChoices):
    """Whose view it is that the ground applies."""

    BODY = "body", _("This body’s")
    CHIEF_OFFICER = "chief-officer", _("The chief officer’s")
    OTHER_AUTHORITY = "other-authority", _("Another authority’s")

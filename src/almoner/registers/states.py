"""Why something is withheld, in whose view, and the life of a withholding."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


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


# On these grounds one person is enough at first, since waiting endangers someone.
AT_ONCE = {Ground.SAFETY}


class View(TextChoices):
    """Whose view it is that the ground applies."""

    BODY = "body", _("This body’s")
    CHIEF_OFFICER = "chief-officer", _("The chief officer’s")
    OTHER_AUTHORITY = "other-authority", _("Another authority’s")


class WithholdingState(TextChoices):
    PROPOSED = "proposed", _("Awaiting a second person")
    TAKEN_DOWN = "taken-down", _("Taken down, awaiting a second person")
    IN_FORCE = "in-force", _("In force")
    LIFTING = "lifting", _("In force, to be lifted if a second person agrees")
    REFUSED = "refused", _("Refused")
    LIFTED = "lifted", _("Lifted")


WITHHOLDING_LIFECYCLE = Lifecycle(
    {
        WithholdingState.PROPOSED: {WithholdingState.IN_FORCE, WithholdingState.REFUSED},
        WithholdingState.TAKEN_DOWN: {WithholdingState.IN_FORCE, WithholdingState.LIFTING},
        WithholdingState.IN_FORCE: {WithholdingState.LIFTING},
        # What no second person has looked at waits for one again, if it is not lifted.
        WithholdingState.LIFTING: {
            WithholdingState.IN_FORCE,
            WithholdingState.TAKEN_DOWN,
            WithholdingState.LIFTED,
        },
        WithholdingState.REFUSED: set(),
        WithholdingState.LIFTED: set(),
    }
)
WITHHELD = (WithholdingState.TAKEN_DOWN, WithholdingState.IN_FORCE, WithholdingState.LIFTING)
UNDER_WAY = (WithholdingState.PROPOSED, *WITHHELD)

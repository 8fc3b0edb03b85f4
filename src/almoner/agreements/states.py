"""What kinds of agreement there are, and where one comes from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class AgreementKind(TextChoices):
    CONTRACT = "contract", _("Contract")
    GRANT = "grant", _("Grant")


class Origin(TextChoices):
    IMPORTED = "imported", _("Imported")


class ManagementState(TextChoices):
    """Whether somebody looks after an agreement, beyond what a register says of it."""

    NOT_MANAGED = "not-managed", _("Nobody manages it")
    MANAGED = "managed", _("Managed")


# Read off the last stewardship, so no column repeats it. Handing over leaves it managed.
MANAGEMENT_LIFECYCLE = Lifecycle(
    {
        ManagementState.NOT_MANAGED: {ManagementState.MANAGED},
        ManagementState.MANAGED: {ManagementState.NOT_MANAGED},
    }
)

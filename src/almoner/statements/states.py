"""The life of a version of a standing page."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class VersionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Awaiting a second person")
    PUBLISHED = "published", _("Published")
    RETURNED = "returned", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# What was sent back stays as it was read: whoever goes on begins a version of its own from it.
VERSION_LIFECYCLE = Lifecycle(
    {
        VersionState.DRAFT: {VersionState.SUBMITTED, VersionState.WITHDRAWN},
        VersionState.SUBMITTED: {
            VersionState.PUBLISHED,
            VersionState.RETURNED,
            VersionState.WITHDRAWN,
        },
        VersionState.PUBLISHED: set(),
        VersionState.RETURNED: set(),
        VersionState.WITHDRAWN: set(),
    }
)
OPEN = (VersionState.DRAFT, VersionState.SUBMITTED)

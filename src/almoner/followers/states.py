"""The life of a wish to be told."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class FollowState(TextChoices):
    ASKED = "asked", _("Not confirmed yet")
    CONFIRMED = "confirmed", _("Followed")
    ENDED = "ended", _("Ended")


FOLLOW_LIFECYCLE = Lifecycle(
    {
        FollowState.ASKED: {FollowState.CONFIRMED, FollowState.ENDED},
        FollowState.CONFIRMED: {FollowState.ENDED},
        FollowState.ENDED: set(),
    }
)

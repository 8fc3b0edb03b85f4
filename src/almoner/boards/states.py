"""The lives of boards, meetings, items, interests and minutes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.core.lifecycles import Lifecycle


class BoardState(TextChoices):
    SITTING = "sitting", _("Sitting")
    DISSOLVED = "dissolved", _("Dissolved")


BOARD_LIFECYCLE = Lifecycle(
    {BoardState.SITTING: {BoardState.DISSOLVED}, BoardState.DISSOLVED: set()}
)


class MeetingState(TextChoices):
    PLANNED = "planned", _("Planned")
    CALLED = "called", _("Called: papers are out")
    HELD = "held", _("Held")
    AGREED = "agreed", _("Minutes agreed")
    CANCELLED = "cancelled", _("Cancelled")


MEETING_LIFECYCLE = Lifecycle(
    {
        MeetingState.PLANNED: {MeetingState.CALLED, MeetingState.CANCELLED},
        MeetingState.CALLED: {MeetingState.HELD, MeetingState.CANCELLED},
        MeetingState.HELD: {MeetingState.AGREED},
        MeetingState.AGREED: set(),
        MeetingState.CANCELLED: set(),
    }
)
TO_COME = (MeetingState.PLANNED, MeetingState.CALLED)
OVER = (MeetingState.HELD, MeetingState.AGREED)


class ItemState(TextChoices):
    LISTED = "listed", _("On the agenda")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ITEM_LIFECYCLE = Lifecycle({ItemState.LISTED: {ItemState.WITHDRAWN}, ItemState.WITHDRAWN: set()})


class InterestState(TextChoices):
    """Whoever declares an interest is out of the item until the chair finds otherwise."""

    DECLARED = "declared", _("Declared: out of the item")
    LEAVES = "leaves", _("Leaves for the item")
    STAYS = "stays", _("May stay")


INTEREST_LIFECYCLE = Lifecycle(
    {
        InterestState.DECLARED: {InterestState.LEAVES, InterestState.STAYS},
        InterestState.LEAVES: set(),
        InterestState.STAYS: set(),
    }
)
OUT = (InterestState.DECLARED, InterestState.LEAVES)


class MinuteState(TextChoices):
    DRAFT = "draft", _("Draft")
    CONFIRMED = "confirmed", _("Confirmed by the chair")


MINUTE_LIFECYCLE = Lifecycle(
    {MinuteState.DRAFT: {MinuteState.CONFIRMED}, MinuteState.CONFIRMED: set()}
)

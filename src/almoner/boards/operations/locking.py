"""Meetings and items, locked with what an operation asks of them."""

from almoner.boards.models import Item, Meeting


def lock_meeting(meeting: Meeting) -> Meeting:
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    return Meeting.objects.select_related("board").get(pk=meeting.pk)


def lock_item(item: Item) -> Item:
    """An item and its meeting: whatever becomes of an item waits for the meeting's turn."""
    Meeting.objects.select_for_update().get(pk=item.meeting_id)
    return Item.objects.select_related("meeting__board", "paper", "minute").get(pk=item.pk)

"""Meetings of boards as a calendar shows them."""

from django.conf import settings
from django.urls import reverse

from almoner.boards.models import Meeting

from .calendars import Happening


def happening(meeting: Meeting, name: str) -> Happening:
    """A meeting under what its board is called."""
    page = reverse("workspace:meeting", args=[meeting.reference])
    return Happening(
        uid=f"{meeting.reference}@{settings.ADDRESS.partition('//')[2]}",
        day=meeting.on,
        summary=name,
        url=f"{settings.ADDRESS}{page}",
        is_private=True,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        where=meeting.place or meeting.link,
    )

"""One's workshops as a calendar: one by one, or fetched by a private link.

The link is its own proof: it is signed, and holds the number of the last that was made, so that
another makes it dead. Nothing of it is kept here.
"""

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.urls import reverse

from almoner.academy.models import Booking, CalendarLink

from .calendars import Happening

SALT = "training-calendar"


def happening(booking: Booking) -> Happening:
    workshop = booking.workshop
    page = reverse("workspace:workshop", args=[workshop.reference])
    return Happening(
        uid=f"{workshop.reference}@{settings.ADDRESS.partition('//')[2]}",
        day=workshop.on,
        summary=workshop.version.course.title,
        url=f"{settings.ADDRESS}{page}",
        is_private=True,
        starts_at=workshop.starts_at,
        ends_at=workshop.ends_at,
        where=workshop.place or workshop.link,
    )


def feed_address(link: CalendarLink) -> str:
    token = dumps([link.person.reference, link.number], salt=SALT)
    return f"{settings.ADDRESS}{reverse('public:training-calendar', args=[token])}"


def link_of(token: str) -> CalendarLink | None:
    """The link that a calendar came with, while it is the last that was made."""
    try:
        reference, number = loads(token, salt=SALT)
    except (BadSignature, ValueError, TypeError):
        return None
    found = CalendarLink.objects.filter(person__reference=reference, number=number)
    return found.filter(person__is_active=True).select_related("person").first()

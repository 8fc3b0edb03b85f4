"""Whether a certificate holds, for whoever has its number; and one's own calendar by a link.

The check tells what the certificate is of and whether it holds. Whose it is, it tells only where
its holder wants that: a number may be read over somebody's shoulder.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from almoner.academy.models import Certificate
from almoner.academy.queries import bookings_of
from almoner.academy.states import BookingState, CertificateState, WorkshopState
from almoner.boards.overviews import meetings_attended_by
from almoner.web.calendars import calendar
from almoner.web.errors import too_many
from almoner.web.limits import is_within_limit
from almoner.web.meeting_calendars import happening as of_meeting
from almoner.web.training_calendars import happening, link_of

UNSEEN = "noindex, nofollow"
A_MINUTE = 30  # numbers that one network may ask for


@login_not_required
@never_cache
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Valid, expired or revoked: of which course, from and until which day."""
    if not is_within_limit(request, "certificate", most=A_MINUTE):
        return _unseen(too_many(request))
    found = Certificate.objects.select_related("course", "person").filter(number=number).first()
    if found is None:
        return _unseen(render(request, "public/certificates/unknown.html", status=404))
    page = {
        "certificate": found,
        "holds": found.holds_on(localdate()),
        "is_revoked": found.state == CertificateState.REVOKED,
        "name": found.person.name if found.is_named and not found.person.is_forgotten else "",
    }
    return _unseen(render(request, "public/certificates/certificate.html", page))


@login_not_required
@never_cache
@require_safe
def training_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """One's own workshops and meetings, for a calendar that fetches them by a link that only its
    owner has.
    """
    if not is_within_limit(request, "certificate", most=A_MINUTE):
        return _unseen(too_many(request))
    link = link_of(token)
    if link is None:
        raise Http404
    booked = bookings_of(link.person).filter(state=BookingState.BOOKED)
    kept = booked.exclude(workshop__state=WorkshopState.CANCELLED)
    meetings = meetings_attended_by(link.person, on=localdate())
    happenings = [*map(happening, kept), *(of_meeting(one, one.name) for one in meetings)]
    made = calendar(happenings, name=_("My training and meetings"), at=now())
    return _unseen(HttpResponse(made, content_type="text/calendar; charset=utf-8"))


def _unseen(response: HttpResponse) -> HttpResponse:
    """Keep it out of what search engines gather."""
    response["X-Robots-Tag"] = UNSEEN
    return response

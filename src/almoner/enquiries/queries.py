"""Questions about enquiries."""

from collections.abc import Set as AbstractSet
from datetime import date

from django.conf import settings
from django.db.models import F, Q, QuerySet

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.core.moments import start_of
from almoner.core.workdays import working_days_after

from .models import Enquiry
from .states import OPEN, EnquiryState
from .subjects import IN_DANGER, subjects_of

DECEMBER = 12


def in_queues_of(roles: AbstractSet[Role]) -> Q:
    """Those whose work is of somebody with these roles."""
    ordinary = Q(is_danger=False, subject__in=subjects_of(roles))
    return ordinary | Q(is_danger=True) if roles & IN_DANGER else ordinary


def enquiries_open_to(user: User, *, on: date) -> QuerySet[Enquiry]:
    """Those that somebody may read: open ones first, danger on top, then the soonest due."""
    found = Enquiry.objects.filter(in_queues_of(roles_of(user, on=on)))
    return found.select_related("taken_by").order_by(
        F("closed_at").asc(nulls_first=True), "-is_danger", "due_on", "pk"
    )


def open_enquiries() -> QuerySet[Enquiry]:
    return Enquiry.objects.filter(state__in=OPEN)


def answer_due_on(day: date) -> date:
    """By when what came on a day is to be answered."""
    return working_days_after(day, settings.ENQUIRY_DAYS)


def enquiries_to_forget(*, on: date) -> QuerySet[Enquiry]:
    """Closed ones that have been kept as long as the privacy notice says."""
    until = start_of(months_before(on, settings.ENQUIRIES_KEPT))
    closed = Enquiry.objects.filter(state=EnquiryState.CLOSED, forgotten_at=None)
    return closed.filter(closed_at__lt=until).order_by("pk")


def months_before(day: date, count: int) -> date:
    """The same day so many months earlier; where that month is shorter, its last."""
    months = day.year * DECEMBER + day.month - 1 - count
    for last in (day.day, 30, 29, 28):
        try:
            return date(months // DECEMBER, months % DECEMBER + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)

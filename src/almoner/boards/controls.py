"""What is promised of meetings: papers out in time, a quorum, minutes confirmed in time.

That actions of boards are done in time is promised of all actions.
"""

from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.accounts.queries import roles_of
from almoner.accounts.roles import Role
from almoner.assurance.controls import Control, Parameter, Parameters, register
from almoner.core.moments import end_of, start_of
from almoner.core.workdays import working_days_after

from .kinds import VOTING, Presence
from .models import Attendance, Interest, Item, Meeting
from .policies import OFFICIALS
from .queries import boards_watching
from .sat import with_terms
from .states import OUT, OVER, ItemState, MeetingState, MinuteState

Meetings: TypeAlias = QuerySet[Meeting]
A_YEAR = timedelta(days=365)


class OfMeetings(Control[Meeting]):
    owner = Role.BOARD_SECRETARY

    def open_to(self, user: User, cases: Meetings, on: date) -> Meetings:
        """As its board: for officials, and those who sit on it."""
        if roles_of(user, on=on) & OFFICIALS:
            return cases
        return cases.filter(board__in=boards_watching(user, on=on))


@register
class PapersInTime(OfMeetings):
    code = "meeting-papers-in-time"
    title = _("Papers of meetings go out in time")
    promise = _(
        "Members have the papers of a meeting as many working days before as the terms of its board"
        " say."
    )

    def covers(self, on: date, parameters: Parameters) -> Meetings:
        """Those of the last year, and those to come."""
        kept = Meeting.objects.exclude(state=MeetingState.CANCELLED)
        return kept.filter(starts_at__gte=start_of(on - A_YEAR))

    def broken(self, cases: Meetings, on: date, parameters: Parameters) -> Meetings:
        """Working days are counted here, not in the database."""
        late = [
            key
            for key, sat_on, days, called_at in with_terms(cases).values_list(
                "pk", "sat_on", "papers_days", "called_at"
            )
            if days is not None and _is_late(sat_on, days, called_at, on=on)
        ]
        return cases.filter(pk__in=late)

    def reason(self, case: Meeting, on: date, parameters: Parameters) -> str:
        if case.called_at is None:
            return said("Its papers are not out, and their day has passed.")
        day = date_format(case.called_at, "j F Y")
        return said("Its papers went out on %(day)s, too late for its day.") % {"day": day}


def _is_late(sat_on: date, days: int, called_at: datetime | None, *, on: date) -> bool:
    end = end_of(working_days_after(sat_on, -days))
    return called_at >= end if called_at else start_of(on) >= end


@register
class MeetingsMinuted(OfMeetings):
    code = "minutes-in-time"
    title = _("Minutes are confirmed in time")
    promise = _(
        "Within %(days)s working days of a meeting, whoever was in the chair has confirmed what"
        " came of each item."
    )
    because = _("What came of it is not confirmed yet.")
    parameters = (Parameter("days", _("Within how many working days"), 10),)

    def covers(self, on: date, parameters: Parameters) -> Meetings:
        """Those whose minutes are not agreed, also where nobody said yet that it was held."""
        begun = Meeting.objects.filter(starts_at__lt=end_of(on))
        return begun.filter(state__in=(MeetingState.CALLED, MeetingState.HELD))

    def broken(self, cases: Meetings, on: date, parameters: Parameters) -> Meetings:
        last = working_days_after(on, -parameters["days"])
        listed = Item.objects.filter(meeting=OuterRef("pk"), state=ItemState.LISTED)
        wanting = listed.exclude(minute__state=MinuteState.CONFIRMED)
        return cases.filter(Exists(wanting), starts_at__lt=start_of(last))


@register
class MeetingsQuorate(OfMeetings):
    code = "meetings-quorate"
    title = _("Meetings that decided were quorate")
    promise = _(
        "For each item of which something came, as many with a vote were in it as the terms of the"
        " board want."
    )
    because = _("Of an item, what came was confirmed with fewer in it than make a quorum.")

    def covers(self, on: date, parameters: Parameters) -> Meetings:
        return Meeting.objects.filter(state__in=OVER)

    def broken(self, cases: Meetings, on: date, parameters: Parameters) -> Meetings:
        short = _decided_by_too_few(with_terms(Meeting.objects.all()))
        return cases.filter(pk__in=short.values("meeting"))


def _decided_by_too_few(sat: QuerySet[Any]) -> QuerySet[Item]:
    gone = Interest.objects.filter(
        item=OuterRef(OuterRef("pk")), person=OuterRef("person"), state__in=OUT
    )
    there = Attendance.objects.filter(
        Q(part__in=VOTING),
        ~Exists(gone),
        meeting=OuterRef("meeting"),
        presence=Presence.PRESENT,
    )
    count = there.order_by().values("meeting").annotate(n=Count("pk")).values("n")
    quorum = sat.filter(pk=OuterRef("meeting")).values("quorum")[:1]
    confirmed = Item.objects.filter(state=ItemState.LISTED, minute__state=MinuteState.CONFIRMED)
    counted = confirmed.annotate(there=Coalesce(Subquery(count), 0), wanted=Subquery(quorum))
    return counted.filter(there__lt=F("wanted"))

"""Meetings of boards, and who was there."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.boards.kinds import Part, Presence
from almoner.boards.states import MeetingState
from almoner.core.moments import day_of
from almoner.core.seals import Seal, unchanging

from .boards import Board

PERSON = settings.AUTH_USER_MODEL
MEETINGS, ATTENDANCES = "boards_meeting", "boards_attendance"


class Meeting(models.Model):
    """A board's meeting. `papers` is the digest of all papers that went out with the call, and
    `minutes` that of the minutes as they were agreed.
    """

    reference = models.CharField(max_length=20, unique=True)
    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    planned_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    called_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField(null=True)
    papers = models.CharField(max_length=64, blank=True)
    held_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    minutes = models.CharField(max_length=64, blank=True)
    cancelled_because = models.CharField(max_length=500, blank=True)

    # What is due about it, by `due`; `listed` and `unminuted` also by `queries`.
    part: str | None
    name: str
    papers_days: int
    mine_to_answer: int
    listed: int
    unminuted: int
    drafts: int
    unruled: int

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="boards_meeting_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="boards_called_says_when_and_by_whom",
                condition=Q(state__in=[MeetingState.PLANNED, MeetingState.CANCELLED])
                | (Q(called_by__isnull=False, called_at__isnull=False) & ~Q(papers="")),
            ),
            models.CheckConstraint(
                name="boards_agreed_says_by_whom_and_what",
                condition=~Q(state=MeetingState.AGREED)
                | (Q(agreed_by__isnull=False, agreed_at__isnull=False) & ~Q(minutes="")),
            ),
        ]
        indexes = [
            models.Index(fields=["board", "starts_at"], name="boards_meetings_of"),
            models.Index(fields=["state", "starts_at"], name="boards_meetings_to_come"),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "board", "starts_at", "ends_at", "place", "link", "state"}
        internal |= {"planned_by", "planned_at", "recorded_at", "called_by", "called_at", "papers"}
        internal |= {"held_at", "agreed_by", "agreed_at", "minutes", "cancelled_because"}
        personal: set[str] = set()

    seals = [
        *unchanging(MEETINGS, "reference"),
        *unchanging(MEETINGS, "board_id"),
        Seal(MEETINGS, "UPDATE OF minutes", when="OLD.state = 'agreed'"),
        Seal(MEETINGS, "UPDATE OF state", when="OLD.state IN ('agreed', 'cancelled')"),
        Seal(MEETINGS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def on(self) -> date:
        return day_of(self.starts_at)


class Attendance(models.Model):
    """That somebody sent apologies for a meeting, was at it, or stayed away.

    `part` is as what they sat there. What was said before is in the ledger.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Part, blank=True)
    presence = models.CharField(max_length=20, choices=Presence)
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="boards_one_presence_each")
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"meeting", "person", "part", "presence", "recorded_by", "recorded_at"}
        personal: set[str] = set()

    seals = [*unchanging(ATTENDANCES, "meeting_id"), Seal(ATTENDANCES, "DELETE")]

    def __str__(self) -> str:
        return f"{self.meeting_id}:{self.person_id}"

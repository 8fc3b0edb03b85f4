"""Workshops, who has a place, who came, and what they said of it."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.academy.states import BookingState, Outcome, WorkshopState
from almoner.core.moments import day_of
from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, append_only, unchanging

from .courses import PERSON, CourseVersion

if TYPE_CHECKING:
    from .certificates import Certificate

WORKSHOPS, BOOKINGS = "academy_workshop", "academy_booking"


class Workshop(models.Model):
    """A course given at a place and time. It is full while its places are taken: that is counted.

    `known_held_at` is when the server learnt that it was held; what is said as at a day reads it.
    """

    reference = models.CharField(max_length=20, unique=True)
    version = models.ForeignKey(CourseVersion, models.PROTECT, related_name="workshops")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    capacity = models.PositiveSmallIntegerField()
    trainer = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=WorkshopState, default=WorkshopState.PLANNED)
    planned_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    known_at = models.DateTimeField()
    known_held_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=500, blank=True)
    reminded_at = models.DateTimeField(null=True)

    # Counted by `queries.workshops`, and known of what it gives alone.
    taken: int
    waiting: int
    came: int
    unsaid: int

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="academy_workshop_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="academy_workshop_has_places", condition=Q(capacity__gte=1)
            ),
            models.CheckConstraint(
                name="academy_held_is_known",
                condition=~Q(state=WorkshopState.HELD) | Q(known_held_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="academy_workshops_to_come")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "version", "starts_at", "ends_at", "place", "link", "capacity"}
        internal |= {"trainer", "state", "planned_by", "planned_at", "known_at", "known_held_at"}
        internal |= {"cancelled_because", "reminded_at"}
        personal: set[str] = set()

    seals = [
        *unchanging(WORKSHOPS, "reference"),
        *unchanging(WORKSHOPS, "version_id"),
        Seal(WORKSHOPS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def on(self) -> date:
        return day_of(self.starts_at)

    @property
    def is_full(self) -> bool:
        return self.taken >= self.capacity

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)


def booking_reference() -> str:
    return opaque_reference("BKG")


class Booking(models.Model):
    """Somebody's place at a workshop, or their turn in the list of those who wait for one.

    `outcome` says whether they came, once that is recorded.
    """

    reference = models.CharField(max_length=20, unique=True, default=booking_reference)
    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="bookings")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=BookingState)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "person"],
                condition=~Q(state=BookingState.GIVEN_UP),
                name="academy_one_place_each",
            ),
            models.CheckConstraint(
                name="academy_whoever_came_had_a_place",
                condition=Q(outcome="") | Q(state=BookingState.BOOKED),
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="academy_bookings_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "workshop", "state", "asked_by", "asked_at", "given_up_at"}
        personal = {"person", "outcome"}

    seals = [
        *unchanging(BOOKINGS, "reference"),
        *unchanging(BOOKINGS, "workshop_id"),
        *unchanging(BOOKINGS, "person_id"),
        Seal(BOOKINGS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def issued(self) -> "Certificate | None":
        return getattr(self, "certificate", None)

    @property
    def said_of_it(self) -> "Evaluation | None":
        return getattr(self, "evaluation", None)


class Attendance(models.Model):
    """That somebody came or did not, as it was recorded. What is put right is another record."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="attendances")
    outcome = models.CharField(max_length=20, choices=Outcome)
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"booking", "recorded_by", "happened_at", "recorded_at"}
        personal = {"outcome"}

    seals = append_only("academy_attendance", key="id")

    def __str__(self) -> str:
        return f"{self.booking_id}:{self.outcome}"


class Evaluation(models.Model):
    """What somebody who came thought of a workshop. It is read in sums, without a name."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="evaluation")
    scores = models.JSONField()
    words = models.CharField(max_length=1000, blank=True)
    given_at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"given_at"}
        personal = {"booking", "scores", "words"}

    seals = append_only("academy_evaluation", key="id", unique=[("booking_id",)])

    def __str__(self) -> str:
        return f"{self.booking_id}"


class CalendarLink(models.Model):
    """That somebody's calendar may fetch their workshops. Another link makes the last one dead."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"number", "made_at"}
        personal = {"person"}

    seals = [Seal("academy_calendarlink", "DELETE")]

    def __str__(self) -> str:
        return f"{self.person_id}:{self.number}"

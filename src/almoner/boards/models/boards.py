"""Boards, by which terms each sits from when, and who sits on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.boards.kinds import VOTING, Part
from almoner.boards.states import BoardState
from almoner.core.dated import DatedFact
from almoner.core.rhythms import Often, Rhythm
from almoner.core.seals import Seal, append_only, unchanging

PERSON = settings.AUTH_USER_MODEL
BOARDS, TERMS, SEATS = "boards_board", "boards_terms", "boards_seat"


class Board(models.Model):
    """A body of people that meets: a board, a delivery group, a panel, a joint panel of two bodies.

    `code` is the name by which the framework speaks of it, such as `oversight-board`.
    """

    reference = models.CharField(max_length=20, unique=True)
    code = models.SlugField(max_length=60, unique=True)
    state = models.CharField(max_length=20, choices=BoardState, default=BoardState.SITTING)
    set_up_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    set_up_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    dissolved_because = models.CharField(max_length=500, blank=True)

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "code", "state", "set_up_by", "set_up_at", "recorded_at"}
        internal |= {"dissolved_because"}
        personal: set[str] = set()

    seals = [
        *unchanging(BOARDS, "reference"),
        *unchanging(BOARDS, "code"),
        Seal(BOARDS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference


class Terms(DatedFact):
    """The terms of reference of a board from a day on: its name and purpose, how many make a
    quorum, when it meets, how many working days before that its papers go out, what stands on
    every agenda, and what it looks after. `partner` is the other body of a joint panel.
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="terms")
    name = models.CharField(max_length=200)
    purpose = models.TextField()
    partner = models.CharField(max_length=200, blank=True)
    quorum = models.PositiveSmallIntegerField()
    often = models.CharField(max_length=20, choices=Often, default=Often.NONE)
    weekday = models.PositiveSmallIntegerField(default=0)
    ordinal = models.SmallIntegerField(default=1)
    begins_on = models.DateField(null=True)
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    papers_days = models.PositiveSmallIntegerField(default=5)
    standing = models.JSONField(default=list)
    watched = models.JSONField(default=list)
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                name="boards_a_quorum_is_of_somebody", condition=Q(quorum__gte=1)
            ),
            models.CheckConstraint(
                name="boards_a_rhythm_begins_on_a_day",
                condition=Q(often=Often.NONE) | Q(begins_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["board", "recorded_at"], name="boards_terms_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"board", "name", "purpose", "partner", "quorum", "often", "weekday", "ordinal"}
        internal |= {"begins_on", "starts_at", "minutes", "place", "papers_days", "standing"}
        internal |= {"watched", "recorded_by", "valid_from", "valid_to", "recorded_at"}
        personal: set[str] = set()

    seals = append_only(TERMS, key="id")

    def __str__(self) -> str:
        return f"{self.board_id}:{self.valid_from}"

    @property
    def rhythm(self) -> Rhythm | None:
        """When it meets. None, where only a call says."""
        if self.begins_on is None:
            return None
        return Rhythm(Often(self.often), self.weekday, self.ordinal, self.begins_on)


class Seat(DatedFact):
    """That somebody sits on a board from a day on, as what; or that they do so no longer.

    `from_body` names the body that sent them, where that is another.
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="seats")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    part = models.CharField(max_length=20, choices=Part)
    from_body = models.CharField(max_length=200, blank=True)
    is_held = models.BooleanField(default=True)
    named_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        constraints = [*DatedFact.Meta.constraints]
        indexes = [
            models.Index(fields=["board", "recorded_at"], name="boards_seats_of_board"),
            models.Index(fields=["person", "recorded_at"], name="boards_seats_of_person"),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"board", "person", "part", "from_body", "is_held", "named_by"}
        internal |= {"valid_from", "valid_to", "recorded_at"}
        personal: set[str] = set()

    seals = append_only(SEATS, key="id")

    def __str__(self) -> str:
        return f"{self.board_id}:{self.person_id}"

    @property
    def votes(self) -> bool:
        return self.part in VOTING

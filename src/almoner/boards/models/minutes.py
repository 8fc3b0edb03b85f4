"""Minutes: what was said on an item and what came of it, each wording kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.boards.kinds import Outcome
from almoner.boards.states import MinuteState
from almoner.core.seals import Seal, append_only, unchanging

from .items import Item

PERSON = settings.AUTH_USER_MODEL
MINUTES = "boards_minute"


class Minute(models.Model):
    """The minute of an item. Its words may be put right until all minutes of the meeting are
    agreed; its outcome, once the chair has confirmed it, may not.

    `acts` says that the outcome also does to the thing what its app says it does; `conditions_by`
    is the day by which conditions are to be met.
    """

    item = models.OneToOneField(Item, models.PROTECT, related_name="minute")
    outcome = models.CharField(max_length=30, choices=Outcome)
    conditions_by = models.DateField(null=True)
    acts = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=MinuteState, default=MinuteState.DRAFT)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="boards_conditions_are_met_by_a_day",
                condition=~Q(outcome=Outcome.AGREED_WITH_CONDITIONS)
                | Q(conditions_by__isnull=False),
            ),
            models.CheckConstraint(
                name="boards_confirmed_says_by_whom",
                condition=~Q(state=MinuteState.CONFIRMED)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"item", "outcome", "conditions_by", "acts", "state", "confirmed_by"}
        internal |= {"confirmed_at", "recorded_at"}
        personal: set[str] = set()

    seals = [
        *unchanging(MINUTES, "item_id"),
        *(
            Seal(MINUTES, f"UPDATE OF {column}", when="OLD.state = 'confirmed'")
            for column in ("outcome", "conditions_by", "acts", "state", "confirmed_by_id")
        ),
        Seal(MINUTES, "DELETE"),
    ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def words(self) -> str:
        """Its last wording."""
        last = self.texts.order_by("-number").first()
        return last.words if last else ""

    @property
    def is_confirmed(self) -> bool:
        return self.state == MinuteState.CONFIRMED


class MinuteText(models.Model):
    """One wording of a minute. The last speaks."""

    minute = models.ForeignKey(Minute, models.PROTECT, related_name="texts")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    digest = models.CharField(max_length=64)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minute", "number"], name="boards_wordings_are_counted")
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"minute", "number", "digest", "written_by", "written_at", "recorded_at"}
        personal = {"words"}

    seals = append_only("boards_minutetext", key="id", unique=[("minute_id", "number")])

    def __str__(self) -> str:
        return f"{self.minute_id}:{self.number}"

"""Items of agendas: what each is about, its papers, questions about it, and who is out of it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.boards.kinds import Origin, Purpose
from almoner.boards.states import InterestState, ItemState
from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, append_only, unchanging
from almoner.documents.models import StoredFile

from .meetings import Meeting

if TYPE_CHECKING:
    from .minutes import Minute

PERSON = settings.AUTH_USER_MODEL
ITEMS, INTERESTS, QUESTIONS = "boards_item", "boards_interest", "boards_question"


def item_reference() -> str:
    return opaque_reference("ITM")


class Item(models.Model):
    """A place on the agenda of a meeting. `about` is the ledger's name of the thing that it is
    about, such as `commissions.commission:COM-2026-014`; empty where it is about none.

    A restricted one says its title and what becomes of it to those who may read its paper alone.
    What it says is its last wording: see `ItemText`.
    """

    reference = models.CharField(max_length=20, unique=True, default=item_reference)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    asks = models.CharField(max_length=1000, blank=True)
    about = models.CharField(max_length=200, blank=True, db_index=True)
    purpose = models.CharField(max_length=20, choices=Purpose)
    origin = models.CharField(max_length=20, choices=Origin, default=Origin.BY_HAND)
    is_restricted = models.BooleanField(default=False)
    presenter = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried_to")
    state = models.CharField(max_length=20, choices=ItemState, default=ItemState.LISTED)
    listed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    withdrawn_because = models.CharField(max_length=500, blank=True)

    paper: "Paper"
    minute: "Minute"

    # By `queries.with_words`: the last words of its minute.
    said: str | None
    # By pages: the reference of the item by which the board has it again.
    carried_on_to: str | None

    class Meta:
        indexes = [models.Index(fields=["meeting", "place"], name="boards_items_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "meeting", "place", "about", "purpose", "origin"}
        internal |= {"is_restricted", "presenter", "carried_from", "state", "listed_by"}
        internal |= {"listed_at", "recorded_at"}
        personal = {"title", "asks", "withdrawn_because"}

    seals = [
        *unchanging(ITEMS, "reference"),
        *unchanging(ITEMS, "meeting_id"),
        *unchanging(ITEMS, "about"),
        Seal(ITEMS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference


class ItemText(models.Model):
    """One wording of an item: what it was called, what was asked, and for what it was there. The
    last speaks.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="texts")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    asks = models.CharField(max_length=1000, blank=True)
    purpose = models.CharField(max_length=20, choices=Purpose)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="boards_item_wordings_are_counted"
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"item", "number", "purpose", "written_by", "written_at", "recorded_at"}
        personal = {"title", "asks"}

    seals = append_only("boards_itemtext", key="id", unique=[("item_id", "number")])

    def __str__(self) -> str:
        return f"{self.item_id}:{self.number}"


class Paper(models.Model):
    """The paper of an item as it went out: the brief of its thing as it stood, and its files.

    `text` is canonical JSON, and `digest` is its SHA-256.
    """

    item = models.OneToOneField(Item, models.PROTECT, related_name="paper")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    sent_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    class Privacy:
        public: set[str] = set()
        internal = {"item", "digest", "sent_by", "sent_at", "recorded_at", "is_late"}
        personal = {"text"}

    seals = append_only("boards_paper", key="id", unique=[("item_id",)])

    def __str__(self) -> str:
        return f"{self.item_id}"


class ItemFile(models.Model):
    """A file that goes with an item. Until the papers go out it can be taken off again."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Privacy:
        public: set[str] = set()
        internal = {"item", "file", "added_by", "added_at", "removed_at"}
        personal = {"title"}

    seals = [
        *unchanging("boards_itemfile", "file_id"),
        *unchanging("boards_itemfile", "item_id"),
        Seal("boards_itemfile", "DELETE"),
    ]

    def __str__(self) -> str:
        return f"{self.item_id}:{self.file_id}"


class Question(models.Model):
    """What a member asked about a paper before the meeting, and what was answered."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="boards_an_answer_is_somebodys",
                condition=Q(answer="") | Q(answered_by__isnull=False, answered_at__isnull=False),
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"item", "asked_by", "asked_at", "answered_by", "answered_at"}
        personal = {"text", "answer"}

    seals = [
        *unchanging(QUESTIONS, "text"),
        Seal(QUESTIONS, "UPDATE OF answer", when="OLD.answer <> ''"),
        Seal(QUESTIONS, "DELETE"),
    ]

    def __str__(self) -> str:
        return f"{self.item_id}:{self.pk}"


class Interest(models.Model):
    """An interest that somebody declared in an item. They are out of it, and read neither its paper
    nor its minute, unless the chair finds that they may stay.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="interests")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    what = models.TextField()
    state = models.CharField(max_length=20, choices=InterestState, default=InterestState.DECLARED)
    declared_at = models.DateTimeField()
    ruled_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)
    ruling = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "person"], name="boards_one_interest_each"),
            models.CheckConstraint(
                name="boards_nobody_rules_on_their_own_interest",
                condition=Q(ruled_by=None) | ~Q(ruled_by=F("person")),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"item", "person", "state", "declared_at", "ruled_by", "ruled_at"}
        personal = {"what", "ruling"}

    seals = [
        *unchanging(INTERESTS, "what"),
        Seal(INTERESTS, "UPDATE OF state", when="OLD.state <> 'declared'"),
        Seal(INTERESTS, "DELETE"),
    ]

    def __str__(self) -> str:
        return f"{self.item_id}:{self.person_id}"

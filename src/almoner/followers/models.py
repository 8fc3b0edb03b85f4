"""Who follows what, and how far each was told of it."""

from django.db import models
from django.db.models import Q

from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, forgettable, unchanging
from almoner.outbox.models import Message

from .states import FollowState
from .terms import Rhythm

LONGEST = 1000
FOLLOWS = "followers_follow"


def follow_reference() -> str:
    return opaque_reference("FOL", letters=12)


class Follow(models.Model):
    """That somebody outside asked to be told by e-mail what is new in a search.

    `search` is the address of a public page, with what they asked of it: it is theirs as their
    address is. Both are blanked when it ends; nothing else here says who it was.
    """

    reference = models.CharField(max_length=20, unique=True, default=follow_reference)
    email = models.EmailField(max_length=320, blank=True)
    search = models.CharField(max_length=LONGEST, blank=True)
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    state = models.CharField(max_length=20, choices=FollowState, default=FollowState.ASKED)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="followers_confirmed_has_its_moment",
                condition=~Q(state=FollowState.CONFIRMED) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="followers_whoever_ended_it_is_forgotten",
                condition=~Q(state=FollowState.ENDED)
                | Q(email="", search="", ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="followers_by_state")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "rhythm", "state", "asked_at", "confirmed_at", "ended_at"}
        personal = {"email", "search"}

    seals = [
        *unchanging(FOLLOWS, "reference"),
        *unchanging(FOLLOWS, "rhythm"),
        *forgettable(FOLLOWS, "email"),
        *forgettable(FOLLOWS, "search"),
        Seal(FOLLOWS, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference


class Watch(models.Model):
    """How far somebody was told: the day on which their search was last looked through, and what
    became known between which moments the last message tells of, if there was one.

    Its message is written when it is sent, out of what is public then.
    """

    follow = models.OneToOneField(Follow, models.PROTECT, related_name="watch")
    looked_on = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="+")

    is_bookkeeping = True

    class Privacy:
        public: set[str] = set()
        internal = {"follow", "looked_on", "since", "until", "message"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.follow_id}:{self.looked_on}"

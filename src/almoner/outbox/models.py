"""Messages to people, how their delivery goes, and the daily reminders."""

from hashlib import sha256

from django.db import models
from django.utils.translation import gettext_lazy as _

from almoner.accounts.models import User
from almoner.core.seals import forgettable, unchanging

from .rhythms import DigestRhythm
from .states import DeliveryState, Trouble
from .topics import topics


class Message(models.Model):
    """An e-mail, exactly as its reader gets it. Evidence: it is never edited.

    Its text may be forgotten, of which the digest stays: after some days, where it lets the reader
    in or proves nothing, and with its address when its reader is forgotten.
    """

    reference = models.CharField(max_length=20, unique=True)
    topic = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    to_actor = models.CharField(max_length=200, blank=True, db_index=True)
    address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    body_digest = models.CharField(max_length=64)
    queued_by = models.CharField(max_length=200, db_index=True)
    queued_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-queued_at", "-id"], name="outbox_latest_first")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "topic", "about", "to_actor", "body_digest"}
        internal |= {"queued_by", "queued_at"}
        personal = {"address", "subject", "body"}

    seals = [
        *unchanging("outbox_message", "reference"),
        *unchanging("outbox_message", "body_digest"),
        # What was said to whom may be forgotten, and only that.
        *forgettable("outbox_message", "address"),
        *forgettable("outbox_message", "subject"),
        *forgettable("outbox_message", "body"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def topic_title(self) -> str:
        return str(topics[self.topic].title) if self.topic in topics else self.topic

    @property
    def is_forgotten(self) -> bool:
        return self.body_digest != digest_of_text(self.body)


class Delivery(models.Model):
    """How far a message has got. It proves nothing: mail servers have the last word."""

    message = models.OneToOneField(Message, models.PROTECT, related_name="delivery")
    state = models.CharField(
        max_length=20, choices=DeliveryState, default=DeliveryState.QUEUED, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    tries_left = models.PositiveSmallIntegerField()
    next_attempt_at = models.DateTimeField(db_index=True)
    trouble = models.CharField(max_length=20, choices=Trouble, blank=True)
    sent_at = models.DateTimeField(null=True)

    is_bookkeeping = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outbox_sent_has_its_moment",
                condition=~models.Q(state=DeliveryState.SENT) | models.Q(sent_at__isnull=False),
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"message", "state", "attempts", "tries_left", "next_attempt_at"}
        internal |= {"trouble", "sent_at"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.message_id}:{self.state}"


class Attempt(models.Model):
    """One try to hand a message to the mail server. Without an end, its sender died."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, choices=Trouble, blank=True)

    is_bookkeeping = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="outbox_attempts_are_numbered", fields=["delivery", "number"]
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"delivery", "number", "begun_at", "ended_at", "trouble"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.delivery_id}:{self.number}"

    @property
    def outcome(self) -> str:
        if self.ended_at is None:
            return str(_("No answer: the sender was stopped, or is still at it"))
        return str(self.get_trouble_display() or _("Handed to the mail server"))


class Reminder(models.Model):
    """That somebody has had their reminder of a day, so that they get it once."""

    actor = models.CharField(max_length=200)
    on = models.DateField()

    is_bookkeeping = True

    class Meta:
        constraints = [
            models.UniqueConstraint(name="outbox_one_reminder_a_day", fields=["actor", "on"])
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"actor", "on"}
        personal: set[str] = set()

    def __str__(self) -> str:
        return f"{self.actor}:{self.on}"


class DigestChoice(models.Model):
    """How often somebody chose to have word of all that is due to them. Without one, the house's
    daily reminder is sent.
    """

    person = models.OneToOneField(User, models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=20, choices=DigestRhythm)

    class Privacy:
        public: set[str] = set()
        internal = {"person", "rhythm"}
        personal: set[str] = set()

    seals = unchanging("outbox_digestchoice", "person_id")

    def __str__(self) -> str:
        return f"{self.person_id}:{self.rhythm}"


def digest_of_text(body: str) -> str:
    return sha256(body.encode()).hexdigest()

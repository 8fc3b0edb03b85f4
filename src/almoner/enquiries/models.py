"""What the public wrote to the body, and what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, append_only, forgettable, unchanging

from .states import OPEN, EnquiryState, Outcome
from .subjects import Subject, roles_of_queue

LONGEST = 4000
ENQUIRIES, ANSWERS = "enquiries_enquiry", "enquiries_answer"


def enquiry_reference() -> str:
    return opaque_reference("ENQ")


class Enquiry(models.Model):
    """What somebody outside wrote to the body, and how far it has got.

    Whoever sent it is forgotten some months after it was closed, with what they said. `sent_with`
    is the digest of the form it came by: a form counts once, however often it is sent.
    """

    reference = models.CharField(max_length=20, unique=True, default=enquiry_reference)
    subject = models.CharField(max_length=20, choices=Subject)
    is_danger = models.BooleanField(default=False)
    about = models.CharField(max_length=200, blank=True)
    message = models.TextField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=320, blank=True)
    wants_answer = models.BooleanField(default=False)
    sent_with = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=EnquiryState, default=EnquiryState.WAITING)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="enquiries_closed_has_its_outcome",
                condition=~Q(state=EnquiryState.CLOSED)
                | (~Q(outcome="") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="enquiries_taken_is_somebodys",
                condition=~Q(state=EnquiryState.TAKEN) | Q(taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="enquiries_answer_needs_an_address",
                condition=Q(wants_answer=False) | ~Q(email="") | Q(forgotten_at__isnull=False),
            ),
            models.CheckConstraint(
                name="enquiries_only_what_is_closed_is_forgotten",
                condition=Q(forgotten_at=None) | Q(state=EnquiryState.CLOSED, message="", email=""),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-is_danger", "due_on"], name="enquiries_in_order"),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "subject", "is_danger", "about", "wants_answer", "sent_with"}
        internal |= {"received_at", "due_on", "state", "taken_by", "outcome", "closed_at"}
        internal |= {"forgotten_at"}
        personal = {"message", "name", "email"}

    seals = [
        *unchanging(ENQUIRIES, "reference"),
        *unchanging(ENQUIRIES, "about"),
        *(
            seal
            for column in ("message", "name", "email")
            for seal in forgettable(ENQUIRIES, column)
        ),
        Seal(ENQUIRIES, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def queue(self) -> frozenset[str]:
        """The roles whose work it is."""
        return roles_of_queue(self.subject, is_danger=self.is_danger)


class Answer(models.Model):
    """What an official wrote back. It went as a message of the outbox."""

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="answers")
    message = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    text_digest = models.CharField(max_length=64)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"enquiry", "message", "text_digest", "answered_by", "answered_at"}
        personal = {"text"}

    seals = [
        *forgettable(ANSWERS, "text"),
        *(
            seal
            for column in ("enquiry_id", "message", "text_digest", "answered_by_id")
            for seal in unchanging(ANSWERS, column)
        ),
        *[seal for seal in append_only(ANSWERS, key="id") if seal.act != "UPDATE"],
    ]

    def __str__(self) -> str:
        return f"{self.enquiry_id}:{self.message}"

"""How the body manages an agreement: who looks after it, by which days, and what they noted.

Nothing here changes what a register said: both are shown, side by side.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.core.dated import DatedFact
from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, append_only, forgettable, unchanging

from .registered import Agreement

WHEN = ("valid_from", "valid_to", "recorded_at")
CONTACT = "agreements_contact"  # short, as the names of its seals begin with it
CONTACT_WORDS = ("name", "email", "telephone")


class Stewardship(DatedFact):
    """Who manages an agreement from a day; nobody, once it is released, and then why.

    Whoever manages it answers for its days: none of this is an opinion of the register.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="stewardships")
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                name="agreements_release_says_why",
                condition=Q(manager__isnull=False) | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["agreement", "recorded_at"], name="agreements_stewards_of"),
            models.Index(fields=["manager", "agreement"], name="agreements_of_steward"),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"agreement", "manager", "set_by", *WHEN}
        personal = {"reason"}

    seals = append_only("agreements_stewardship", key="id")

    def __str__(self) -> str:
        return str(self.agreement)


class Terms(DatedFact):
    """The days by which an agreement is managed: its end, the last day for notice, its review.

    What is empty was not set: the register speaks, if it says anything. Notice is a day, or months
    before the end from which that day is derived; never both.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="terms")
    ends_on = models.DateField(null=True)
    notice_on = models.DateField(null=True)
    notice_months = models.PositiveSmallIntegerField(null=True)
    review_on = models.DateField(null=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                name="agreements_notice_is_said_one_way",
                condition=Q(notice_on=None) | Q(notice_months=None),
            ),
        ]
        indexes = [models.Index(fields=["agreement", "recorded_at"], name="agreements_terms_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"agreement", "ends_on", "notice_on", "notice_months", "review_on", "set_by"}
        internal |= set(WHEN)
        personal: set[str] = set()

    seals = append_only("agreements_terms", key="id")

    def __str__(self) -> str:
        return str(self.agreement)


class ProviderContact(DatedFact):
    """Whom to ring at the provider. Personal, and perhaps where somebody hides: never public.

    Its words may be blanked, so that somebody can be forgotten, and changed in no other way.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        db_table = CONTACT
        constraints = list(DatedFact.Meta.constraints)
        indexes = [models.Index(fields=["agreement", "recorded_at"], name="agreements_contacts_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"agreement", "set_by", *WHEN}
        personal = set(CONTACT_WORDS)

    seals = [
        *(seal for name in ("agreement_id", "recorded_at") for seal in unchanging(CONTACT, name)),
        *(seal for name in CONTACT_WORDS for seal in forgettable(CONTACT, name)),
        Seal(CONTACT, "DELETE"),
    ]

    def __str__(self) -> str:
        return str(self.agreement)

    @property
    def is_known(self) -> bool:
        return any(getattr(self, name) for name in CONTACT_WORDS)


def note_reference() -> str:
    return opaque_reference("NOTE")


class Note(models.Model):
    """What an official wrote down about an agreement, for other officials. It is never edited: a
    later note corrects it.
    """

    reference = models.CharField(max_length=20, unique=True, default=note_reference)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="notes")
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agreement", "recorded_at"], name="agreements_notes_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "agreement", "written_by", "written_at", "recorded_at"}
        personal = {"text"}

    seals = [
        *append_only("agreements_note", key="id", unique=[("reference",)]),
        *unchanging("agreements_note", "reference"),
    ]

    def __str__(self) -> str:
        return self.reference

"""The decision, the versions of its text, what was submitted, and what was said of that."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from almoner.commissions.models import Commission
from almoner.core.money import MoneyField
from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, append_only, unchanging, unchanging_or_empty
from almoner.decisions.kinds import Outcome, RelationKind, Subject
from almoner.decisions.states import DecisionState
from almoner.framework.grounds import Ground

PERSON = settings.AUTH_USER_MODEL


def decision_reference() -> str:
    return opaque_reference("DEC")


def never_deleted(table: str) -> list[Seal]:
    return [seal for seal in append_only(table, key="id") if seal.act != "UPDATE"]


class Decision(models.Model):
    """Something about a case, or about the body itself, that its scheme lets somebody decide.

    `reference` names it from its first draft. `number` is the one that everybody knows, drawn when
    it is first submitted. What it says is in versions of its text; `asked` is what was submitted
    last. Part 1 is public from `published_at`. Where it is about no case, `kept_close` says that it
    is read as what is about a restricted case.
    """

    reference = models.CharField(max_length=20, unique=True, default=decision_reference)
    number = models.CharField(max_length=20, unique=True, null=True)  # noqa: DJ001 - many have none
    commission = models.ForeignKey(Commission, models.PROTECT, null=True, related_name="decisions")
    kept_close = models.BooleanField(default=False)
    matter = models.CharField(max_length=40)
    author = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=DecisionState, default=DecisionState.DRAFT)
    current = models.OneToOneField(
        "DecisionText", models.PROTECT, null=True, related_name="current_of"
    )
    asked = models.OneToOneField("Submission", models.PROTECT, null=True, related_name="last_of")
    begun_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    deferred_until = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decisions_signed_has_its_number",
                condition=~Q(state=DecisionState.SIGNED)
                | Q(number__isnull=False, asked__isnull=False, settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decisions_only_what_is_signed_is_public",
                condition=Q(published_at=None) | Q(state=DecisionState.SIGNED),
            ),
            models.CheckConstraint(
                name="decisions_about_a_case_are_as_restricted_as_it_is",
                condition=Q(commission=None) | Q(kept_close=False),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "settled_at"], name="decisions_by_state"),
            models.Index(fields=["published_at"], name="decisions_by_publication"),
        ]

    class Privacy:
        public = {"number", "settled_at", "published_at", "deferred_until"}
        internal = {"reference", "commission", "matter", "author", "state", "current", "asked"}
        internal |= {"begun_at", "kept_close"}
        personal: set[str] = set()

    seals = [
        *unchanging("decisions_decision", "reference"),
        *unchanging("decisions_decision", "number"),
        *unchanging_or_empty("decisions_decision", "commission_id"),
        *unchanging("decisions_decision", "kept_close"),
        *unchanging("decisions_decision", "author_id"),
        *never_deleted("decisions_decision"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_restricted(self) -> bool:
        """Whether it is read by few, as its case is or as its author said."""
        return self.commission.is_restricted if self.commission else self.kept_close

    @property
    def called(self) -> str:
        """Its number, once it has one."""
        return self.number or self.reference


class DecisionText(models.Model):
    """What a decision says, as somebody left it: a whole version, numbered.

    `value` is what it is worth, where that is not told by a case.
    Part 1 is everything but `part_two`. `grants` are the delegations that it would give, and
    `relations` how it stands to earlier decisions. With `delegation` it is made under one.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    recommendations = models.JSONField(default=list, blank=True)
    background = models.TextField(blank=True)
    considerations = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    papers = models.TextField(blank=True)
    power = models.CharField(max_length=40, blank=True)
    value = MoneyField(null=True, blank=True)
    part_two = models.TextField(blank=True)
    part_two_ground = models.CharField(max_length=20, choices=Ground, blank=True)
    deferred_until = models.DateField(null=True, blank=True)
    deferral_ground = models.CharField(max_length=20, choices=Ground, blank=True)
    deferral_reason = models.TextField(blank=True)
    relations = models.JSONField(default=list, blank=True)
    grants = models.JSONField(default=list, blank=True)
    delegation = models.ForeignKey(
        "Delegation", models.PROTECT, null=True, blank=True, related_name="used_by"
    )
    digest = models.CharField(max_length=64)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="decisions_text_is_numbered_once", fields=["decision", "number"]
            ),
        ]

    class Privacy:
        public = {"title", "summary", "recommendations", "background", "considerations", "plan"}
        public |= {
            "papers",
            "power",
            "value",
            "part_two_ground",
            "deferral_ground",
            "deferred_until",
        }
        internal = {"decision", "number", "relations", "grants", "delegation", "digest"}
        internal |= {"written_by", "written_at"}
        personal = {"part_two", "deferral_reason"}

    seals = append_only("decisions_decisiontext", key="id", unique=[("decision_id", "number")])

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.number}"


class Submission(models.Model):
    """What was submitted: a version of the text, the facts that it binds, who must approve and why.

    `facts` are those by which the limits were read; `snapshot` is what the apps said of the case.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    text = models.ForeignKey(DecisionText, models.PROTECT, related_name="+")
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    steps = models.JSONField()
    facts = models.JSONField()
    value = MoneyField()
    answers = models.TextField(blank=True)
    submitted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="decisions_submission_is_numbered_once", fields=["decision", "number"]
            ),
        ]

    class Privacy:
        public = {"value"}
        internal = {"decision", "number", "text", "snapshot", "digest", "steps", "facts"}
        internal |= {"submitted_by", "submitted_at"}
        personal = {"answers"}

    seals = append_only("decisions_submission", key="id", unique=[("decision_id", "number")])

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.number}"


class Advice(models.Model):
    """What an adviser signed of one version of a text: it says nothing of a later one."""

    text = models.ForeignKey(DecisionText, models.PROTECT, related_name="advice")
    subject = models.CharField(max_length=20, choices=Subject)
    words = models.TextField()
    office = models.CharField(max_length=120)
    given_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Privacy:
        public = {"subject", "words", "office"}
        internal = {"text", "given_by", "given_at"}
        personal: set[str] = set()

    seals = append_only("decisions_advice", key="id")

    def __str__(self) -> str:
        return f"{self.text_id}:{self.subject}"


class Interest(models.Model):
    """What somebody declared, of themselves, before they took part in a decision."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="interests")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    has_any = models.BooleanField()
    words = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decisions_an_interest_is_described",
                condition=Q(has_any=False) | ~Q(words=""),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"decision", "person", "has_any", "declared_at"}
        personal = {"words"}

    seals = append_only("decisions_interest", key="id")

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.person_id}"


class Approval(models.Model):
    """What somebody said at their step: signed by office and name, as both were then."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="said")
    number = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=40)
    office_title = models.CharField(max_length=120)
    outcome = models.CharField(max_length=30, choices=Outcome)
    words = models.TextField(blank=True)
    conditions = models.JSONField(default=list, blank=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    in_place_of = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="decisions_step_is_taken_once", fields=["submission", "number"]
            ),
            models.UniqueConstraint(
                name="decisions_each_step_is_somebody_elses", fields=["submission", "decided_by"]
            ),
            models.CheckConstraint(
                name="decisions_all_but_approval_says_why",
                condition=Q(outcome__in=[Outcome.APPROVE, Outcome.APPROVE_WITH_CONDITIONS])
                | ~Q(words=""),
            ),
        ]

    class Privacy:
        public = {"office_title", "name", "decided_at", "conditions"}
        internal = {"submission", "number", "office", "outcome", "decided_by", "in_place_of"}
        personal = {"words"}

    seals = append_only(
        "decisions_approval",
        key="id",
        unique=[("submission_id", "number"), ("submission_id", "decided_by_id")],
    )

    def __str__(self) -> str:
        return f"{self.submission_id}:{self.number}"


class Lapse(models.Model):
    """That approvals lapsed, since these facts were no longer what had been approved."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="lapses")
    changes = models.JSONField()
    lapsed_at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"submission", "changes", "lapsed_at"}
        personal: set[str] = set()

    seals = append_only("decisions_lapse", key="id")

    def __str__(self) -> str:
        return f"{self.submission_id}"


class Relation(models.Model):
    """How a signed decision stands to an earlier one."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=20, choices=RelationKind)
    other = models.ForeignKey(Decision, models.PROTECT, related_name="related_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="decisions_relation_is_one", fields=["decision", "kind", "other"]
            ),
        ]

    class Privacy:
        public = {"decision", "kind", "other"}
        internal: set[str] = set()
        personal: set[str] = set()

    seals = append_only(
        "decisions_relation", key="id", unique=[("decision_id", "kind", "other_id")]
    )

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.kind}:{self.other_id}"


class Deferral(models.Model):
    """That part 1 is not to be published before a day, on which ground, and why."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="deferrals")
    until = models.DateField()
    ground = models.CharField(max_length=20, choices=Ground)
    reason = models.TextField()
    said_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Privacy:
        public = {"until", "ground"}
        internal = {"decision", "said_by", "said_at"}
        personal = {"reason"}

    seals = append_only("decisions_deferral", key="id")

    def __str__(self) -> str:
        return f"{self.decision_id}:{self.until}"

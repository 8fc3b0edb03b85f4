"""The case, its facts as dated versions, its team and its links."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.commissions.kinds import LinkKind, Part
from almoner.commissions.states import CaseState
from almoner.core.dated import DatedFact
from almoner.core.money import MoneyField
from almoner.core.seals import Seal, append_only, unchanging
from almoner.framework.models import FrameworkText
from almoner.framework.procurement_law import Category
from almoner.organisations.models import Organisation

PERSON = settings.AUTH_USER_MODEL


def never_deleted(table: str) -> list[Seal]:
    return [seal for seal in append_only(table, key="id") if seal.act != "UPDATE"]


class KeptPromise(models.Model):
    """That a case of a framework which stands at a stage of a route keeps a control: the gate of
    that stage asks it, or one before did.
    """

    framework = models.ForeignKey(FrameworkText, models.PROTECT, related_name="+")
    route = models.CharField(max_length=40)
    instrument = models.CharField(max_length=20)
    stage = models.CharField(max_length=40)
    control = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="commissions_promise_is_made_once",
                fields=["framework", "route", "stage", "control"],
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"framework", "route", "instrument", "stage", "control"}
        personal: set[str] = set()

    seals = append_only(
        "commissions_keptpromise",
        key="id",
        unique=[("framework_id", "route", "stage", "control")],
    )

    def __str__(self) -> str:
        return f"{self.framework_id}:{self.route}:{self.stage}:{self.control}"


class Commission(models.Model):
    """A case: a need, the route by which it is met, and who leads it.

    Its facts are versions; `current` is the newest. `stage` is where the last gate let it.
    """

    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    lead = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    framework = models.ForeignKey(FrameworkText, models.PROTECT, related_name="+")
    route = models.CharField(max_length=40)
    stage = models.CharField(max_length=40)
    is_restricted = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=CaseState, default=CaseState.DRAFT)
    current = models.OneToOneField(
        "CommissionTerms", models.PROTECT, null=True, related_name="current_of"
    )
    begun_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["state", "stage"], name="commissions_case_stands")]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "title", "lead", "framework", "route", "stage", "is_restricted"}
        internal |= {"state", "current", "begun_by", "begun_at"}
        personal: set[str] = set()

    # Who works on it, where a page asked for them along with the case.
    team_said: list[dict[str, str]] | None = None

    seals = [
        *unchanging("commissions_commission", "reference"),
        *unchanging("commissions_commission", "begun_at"),
        *never_deleted("commissions_commission"),
    ]

    def __str__(self) -> str:
        return self.reference


class CommissionTerms(DatedFact):
    """All facts of a case as somebody left them: a whole version, numbered. `part` was changed."""

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=20, choices=Part)
    written_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    title = models.CharField(max_length=200)
    need = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    beneficiaries = models.TextField(blank=True)
    places = models.TextField(blank=True)
    objectives = models.JSONField(default=list, blank=True)

    category = models.CharField(max_length=20, choices=Category, default=Category.SERVICES)
    cpv = models.CharField(max_length=8, blank=True)
    power = models.CharField(max_length=40, blank=True)
    supplier = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    is_novel = models.BooleanField(default=False)

    net = MoneyField(default=0)
    vat = MoneyField(default=0)

    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    award_notice_on = models.DateField(null=True, blank=True)
    signs_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    manner = models.JSONField(default=list, blank=True)

    direct_reason = models.CharField(max_length=40, blank=True)
    direct_evidence = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    value_view = models.TextField(blank=True)
    compete_on = models.DateField(null=True, blank=True)

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.UniqueConstraint(
                name="commissions_version_is_numbered_once", fields=["commission", "number"]
            ),
            models.CheckConstraint(
                name="commissions_case_is_worth_nothing_or_more",
                condition=Q(net__gte=0, vat__gte=0),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"commission", "number", "part", "written_by", "title", "objectives", "category"}
        internal |= {"cpv"}
        internal |= {"power", "supplier", "is_novel", "net", "vat", "manner", "direct_reason"}
        internal |= {"opens_on", "closes_on", "award_notice_on", "signs_on", "starts_on", "ends_on"}
        internal |= {"compete_on", "places", "valid_from", "valid_to", "recorded_at"}
        personal = {"need", "evidence", "outcomes", "beneficiaries", "direct_evidence"}
        personal |= {"alternatives", "value_view"}

    # Where a page asked for them along with the case: see `web.workspace.case_gathered`.
    years_said: dict[int, tuple[Decimal, Decimal]] | None = None

    seals = append_only(
        "commissions_commissionterms", key="id", unique=[("commission_id", "number")]
    )

    def __str__(self) -> str:
        return f"{self.commission_id}:{self.number}"


class YearValue(models.Model):
    """What a version says that a case is worth in one financial year, its VAT kept apart."""

    terms = models.ForeignKey(CommissionTerms, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    net = MoneyField()
    vat = MoneyField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="commissions_year_is_valued_once", fields=["terms", "year"]
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"terms", "year", "net", "vat"}
        personal: set[str] = set()

    seals = append_only("commissions_yearvalue", key="id", unique=[("terms_id", "year")])

    def __str__(self) -> str:
        return f"{self.terms_id}:{self.year}"


class Membership(DatedFact):
    """Whether somebody works on a case from a day: its team."""

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    is_member = models.BooleanField()

    class Meta(DatedFact.Meta):
        indexes = [models.Index(fields=["person"], name="commissions_team_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"commission", "person", "is_member", "valid_from", "valid_to", "recorded_at"}
        personal: set[str] = set()

    seals = append_only("commissions_membership", key="id")

    def __str__(self) -> str:
        return f"{self.commission_id}:{self.person_id}"


class Link(models.Model):
    """That one case has to do with another: where splitting is looked for."""

    commission = models.ForeignKey(Commission, models.PROTECT, related_name="links")
    other = models.ForeignKey(Commission, models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=20, choices=LinkKind)
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="commissions_link_is_one", fields=["commission", "other", "kind"]
            ),
            models.CheckConstraint(
                name="commissions_case_is_not_linked_to_itself",
                condition=~Q(commission=F("other")),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"commission", "other", "kind", "added_by", "added_at"}
        personal: set[str] = set()

    seals = append_only(
        "commissions_link", key="id", unique=[("commission_id", "other_id", "kind")]
    )

    def __str__(self) -> str:
        return f"{self.commission_id}:{self.other_id}"

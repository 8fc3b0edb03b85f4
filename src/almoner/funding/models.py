"""Funds and what is said of them, their budget lines, and every amount that moved in these."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from almoner.core.dated import DatedFact
from almoner.core.moments import day_of
from almoner.core.money import MoneyField
from almoner.core.references import opaque_reference
from almoner.core.seals import Seal, append_only, unchanging

from .kinds import CarryOver, OverPlanning, Source
from .states import OF_SOMETHING, POUND_LIFECYCLE, Act, PoundState, TransferState

PERSON = settings.AUTH_USER_MODEL
FUND, LINE, TRANSFER = "funding_fund", "funding_budgetline", "funding_transfer"
WHOLE = 100  # per cent


def movement_reference() -> str:
    """Drawn at random: a series would make every writer in the house wait for one row."""
    return opaque_reference("MOV")


class Fund(models.Model):
    """Money that the body was given, or set aside, to spend on something over some years.

    `code` is what the body's own accounts call it. What is said of it are its terms.
    """

    reference = models.CharField(max_length=20, unique=True)
    code = models.CharField(max_length=20, unique=True)
    opened_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "code", "opened_by", "opened_at"}
        personal: set[str] = set()

    seals = [*unchanging(FUND, "reference"), *unchanging(FUND, "code"), Seal(FUND, "DELETE")]

    def __str__(self) -> str:
        return self.reference


class FundTerms(DatedFact):
    """What is said of a fund from a day: who gives it and for what, and the rules it is kept by.

    Its ring-fence is what it may be spent on, and by whom; both empty, it has none. A transfer of
    more than `alone_up_to` takes two people.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="terms")
    title = models.CharField(max_length=200)
    funder = models.CharField(max_length=200)
    source = models.CharField(max_length=20, choices=Source)
    conditions = models.TextField(blank=True)
    spent_on = models.TextField(blank=True)
    spent_by = models.TextField(blank=True)
    first_year = models.CharField(max_length=7)
    last_year = models.CharField(max_length=7, blank=True)
    carry_over = models.CharField(max_length=20, choices=CarryOver)
    carry_over_share = models.PositiveSmallIntegerField(null=True)
    over_planning = models.CharField(max_length=20, choices=OverPlanning)
    alone_up_to = MoneyField(default=Decimal(0))
    set_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                name="funding_years_are_in_order",
                condition=Q(last_year="") | Q(last_year__gte=F("first_year")),
            ),
            models.CheckConstraint(
                name="funding_share_is_said_where_there_is_one",
                condition=Q(
                    carry_over=CarryOver.SHARE, carry_over_share__gt=0, carry_over_share__lt=WHOLE
                )
                | (~Q(carry_over=CarryOver.SHARE) & Q(carry_over_share=None)),
            ),
            models.CheckConstraint(
                name="funding_alone_up_to_nothing_or_more", condition=Q(alone_up_to__gte=0)
            ),
        ]
        indexes = [models.Index(fields=["fund", "recorded_at"], name="funding_terms_of")]

    class Privacy:
        public: set[str] = set()
        internal = {"fund", "title", "funder", "source", "conditions", "spent_on", "spent_by"}
        internal |= {"first_year", "last_year", "carry_over", "carry_over_share"}
        internal |= {"over_planning", "alone_up_to", "set_by"}
        internal |= {"valid_from", "valid_to", "recorded_at"}
        personal: set[str] = set()

    seals = append_only("funding_fundterms", key="id")

    def __str__(self) -> str:
        return str(self.fund)

    @property
    def is_ring_fenced(self) -> bool:
        return bool(self.spent_on or self.spent_by)

    def covers_year(self, year: str) -> bool:
        return self.first_year <= year and (not self.last_year or year <= self.last_year)


class BudgetLine(models.Model):
    """What a fund has for one financial year and, where it is said, for one purpose.

    A ring-fenced line's money does not leave its purpose.
    """

    reference = models.CharField(max_length=20, unique=True)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="lines")
    year = models.CharField(max_length=7)
    purpose = models.CharField(max_length=120, blank=True)
    is_ring_fenced = models.BooleanField(default=False)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="funding_one_line_for_a_purpose_and_year", fields=["fund", "year", "purpose"]
            ),
            models.CheckConstraint(
                name="funding_ring_fence_is_around_a_purpose",
                condition=Q(is_ring_fenced=False) | ~Q(purpose=""),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "fund", "year", "purpose", "is_ring_fenced", "opened_at"}
        personal: set[str] = set()

    seals = [
        *(
            seal
            for column in ("reference", "fund_id", "year", "purpose", "is_ring_fenced")
            for seal in unchanging(LINE, column)
        ),
        Seal(LINE, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference

    @property
    def called(self) -> str:
        """What officials call it: `VSF-CORE 2026-27, refuges`."""
        year = f"{self.fund.code} {self.year}"
        return f"{year}, {self.purpose}" if self.purpose else year


class Transfer(models.Model):
    """An amount that somebody moves, or asks to move, from one line of a fund to another."""

    reference = models.CharField(max_length=20, unique=True)
    source = models.ForeignKey(BudgetLine, models.PROTECT, related_name="transfers_out")
    target = models.ForeignKey(BudgetLine, models.PROTECT, related_name="transfers_in")
    amount = MoneyField()
    reason = models.TextField()
    state = models.CharField(max_length=20, choices=TransferState, default=TransferState.PROPOSED)
    takes_two = models.BooleanField()
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="funding_transfer_moves_something", condition=Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="funding_transfer_leads_elsewhere", condition=~Q(source=F("target"))
            ),
            models.CheckConstraint(
                name="funding_transfer_is_not_decided_by_its_proposer",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="funding_large_transfer_took_two",
                condition=~Q(state=TransferState.MADE, takes_two=True)
                | Q(decided_by__isnull=False),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "source", "target", "amount", "state", "takes_two"}
        internal |= {"proposed_by", "proposed_at", "decided_by", "decided_at"}
        personal = {"reason"}

    seals = [
        *(
            seal
            for column in (
                "reference",
                "source_id",
                "target_id",
                "amount",
                "reason",
                "takes_two",
                "proposed_by_id",
            )
            for seal in unchanging(TRANSFER, column)
        ),
        Seal(TRANSFER, "DELETE"),
    ]

    def __str__(self) -> str:
        return self.reference


def _permitted() -> Q:
    pairs = Q()
    for before, after in POUND_LIFECYCLE.table.items():
        pairs |= Q(from_state=before, to_state__in=sorted(after))
    return pairs


class Entry(models.Model):
    """An amount of one line that moved from one state to another. It is only ever added.

    What one act moved has one `movement`. `what_for` is the thing's name in the ledger, such as
    `commissions.commission:COM-2026-014`: whoever has it stands above, and is not known here.
    `voucher` is the number of the invoice, claim, payment or receipt that it was entered from.
    """

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="entries")
    movement = models.CharField(max_length=20, db_index=True)
    act = models.CharField(max_length=20, choices=Act)
    amount = MoneyField()
    from_state = models.CharField(max_length=12, choices=PoundState)
    to_state = models.CharField(max_length=12, choices=PoundState)
    what_for = models.CharField(max_length=80, blank=True, db_index=True)
    transfer = models.ForeignKey(Transfer, models.PROTECT, null=True, related_name="entries")
    voucher = models.CharField(max_length=40, blank=True, default="")
    reason = models.TextField(blank=True)
    entered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="funding_entry_moves_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="funding_pound_moves_as_it_may", condition=_permitted()),
            models.CheckConstraint(
                name="funding_entry_says_what_it_is_for",
                condition=~Q(what_for="")
                | (~Q(from_state__in=OF_SOMETHING) & ~Q(to_state__in=OF_SOMETHING)),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"line", "movement", "act", "amount", "from_state", "to_state", "what_for"}
        internal |= {"transfer", "voucher", "entered_by", "valid_from", "recorded_at"}
        personal = {"reason"}

    seals = append_only("funding_entry", key="id")

    def __str__(self) -> str:
        return self.movement

    @property
    def counts_from_another_day(self) -> bool:
        """Whether it counts from another day than the one on which it was recorded."""
        return self.valid_from != day_of(self.recorded_at)

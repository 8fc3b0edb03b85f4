"""Payments that a body made, row by row as its spend file tells them, and what they were for."""

import orjson
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from almoner.agreements.models import Agreement
from almoner.core.models import Batch
from almoner.core.money import MoneyField
from almoner.core.references import opaque_reference
from almoner.core.seals import append_only, unchanging, unchanging_or_empty
from almoner.organisations.models import Organisation

from .states import Basis, MatchState, RuleState

# What was read of a payment. Sealed: an edition must be able to say it again, byte for byte.
AS_READ = (
    "row_number",
    "occurrence",
    "payer",
    "supplier_name",
    "supplier_number",
    "paid_on",
    "month",
    "amount",
    "category",
    "account",
    "department",
    "purpose",
    "document_reference",
)


def payment_reference() -> str:
    return opaque_reference("PAY", letters=12)


class Payment(models.Model):
    """One line of spend, as its publisher stated it. Negative is money that came back.

    It is evidence: a wrong line is corrected by a later file, never by editing. `occurrence`
    tells apart lines of one file that are alike in every word; the first is 1. It has no
    organisation where the publisher withheld who was paid.
    """

    reference = models.CharField(max_length=20, unique=True, default=payment_reference)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=200, blank=True, default="")
    row_number = models.PositiveIntegerField()
    occurrence = models.PositiveIntegerField(default=1)
    payer = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="payments"
    )
    supplier_name = models.CharField(max_length=500)
    supplier_number = models.CharField(max_length=200, blank=True)
    paid_on = models.DateField()
    month = models.CharField(max_length=7)
    amount = MoneyField()
    category = models.TextField(blank=True)
    account = models.TextField(blank=True)
    department = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    document_reference = models.TextField(blank=True)
    value_for_money = models.TextField(blank=True, default="")

    is_staged = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="payments_one_a_row", fields=["batch", "sheet", "row_number"]
            )
        ]
        indexes = [
            # Sums by month, less those to whoever is withheld, are read from this index alone.
            models.Index(
                fields=["batch", "month", "amount", "organisation"], name="payments_by_month"
            ),
            models.Index(fields=["paid_on", "reference"], name="payments_by_day"),
            # Who was paid most, of half a million payments, is read from this one alone.
            models.Index(
                fields=["organisation", "batch", "month", "amount"], name="payments_by_supplier"
            ),
        ]

    class Privacy:
        public = {"reference", "batch", "sheet", "organisation", "value_for_money", *AS_READ}
        internal: set[str] = set()
        personal: set[str] = set()

    seals = [
        seal
        for column in ("reference", "sheet", "value_for_money", *AS_READ)
        for seal in unchanging("payments_payment", column)
    ]

    def __str__(self) -> str:
        return self.reference

    def canonical(self) -> str:
        """All that was read of it, under its reference. Its organisation is our own finding.

        The sheet comes last, and only where there are sheets, and after it why it was good value,
        if anybody said so: so older digests hold.
        """
        words = [str(getattr(self, column)) for column in ("reference", *AS_READ)]
        words[1 + AS_READ.index("amount")] = f"{self.amount:.2f}"
        later = [self.sheet, self.value_for_money]
        while later and not later[-1]:
            later.pop()
        return orjson.dumps([*words, *later]).decode()


class WordSum(models.Model):
    """What the payments of a batch that say a word, or one that begins with it, come to in a month.

    Made from what a batch says, which never changes, of the words that many of its payments say.
    What is hidden is in it: whoever tells the public takes that off. Where none of a batch says a
    word that is summed, one row without a month says so.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="word_sums")
    word = models.CharField(max_length=60)
    month = models.CharField(max_length=7, blank=True)
    count = models.PositiveIntegerField()
    amount = MoneyField()

    is_bookkeeping = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="payments_word_sum_is_one", fields=["word", "batch", "month"]
            )
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"batch", "month", "count", "amount"}
        personal = {"word"}

    def __str__(self) -> str:
        return f"{self.word}:{self.batch}:{self.month}"


# What a rule asks of a payment. Sealed: what it proposed was proposed on these words.
RULE_WORDS = ("payer", "category", "purpose", "document_reference")
RULE_LIMITS = ("organisation_id", "at_least", "at_most", "from_day", "to_day")
RULES, MATCHES = "payments_rule", "payments_match"  # short: names of seals begin with them


def rule_reference() -> str:
    return opaque_reference("RUL")


class MatchingRule(models.Model):
    """What somebody taught the house: payments that answer to all of this were made under that
    agreement. It proposes, and people confirm. It is ended, never changed or deleted.

    Words are looked for within the payment's own, without case and needless spaces. What is left
    empty is not asked; organisation or words there must be.
    """

    reference = models.CharField(max_length=20, unique=True, default=rule_reference)
    name = models.CharField(max_length=120)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="matching_rules")
    state = models.CharField(max_length=20, choices=RuleState, default=RuleState.IN_USE)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    payer = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    document_reference = models.CharField(max_length=200, blank=True)
    at_least = MoneyField(null=True)
    at_most = MoneyField(null=True)
    from_day = models.DateField(null=True)
    to_day = models.DateField(null=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = RULES
        constraints = [
            models.CheckConstraint(
                name="payments_rule_asks_something",
                condition=Q(organisation__isnull=False)
                | ~Q(payer="", category="", purpose="", document_reference=""),
            ),
            models.CheckConstraint(
                name="payments_rule_has_ended_once_it_says_so",
                condition=Q(state=RuleState.IN_USE, ended_at=None, ended_by=None)
                | Q(state=RuleState.ENDED, ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    class Privacy:
        public: set[str] = set()
        internal = {"reference", "name", "agreement", "state", "organisation", *RULE_WORDS}
        internal |= {"at_least", "at_most", "from_day", "to_day", "saved_by", "saved_at"}
        internal |= {"recorded_at", "ended_by", "ended_at"}
        personal: set[str] = set()

    seals = [
        *(
            seal
            for name in ("reference", "name", "agreement_id", *RULE_WORDS, "recorded_at")
            for seal in unchanging(RULES, name)
        ),
        *(seal for name in RULE_LIMITS for seal in unchanging_or_empty(RULES, name)),
    ]

    def __str__(self) -> str:
        return self.reference

    def mistake(self) -> str:
        """What is wrong with what it asks: that it asks nothing, or what no payment could answer.
        Empty where it makes sense.
        """
        if self.organisation_id is None and not any(getattr(self, name) for name in RULE_WORDS):
            return _("Say at least whom it pays, or some words to look for.")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            return _("The least amount is more than the most.")
        if self.from_day is not None and self.to_day is not None and self.from_day > self.to_day:
            return _("The last day comes before the first.")
        return ""


class Match(models.Model):
    """That a payment was made under an agreement, as far as this is settled.

    There is one of a payment and an agreement, so what was refused is not proposed again. `state`
    is what the last of its decisions says; those are the evidence.
    """

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="matches")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="matches")
    state = models.CharField(max_length=20, choices=MatchState, default=MatchState.PROPOSED)
    basis = models.CharField(max_length=20, choices=Basis)
    rule = models.ForeignKey(MatchingRule, models.PROTECT, null=True, related_name="matches")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = MATCHES
        constraints = [
            models.UniqueConstraint(name="payments_match_is_one", fields=["payment", "agreement"]),
            models.UniqueConstraint(
                name="payments_match_is_confirmed_once_a_payment",
                fields=["payment"],
                condition=Q(state=MatchState.CONFIRMED),
            ),
            models.CheckConstraint(
                name="payments_match_names_its_rule_or_its_person",
                condition=Q(basis=Basis.RULE, rule__isnull=False)
                | Q(basis=Basis.PERSON, rule=None, proposed_by__isnull=False)
                | (~Q(basis__in=[Basis.RULE, Basis.PERSON]) & Q(rule=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "payment"], name="payments_matches_by_state"),
            models.Index(fields=["agreement", "state"], name="payments_matches_by_agreement"),
        ]

    class Privacy:
        public = {"payment", "agreement"}  # of what is confirmed; `registers` says which
        internal = {"state", "basis", "rule"}
        internal |= {"proposed_by", "proposed_at", "recorded_at"}
        personal: set[str] = set()

    seals = [
        seal
        for name in ("payment_id", "agreement_id", "recorded_at")
        for seal in unchanging(MATCHES, name)
    ]

    def __str__(self) -> str:
        return f"{self.payment}:{self.agreement}"


class MatchDecision(models.Model):
    """What a person decided of a match, and when: to confirm, refuse or undo it. The last speaks.

    `rule` is the one whose proposals were confirmed all at once.
    """

    match = models.ForeignKey(Match, models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=20, choices=MatchState)
    rule = models.ForeignKey(MatchingRule, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["recorded_at", "match"], name="payments_decisions_by_time")]

    class Privacy:
        public: set[str] = set()
        internal = {"match", "state", "rule", "decided_by", "decided_at", "recorded_at"}
        personal: set[str] = set()

    seals = append_only("payments_matchdecision", key="id")

    def __str__(self) -> str:
        return f"{self.match}:{self.state}"

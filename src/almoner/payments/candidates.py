"""Under which agreements a payment may have been made: by saved rules, references and days.

The agreements and the rules are held in memory; payments pass by. Nothing here writes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeVar

from almoner.agreements.queries import agreements_known
from almoner.agreements.states import AgreementKind
from almoner.organisations.groups import Groups, groups_now

from .models import RULE_WORDS, MatchingRule
from .states import STRENGTH, Basis, RuleState

# Invoices come after the work: so long after an agreement's end a payment may still be its own.
GRACE = timedelta(days=90)
# A shorter reference, such as `C-7`, stands in many a text by chance: it then counts only for a
# payment to the agreement's own organisation.
TELLING = 5
WORD = re.compile(r"[^\W_]+")


class PaymentRow(NamedTuple):
    """What is asked of a payment, in the order of `PAYMENT_COLUMNS`."""

    pk: int
    organisation: int | None
    paid_on: date
    amount: Decimal
    payer: str
    category: str
    purpose: str
    document_reference: str


PAYMENT_COLUMNS = (
    "pk",
    "organisation_id",
    "paid_on",
    "amount",
    "payer",
    "category",
    "purpose",
    "document_reference",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agreement that a payment may have been made under, and why."""

    agreement: int
    basis: Basis
    rule: int | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What tells an agreement's payments: whose it is, its days, and the words of its reference."""

    agreement: int
    organisation: int | None
    starts_on: date | None
    ends_on: date | None
    reference: tuple[str, ...]

    @property
    def states_days(self) -> bool:
        return self.starts_on is not None or self.ends_on is not None

    @property
    def is_telling(self) -> bool:
        written = "".join(self.reference)
        return len(written) >= TELLING and any(letter.isdigit() for letter in written)

    def covers(self, day: date) -> bool:
        """Whether a payment that day may be its own. What it states no limit for has none."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on + GRACE
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A saved rule, made ready to be asked of many payments."""

    key: int
    agreement: int
    organisation: int | None
    words: tuple[tuple[str, str], ...]
    at_least: Decimal | None
    at_most: Decimal | None
    from_day: date | None
    to_day: date | None

    def is_answered_by(self, row: PaymentRow) -> bool:
        return (
            (self.organisation is None or self.organisation == row.organisation)
            and (self.at_least is None or row.amount >= self.at_least)
            and (self.at_most is None or row.amount <= self.at_most)
            and (self.from_day is None or row.paid_on >= self.from_day)
            and (self.to_day is None or row.paid_on <= self.to_day)
            and all(words in alike(getattr(row, column)) for column, words in self.words)
        )


Told = TypeVar("Told", Terms, Asked)


class Candidates:
    """Every agreement and every rule in use, as a day knows them, ready to be asked.

    Organisations that are merged are one: who speaks for them stands for all.
    """

    def __init__(
        self, terms: Iterable[Terms], rules: Iterable[Asked], groups: Groups | None = None
    ) -> None:
        self._groups = groups or Groups({})
        self._by_organisation: dict[int | None, list[Terms]] = defaultdict(list)
        self._by_reference_words: dict[tuple[str, ...], list[Terms]] = defaultdict(list)
        # Of the references that begin with a word, how many words they have.
        self._lengths: dict[str, set[int]] = defaultdict(set)
        self._rules: dict[int | None, list[Asked]] = defaultdict(list)
        known = set()
        for one in map(self._by_head, terms):
            known.add(one.agreement)
            if one.organisation is not None:
                self._by_organisation[one.organisation].append(one)
            if one.reference:
                self._by_reference_words[one.reference].append(one)
                self._lengths[one.reference[0]].add(len(one.reference))
        for rule in map(self._by_head, rules):
            if rule.agreement in known:
                self._rules[rule.organisation].append(rule)

    @classmethod
    def as_known(cls, on: date) -> "Candidates":
        return cls(terms_known(on), rules_in_use(), groups_now())

    def of(self, row: PaymentRow) -> list[Candidate]:
        """The candidates of a payment, the strongest first, each agreement once."""
        if row.organisation is not None:
            row = row._replace(organisation=self._groups.head(row.organisation))
        found: dict[int, Candidate] = {}
        for candidate in (*self._by_rule(row), *self._by_reference(row), *self._by_days(row)):
            found.setdefault(candidate.agreement, candidate)
        return sorted(found.values(), key=lambda one: STRENGTH.index(one.basis))

    def _by_head(self, one: Told) -> Told:
        if one.organisation is None:
            return one
        return replace(one, organisation=self._groups.head(one.organisation))

    def _by_rule(self, row: PaymentRow) -> Iterator[Candidate]:
        theirs = self._rules.get(row.organisation, []) if row.organisation is not None else []
        for rule in (*theirs, *self._rules.get(None, [])):
            if rule.is_answered_by(row):
                yield Candidate(rule.agreement, Basis.RULE, rule.key)

    def _by_reference(self, row: PaymentRow) -> Iterator[Candidate]:
        for text in (row.document_reference, row.purpose):
            for one in self._standing_in(words_in(text)):
                is_theirs = row.organisation is not None and one.organisation == row.organisation
                if is_theirs or one.is_telling:
                    yield Candidate(one.agreement, Basis.REFERENCE)

    def _standing_in(self, words: tuple[str, ...]) -> Iterator[Terms]:
        """The agreements whose reference stands in a text, word for word."""
        for place, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                yield from self._by_reference_words.get(words[place : place + length], ())

    def _by_days(self, row: PaymentRow) -> Iterator[Candidate]:
        """The one agreement of the organisation on that day; of several, none is told apart."""
        theirs = [
            one
            for one in self._by_organisation.get(row.organisation, [])
            if one.states_days and one.covers(row.paid_on)
        ]
        if len(theirs) == 1:
            yield Candidate(theirs[0].agreement, Basis.DAYS)


def terms_known(on: date) -> Iterator[Terms]:
    """What every agreement's register says of a day, as now known."""
    for kind in AgreementKind:
        said = agreements_known(kind, on).select_related(None)
        columns = ("agreement", "organisation", "starts_on", "awarded_on", "said__reference")
        ends = ("first_end_on", "current_end_on", "latest_end_on")
        for row in said.values_list(*columns, *ends).iterator(chunk_size=2_000):
            agreement, organisation, starts_on, awarded_on, reference, *days = row
            yield Terms(
                agreement,
                organisation,
                starts_on or awarded_on,
                max(filter(None, days), default=None),
                words_in(str(reference or "")),
            )


def rules_in_use() -> Iterator[Asked]:
    for rule in MatchingRule.objects.filter(state=RuleState.IN_USE).order_by("pk"):
        yield asked_by(rule)


def asked_by(rule: MatchingRule) -> Asked:
    return Asked(
        key=rule.pk,
        agreement=rule.agreement_id,
        organisation=rule.organisation_id,
        words=tuple(
            (column, alike(words)) for column in RULE_WORDS if (words := getattr(rule, column))
        ),
        at_least=rule.at_least,
        at_most=rule.at_most,
        from_day=rule.from_day,
        to_day=rule.to_day,
    )


@lru_cache(maxsize=1_000)  # every rule asks the same text again
def alike(text: str) -> str:
    """The form in which words are looked for: without case and needless spaces."""
    return " ".join(text.casefold().split())


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text, so that `PS/2023-014` stands in `Inv. 7 for ps 2023 014`."""
    return tuple(WORD.findall(text.casefold()))

"""What can be found by the search of a static site: every public row, who received, and part 1 of
each decision that is out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, islice

from django.urls import reverse
from django.utils.timezone import localdate

from almoner.agreements.search import entry_of_agreement
from almoner.core.periods import FinancialYear
from almoner.decisions.search import entry_of_decision
from almoner.organisations.models import Organisation
from almoner.payments.search import entry_of_payment
from almoner.registers.kinds import KINDS, Register
from almoner.registers.public_decisions import public_decisions
from almoner.registers.publicity import (
    public_agreements_known,
    public_heads,
    public_organisations,
    public_payments,
)
from almoner.registers.readings import identifiers_of

CHUNK = 2_000
Heads = dict[int, str]  # who speaks for an organisation, by its key or its survivor's
ORGANISATIONS, DECISIONS = "organisations", "decisions"
# In the order in which the search offers them.
REGISTERS = (Register.SPEND, Register.GRANTS, Register.CONTRACTS, ORGANISATIONS, DECISIONS)
ROUTES = {Register.CONTRACTS: "public:contract", Register.GRANTS: "public:grant"}


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that can be found: where it is, what is shown of it, and by which words."""

    address: str
    register: str
    title: str
    about: str
    words: str
    party: str = ""
    party_name: str = ""
    day: date | None = None
    amount: Decimal | None = None

    @property
    def year(self) -> str:
        return str(FinancialYear.containing(self.day)) if self.day else ""


def every_record() -> Iterator[Record]:
    heads = {one.survivor_id or one.pk: one.reference for one in public_heads().iterator()}
    agreements = (_agreements(kind, heads) for kind in KINDS)
    return chain(_payments(heads), *agreements, _organisations(), _decisions())


def _payments(heads: Heads) -> Iterator[Record]:
    for payment in public_payments().select_related("organisation").iterator(chunk_size=CHUNK):
        entry, head = entry_of_payment(payment), _head_of(payment.organisation, heads)
        about = payment.purpose or payment.category or payment.account or payment.department
        yield Record(
            address=reverse("public:payment", args=[payment.reference]),
            register=Register.SPEND,
            title=payment.supplier_name,
            about=about,
            words=f"{payment.reference} {entry.title} {entry.text} {head}",
            party=head,
            party_name=payment.supplier_name if head else "",
            day=payment.paid_on,
            amount=payment.amount,
        )


def _agreements(register: Register, heads: Heads) -> Iterator[Record]:
    known = public_agreements_known(KINDS[register], localdate())
    found = known.select_related("agreement", "organisation")
    for version in found.iterator(chunk_size=CHUNK):
        entry, head = entry_of_agreement(version), _head_of(version.organisation, heads)
        name = version.organisation_name
        yield Record(
            address=reverse(ROUTES[register], args=[version.agreement.reference]),
            register=register,
            title=entry.title or version.agreement.reference,
            about="" if name == entry.title else name,
            words=f"{version.agreement.reference} {entry.title} {name} {entry.text} {head}",
            party=head,
            party_name=name if head else "",
            day=version.made_on,
            amount=version.amount,
        )


def _organisations() -> Iterator[Record]:
    found = public_heads().order_by("pk").iterator(chunk_size=CHUNK)
    while some := list(islice(found, CHUNK)):
        keys = {one.survivor_id or one.pk: one.pk for one in some}
        also: dict[int, list[str]] = {one.pk: [one.name] for one in some}
        for other in public_organisations().filter(survivor__in=keys).exclude(pk__in=also):
            also[keys[other.survivor_id or 0]].append(other.name)
        known = identifiers_of(some)
        for one in some:
            said = [one.reference, *also[one.pk], *map(str, known[one.pk])]
            yield Record(
                address=reverse("public:organisation", args=[one.reference]),
                register=ORGANISATIONS,
                title=one.name,
                about=" · ".join(also[one.pk][1:]),
                words=" ".join(said),
            )


def _decisions() -> Iterator[Record]:
    found = public_decisions().select_related("current", "commission")
    for one in found.iterator(chunk_size=CHUNK):
        entry = entry_of_decision(one)
        text = one.asked.text if one.asked else None
        yield Record(
            address=reverse("public:decision", args=[one.number]),
            register=DECISIONS,
            title=text.title if text else "",
            about=one.number or "",
            words=f"{entry.title} {entry.text}",
            day=entry.happened_on,
            amount=one.asked.value if one.asked else None,
        )


def _head_of(organisation: Organisation | None, heads: Heads) -> str:
    """The reference under which all is found that one organisation received by any of its names.

    None where whoever spoke for it is hidden, or the search would tell.
    """
    return heads.get(organisation.survivor_id or organisation.pk, "") if organisation else ""

"""What anyone may learn of a thing, in the columns under which it is published: for whoever asked.

Nothing here rests on what the public is not told. An organisation's agreements are those of which
a public version names it; its decisions, those whose part 1 does: that a case is likely to go to
it is told by no register. So what is withheld answers as if it had never been.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import singledispatch
from typing import Any

from django.db.models import Model, Q, QuerySet

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.repetitions import rows_at_one
from almoner.agreements.states import AgreementKind
from almoner.commissions.models import Commission
from almoner.core.holdings import SHORTEST
from almoner.core.states import BatchState
from almoner.decisions.models import Decision
from almoner.organisations.groups import at_one_with
from almoner.organisations.models import Organisation
from almoner.papers.kinds import CopyKind
from almoner.payments.matched import confirmed_matches
from almoner.payments.models import Payment
from almoner.publication.datasets import Column, Dataset, Value

from .copies import public_copies, with_contracts
from .copy_datasets import DATASETS as COPIES
from .datasets import Spend
from .forward_plan import ForwardPlan, public_plan
from .kinds import KINDS
from .public_agreements import DATASETS as REGISTERS
from .public_decisions import Decisions, public_decisions
from .publicity import hidden_now, public_agreements_known, public_organisations, public_payments
from .readings import identifiers_of

NAMING = ("title", "summary", "background", "considerations", "plan")


class NamedOrganisations(Dataset):
    """What organisations are called, and the numbers that registers give them."""

    slug = "organisations"
    title = "Organisations"
    columns = [
        Column("reference", "Our reference, which never changes", key=True),
        Column("name", "What it is called, as its first source named it"),
        Column("identifiers", "The numbers that registers give it, as org-ids"),
    ]

    def __init__(self, organisations: list[Organisation]) -> None:
        self.organisations = organisations

    def rows(self) -> Iterator[tuple[Value, ...]]:
        numbers = identifiers_of(self.organisations)
        for one in self.organisations:
            yield one.reference, one.name, "; ".join(map(str, numbers[one.pk]))


@dataclass(frozen=True, slots=True)
class PublicParts:
    """The public parts of a thing: what anyone may call it, and its rows, data set by data set.
    Both are empty of what the public must not learn of.
    """

    called: str = ""
    reference: str = ""
    datasets: list[Dataset] = field(default_factory=list)


@singledispatch
def public_parts_of(thing: Model, *, on: date) -> PublicParts:  # noqa: ARG001 - what each kind takes
    """What anyone may learn of a thing now."""
    raise TypeError(f"Nothing of {thing._meta.label_lower} is ever public")


@public_parts_of.register
def _of_organisation(thing: Organisation, *, on: date) -> PublicParts:
    group = at_one_with(Organisation.objects.filter(pk=thing.pk))
    theirs = list(public_organisations().filter(pk__in=group.values("pk")).order_by("pk"))
    if not theirs:
        return PublicParts()
    said = AgreementVersion.objects.filter(organisation__in=theirs, batch__state=BatchState.LIVE)
    agreements = said.exclude(hidden_now().versions).order_by().values("agreement")
    keys = set(_known(agreements, on=on))
    paid = Q(organisation__in=theirs) | Q(pk__in=_paid_under(keys))
    speaks = next((one for one in theirs if one.pk == (thing.survivor_id or thing.pk)), theirs[0])
    datasets = [
        NamedOrganisations(theirs),
        *_of_agreements(keys, on=on),
        *_spend(public_payments().filter(paid)),
        *_decisions(public_decisions().filter(_says_one_of(theirs))),
    ]
    return PublicParts(speaks.name, speaks.reference, datasets)


@public_parts_of.register
def _of_agreement(thing: Agreement, *, on: date) -> PublicParts:
    keys = set(_known(rows_at_one().of(thing.pk), on=on))
    if not keys:
        return PublicParts()
    said = [v for kind in AgreementKind for v in _speaking(kind, keys, on=on)]
    paid = public_payments().filter(pk__in=_paid_under(keys))
    datasets = [*_of_agreements(keys, on=on), *_spend(paid)]
    return PublicParts(said[0].called, str(said[0].agreement), datasets)


@public_parts_of.register
def _of_case(thing: Commission, *, on: date) -> PublicParts:
    """A case has no public name: it is public by its decisions, and on the forward plan."""
    entries = [one for one in public_plan(on=on) if one.commission_id == thing.pk]
    decided = _decisions(public_decisions().filter(commission=thing))
    return PublicParts(datasets=[*decided, *([ForwardPlan(entries)] if entries else [])])


@public_parts_of.register
def _of_decision(thing: Decision, *, on: date) -> PublicParts:  # noqa: ARG001 - every thing is asked alike
    found = public_decisions().filter(pk=thing.pk)
    one = found.first()
    if one is None or one.asked is None:
        return PublicParts()
    return PublicParts(one.asked.text.title, one.number or "", [Decisions(found)])


def _speaking(kind: AgreementKind, keys: Any, *, on: date) -> QuerySet[AgreementVersion]:
    return public_agreements_known(kind, on).filter(agreement__in=keys)


def _known(agreements: Any, *, on: date) -> Iterator[int]:
    """The keys of those of which a register speaks to anyone."""
    for kind in AgreementKind:
        yield from _speaking(kind, agreements, on=on).order_by().values_list("agreement", flat=True)


def _paid_under(agreements: set[int]) -> QuerySet[Any]:
    """As `public_payments_under`, for several that came through the door."""
    under = confirmed_matches().filter(agreement__in=agreements)
    return under.exclude(payment__organisation=None).order_by().values("payment")


def _of_agreements(keys: set[int], *, on: date) -> Iterator[Dataset]:
    for register, dataset in REGISTERS.items():
        versions = _speaking(KINDS[register], keys, on=on)
        if versions.exists():
            yield dataset(versions)
    for kind in CopyKind:
        copies = list(public_copies(kind, on=on).filter(agreement__in=keys))
        if copies:
            yield COPIES[kind](list(with_contracts(copies, on=on)))


def _spend(payments: QuerySet[Payment]) -> list[Dataset]:
    return [Spend(payments)] if payments.exists() else []


def _decisions(found: QuerySet[Decision]) -> list[Dataset]:
    return [Decisions(found)] if found.exists() else []


def _says_one_of(organisations: Iterable[Organisation]) -> Q:
    """That part 1 of a decision names one of these."""
    said = Q(pk__in=[])
    for name in {one.name for one in organisations if len(one.name) >= SHORTEST}:
        for column in NAMING:
            said |= Q(**{f"asked__text__{column}__icontains": name})
    return said

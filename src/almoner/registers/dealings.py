"""What the body had to do with organisations: their numbers, files, payments and agreements.

For officials: what is withheld counts too. A fixed number of questions, however many are asked of.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from almoner.agreements.models import AgreementVersion
from almoner.agreements.queries import COUNTS, Versions, speaking
from almoner.core.states import BatchState
from almoner.organisations.groups import groups_now
from almoner.organisations.models import Organisation
from almoner.organisations.queries import live_identifiers
from almoner.payments.queries import Totals, live_payments

from .models import ImportedFile

NIL = Totals(0, Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Dealings:
    """What is known of one organisation by itself, whoever speaks for it."""

    organisation: Organisation
    numbers: Sequence[str]
    files: Sequence[str]
    payments: Totals
    agreements: Totals


@dataclass(frozen=True, slots=True)
class GroupDealings:
    """The same of all that are one: whoever speaks for them is the first of `each`."""

    each: Sequence[Dealings]

    @property
    def organisation(self) -> Organisation:
        return self.each[0].organisation

    @property
    def members(self) -> Sequence[Dealings]:
        return self.each[1:]

    @property
    def numbers(self) -> list[str]:
        return list(dict.fromkeys(number for one in self.each for number in one.numbers))

    @property
    def files(self) -> list[str]:
        return list(dict.fromkeys(name for one in self.each for name in one.files))

    @property
    def payments(self) -> Totals:
        return _sum(one.payments for one in self.each)

    @property
    def agreements(self) -> Totals:
        return _sum(one.agreements for one in self.each)


def dealings_with(
    organisations: Iterable[Organisation], *, on: date
) -> Mapping[int, GroupDealings]:
    """The dealings with all that are one with any of these, by the key of each that was asked."""
    asked, groups = [one.pk for one in organisations], groups_now()
    keys = groups.of_all(asked)
    found = {one.organisation.pk: one for one in _each(keys, on=on)}
    return {key: GroupDealings([found[one] for one in groups.of(key)]) for key in asked}


def _each(keys: Collection[int], *, on: date) -> Iterator[Dealings]:
    numbers, files = _numbers(keys), _files(keys)
    payments, agreements = _payments(keys), _agreements(keys, on=on)
    for one in Organisation.objects.filter(pk__in=keys).select_related("merged_into"):
        yield Dealings(
            one,
            numbers.get(one.pk, []),
            files.get(one.pk, []),
            payments.get(one.pk, NIL),
            agreements.get(one.pk, NIL),
        )


def _numbers(keys: Collection[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    stated = live_identifiers().filter(organisation__in=keys).order_by("scheme", "value", "pk")
    for identifier in stated:
        found[identifier.organisation_id].append(str(identifier))
    return {key: list(dict.fromkeys(some)) for key, some in found.items()}


def _files(keys: Collection[int]) -> Mapping[int, list[str]]:
    """The names of the files that speak of each, the latest first."""
    said = Q(organisation__in=keys)
    paid = live_payments().filter(said).order_by().values_list("organisation", "batch")
    agreed = _live_versions().filter(said).order_by().values_list("organisation", "batch")
    pairs = {*paid.distinct(), *agreed.distinct()}
    named = ImportedFile.objects.filter(batch__in={batch for _key, batch in pairs}).order_by("-pk")
    found: dict[int, list[str]] = defaultdict(list)
    for batch, name in named.values_list("batch", "file_name"):
        for key in keys:
            if (key, batch) in pairs:
                found[key].append(name)
    return found


def _payments(keys: Collection[int]) -> Mapping[int, Totals]:
    paid = live_payments().filter(organisation__in=keys).order_by().values_list("organisation")
    sums = paid.annotate(count=Count("*"), sum=Sum("amount"))
    return {key: Totals(count, amount) for key, count, amount in sums if key}


def _agreements(keys: Collection[int], *, on: date) -> Mapping[int, Totals]:
    """Grants and contracts whose registers now name each, and what they are worth."""
    named = _live_versions().filter(organisation__in=keys).values("agreement")
    said = speaking(_live_versions().filter(agreement__in=named), on=on)
    theirs = said.filter(COUNTS, organisation__in=keys).order_by().values_list("organisation")
    sums = theirs.annotate(count=Count("*"), sum=Sum("amount"))
    return {key: Totals(count, amount or NIL.amount) for key, count, amount in sums if key}


def _live_versions() -> Versions:
    return AgreementVersion.objects.filter(batch__state=BatchState.LIVE)


def _sum(totals: Iterable[Totals]) -> Totals:
    some = list(totals)
    return Totals(sum(one.count for one in some), sum((one.amount for one in some), NIL.amount))

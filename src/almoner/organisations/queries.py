"""Questions about organisations."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from almoner.core.states import BatchState

from .groups import groups_now
from .identifiers import Number
from .models import Identifier, Organisation

IS_LIVE = Q(batch=None) | Q(batch__state=BatchState.LIVE)


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation, with every number that a register is known to give it, or any that is one
    with it.
    """

    organisation: Organisation
    numbers: tuple[Number, ...]


def live_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(IS_LIVE)


def live_identifiers() -> QuerySet[Identifier]:
    return Identifier.objects.filter(IS_LIVE)


def organisations_named(matching_names: Collection[str]) -> dict[str, list[KnownOrganisation]]:
    """The live organisations of each matching name, the earliest known first. One that is merged
    is among them: what is said of it stays its own.
    """
    named: dict[str, list[KnownOrganisation]] = defaultdict(list)
    found = live_organisations().filter(matching_name__in=matching_names).order_by("pk")
    for known in _with_numbers(found):
        named[known.organisation.matching_name].append(known)
    return named


def organisations_numbered(numbers: Collection[Number]) -> dict[Number, KnownOrganisation]:
    """The live organisation of each number: the earliest known, where several claim one."""
    schemes, values = {scheme for scheme, _ in numbers}, {value for _, value in numbers}
    found = live_identifiers().filter(scheme__in=schemes, value__in=values).order_by("-pk")
    keys = {
        (scheme, value): key
        for scheme, value, key in found.values_list("scheme", "value", "organisation")
    }
    known = {
        one.organisation.pk: one
        for one in _with_numbers(live_organisations().filter(pk__in=set(keys.values())))
    }
    return {
        number: known[keys[number]]
        for number in numbers
        if number in keys and keys[number] in known
    }


def _with_numbers(organisations: QuerySet[Organisation]) -> list[KnownOrganisation]:
    found, groups = list(organisations.select_related("survivor")), groups_now()
    numbers: dict[int, list[Number]] = defaultdict(list)
    asked = groups.of_all(one.pk for one in found)
    stated = live_identifiers().filter(organisation__in=asked).order_by("pk")
    for key, scheme, value in stated.values_list("organisation", "scheme", "value"):
        numbers[groups.head(key)].append((scheme, value))
    return [KnownOrganisation(one, tuple(numbers[groups.head(one.pk)])) for one in found]

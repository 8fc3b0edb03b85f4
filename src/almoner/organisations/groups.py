"""Organisations that people merged, read as one. Who is not merged is a group alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from .models import Organisation


@dataclass(frozen=True, slots=True)
class Groups:
    """Who speaks for whom, by their keys. There are few who are merged: they fit into memory.

    Rows of agreements that are one are told in the same way.
    """

    survivors: Mapping[int, int]
    _members: Mapping[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        members: dict[int, list[int]] = defaultdict(list)
        for member, survivor in sorted(self.survivors.items()):
            members[survivor].append(member)
        object.__setattr__(self, "_members", dict(members))

    def head(self, organisation: int) -> int:
        """Who speaks for it: the survivor, or itself."""
        return self.survivors.get(organisation, organisation)

    def of(self, organisation: int) -> list[int]:
        """All that are one with it, whoever speaks for them first."""
        head = self.head(organisation)
        return [head, *self._members.get(head, [])]

    def of_all(self, organisations: Iterable[int]) -> list[int]:
        heads = dict.fromkeys(map(self.head, organisations))
        return [one for head in heads for one in self.of(head)]


def groups_now() -> Groups:
    merged = Organisation.objects.filter(survivor__isnull=False)
    pairs = merged.values_list("pk", "survivor")
    return Groups({member: survivor for member, survivor in pairs if survivor})


def head_of(organisation: Organisation) -> Organisation:
    """Who speaks for an organisation: its survivor, if it is merged."""
    return organisation.survivor or organisation


def at_one_with(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """All that are one with any of these, and these."""
    heads = organisations.order_by().values(head=Coalesce(F("survivor"), F("pk")))
    return Organisation.objects.filter(Q(pk__in=heads) | Q(survivor__in=heads))


def members_of(organisation: Organisation) -> QuerySet[Organisation]:
    """Those that are merged into it, by whatever way, by name."""
    return Organisation.objects.filter(survivor=organisation).order_by("matching_name", "pk")

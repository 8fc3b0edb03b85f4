"""Who was paid, as anyone may read it: a row each, under the names of those who speak for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from almoner.organisations.models import Organisation
from almoner.payments.queries import Received
from almoner.publication.datasets import Column, Dataset, Type, Value

from .publicity import public_heads
from .readings import identifiers_of

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid to an organisation, and to those that are one with it."""

    organisation: Organisation
    count: int
    sum: Decimal


def with_names(received: Sequence[Received]) -> list[Paid]:
    """These, with the organisations themselves."""
    keys = [row.organisation for row in received]
    heads = public_heads().filter(Q(pk__in=keys) | Q(survivor__in=keys))
    known = {one.survivor_id or one.pk: one for one in heads}
    return [Paid(known[row.organisation], row.count, row.amount) for row in received]


class PaidOrganisations(Dataset):
    """Everyone who was paid, the most paid first."""

    slug = "organisations"
    title = "Organisations that were paid"
    columns = [
        Column("organisation", "Our reference of it, which never changes", key=True),
        Column("name", "What it is called"),
        Column("identifiers", "Numbers that registers give it, as org-ids"),
        Column("payments", "How many payments were made to it", type=Type.COUNT),
        Column("paid", "What they come to", unit="GBP", type=Type.AMOUNT),
    ]

    def __init__(self, received: Sequence[Received]) -> None:
        self.received = received

    def rows(self) -> Iterator[tuple[Value, ...]]:
        for start in range(0, len(self.received), CHUNK):
            some = with_names(self.received[start : start + CHUNK])
            numbers = identifiers_of([paid.organisation for paid in some])
            for paid in some:
                one = paid.organisation
                known = "; ".join(map(str, numbers[one.pk]))
                yield one.reference, one.name, known, paid.count, paid.sum

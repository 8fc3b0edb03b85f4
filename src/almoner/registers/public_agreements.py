"""A register of agreements as the public reads it: on which day, and by whose knowledge.

All of it is asked at the door (`publicity`), so that what is withheld today is in no past day.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db.models import Max, Min, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from almoner.agreements.fields import FIELDS
from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import Versions
from almoner.agreements.repetitions import row_repeated_by
from almoner.agreements.states import AgreementKind
from almoner.core.models import Batch
from almoner.core.periods import FinancialYear
from almoner.payments.matched import confirmed_matches
from almoner.payments.models import Match, Payment
from almoner.payments.states import MatchState
from almoner.publication.datasets import Access, Dataset

from .datasets import Contracts, Grants
from .kinds import KINDS, Register
from .publicity import (
    public_agreements_as_at,
    public_agreements_known,
    public_file_names,
    public_history_of,
    public_payments,
)

DATASETS: dict[Register, type[Contracts] | type[Grants]] = {
    Register.CONTRACTS: Contracts,
    Register.GRANTS: Grants,
}
LONG = 60  # years; a register that says more has a slip of the pen in it


class Reading(TextChoices):
    """By whose knowledge a past day is read: that day's, or today's."""

    THEN = "then", _("As it was known then")
    NOW = "now", _("As now known")


def public_reading(kind: AgreementKind, *, day: date, reading: Reading) -> Versions:
    """What the register says of a day, to anyone."""
    if reading == Reading.NOW:
        return public_agreements_known(kind, day)
    return public_agreements_as_at(kind, day)


def public_row_repeated_by(reference: str, kind: AgreementKind, *, on: date) -> Agreement | None:
    """The row that another only repeats, if anyone may know of it."""
    first = row_repeated_by(reference, on=on)
    known = public_agreements_known(kind, on).filter(agreement=first) if first else None
    return first if known is not None and known.exists() else None


class InFull:
    """Versions in an order, their number known, of which those of a page are read whole.

    Their keys are looked for first: which of them speak need not be asked twice.
    """

    def __init__(self, versions: Versions, count: int) -> None:
        self._versions, self._count = versions, count

    def count(self) -> int:
        return self._count

    def __getitem__(self, places: slice) -> Sequence[AgreementVersion]:
        keys = list(self._versions.values_list("pk", flat=True)[places])
        whole = AgreementVersion.objects.select_related("agreement", "organisation", "batch")
        found = whole.in_bulk(keys)
        return [found[key] for key in keys]


def years_made(kind: AgreementKind, *, on: date) -> list[FinancialYear]:
    """Every financial year from the first in which an agreement was made to the last."""
    known = public_agreements_known(kind, on)
    ends = known.aggregate(first=Min("made_on"), last=Max("made_on"))
    if ends["first"] is None:
        return []
    last = FinancialYear.containing(ends["last"])
    first = max(FinancialYear.containing(ends["first"]), FinancialYear(last.start - LONG))
    return [FinancialYear(start) for start in range(first.start, last.start + 1)]


def public_fields(kind: AgreementKind) -> list[str]:
    """The fields of a register that anyone may read, in its order."""
    return [field.name for field in FIELDS[kind] if field.access == Access.PUBLIC]


def fields_asked_for(kind: AgreementKind) -> set[str]:
    """The fields that a duty to publish asks for."""
    dataset: type[Dataset] = next(found for r, found in DATASETS.items() if KINDS[r] == kind)
    return {dataset.fields.get(one.name, one.name) for one in dataset.columns if one.required}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of which a file said another thing than the one before. None: it said nothing."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Told:
    """What one file said of an agreement: when that became known, and what was new in it."""

    version: AgreementVersion
    file_name: str
    is_first: bool
    changes: list[Change]


def told_of(agreement: Agreement) -> list[Told]:
    """The history of an agreement, the latest known first."""
    versions = list(public_history_of(agreement))
    names = public_file_names(Batch.objects.filter(pk__in=[one.batch_id for one in versions]))
    kind = AgreementKind(agreement.kind)
    pairs = [*pairwise(versions), *((last, None) for last in versions[-1:])]
    return [
        Told(
            version=version,
            file_name=names.get(version.batch_id, ""),
            is_first=before is None,
            changes=list(changes_between(kind, before, version)) if before else [],
        )
        for version, before in pairs
    ]


def changes_between(
    kind: AgreementKind, before: AgreementVersion, after: AgreementVersion
) -> Iterator[Change]:
    """The public fields that two versions say differently, in the register's order."""
    for name in public_fields(kind):
        was, now = value_of(kind, before, name), value_of(kind, after, name)
        if was != now:
            yield Change(name, was, now)


def value_of(kind: AgreementKind, version: AgreementVersion, name: str) -> object:
    """What a version says in a field; None where it says nothing."""
    column = next(field.column for field in FIELDS[kind] if field.name == name)
    said = getattr(version, column) if column else version.said.get(name)
    return None if said == "" else said


def version_called(kind: AgreementKind, reference: str, *, on: date) -> Versions:
    """What the register says now of one agreement, if anyone may read it.

    By the keys of all that was ever said of it: SQLite would else look for it among all that speak.
    """
    said = AgreementVersion.objects.filter(agreement__reference=reference)
    # No row has the key 0. Without it, what never was would ask less than what is withheld does.
    keys = [0, *said.values_list("pk", flat=True)]
    return public_agreements_known(kind, on).filter(pk__in=keys)


def public_payments_under(agreement: Agreement) -> QuerySet[Payment]:
    """Payments that a person confirmed were made under an agreement, as far as both are public.

    Where the payer kept back who was paid, the agreement would say it: those are left out.
    """
    under = confirmed_matches().filter(agreement=agreement)
    return public_payments().filter(pk__in=under.values("payment")).exclude(organisation=None)


def agreement_paid_by(payment: int, *, on: date) -> AgreementVersion | None:
    """The agreement under which a person confirmed that the payment of a key was made, if it is
    public. Whoever shows it makes sure that the payer did not keep back who was paid, which the
    agreement would say.
    """
    # By its key alone. Whether an agreement is live and public is asked of the one that is found.
    under = Match.objects.filter(payment=payment, state=MatchState.CONFIRMED).order_by()
    found = list(under.values_list("agreement__kind", "agreement__reference"))
    if not found:
        return None
    ((kind, reference),) = found  # a payment is confirmed once
    return version_called(AgreementKind(kind), reference, on=on).first()


def amounts_by_day_made(
    organisations: Collection[int], *, on: date
) -> dict[AgreementKind, list[tuple[date | None, Decimal | None]]]:
    """When each agreement with organisations of these keys was made, and what it comes to, as now
    known: one query. By key, since SQLite would else look for them among all agreements.
    """
    known = [public_agreements_known(kind, on) for kind in AgreementKind]
    with_them = [versions.filter(organisation__in=organisations) for versions in known]
    told = [some.order_by().values_list("kind", "made_on", "amount") for some in with_them]
    made = list(told[0].union(*told[1:], all=True))
    return {kind: [one[1:] for one in made if one[0] == kind] for kind in AgreementKind}

"""Copies of contracts and of invitations to tender: which are owed, since when, and which are out.

A copy is owed of a contract whose stated value is over the duty's pounds, VAT left out. It is
available from the day on which the contract was awarded or, where no such day is stated, first
known here; an invitation to tender, from its own day, once it is kept as a document. What is
withheld or held owes nothing while it is, since what is owed is told to anyone; and nothing is
owed of what two people found to be exempt.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.queries import Versions
from almoner.agreements.states import AgreementKind
from almoner.core.standing import AllBut, kept_until_heard, kinds_of
from almoner.decisions.events import DecisionEvent
from almoner.framework.calendar import Standing, standing_of_thing, thing_due_on
from almoner.framework.duties import COPIES, Duty
from almoner.framework.queries import framework_on
from almoner.papers.kinds import CopyKind
from almoner.papers.models import Copy
from almoner.papers.queries import (
    copies_once_out,
    invitations,
    is_exempt,
    is_out,
    is_under_way,
    published_copies,
)
from almoner.papers.states import CopyState
from almoner.statements.events import StatementEvent

from .events import EditionEvent
from .models import Withholding
from .publicity import Withheld, public_agreements_known
from .revision import QUIET

DAY = timedelta(days=1)
# How a contract stands with its copy. The first that is so is what a list says of it.
MISSING, EXEMPT = "missing", "exempt"
STANDINGS = (CopyState.PUBLISHED, EXEMPT, CopyState.SUBMITTED, CopyState.DRAFTED, MISSING)
OWED = (CopyState.SUBMITTED, CopyState.DRAFTED, MISSING)


@dataclass(frozen=True, slots=True)
class Owed:
    """How many copies a duty owes on a day, how many are late, since when the oldest is, and when
    the last of those that are out came out.
    """

    duty: Duty
    count: int
    late: int
    out: int
    since: date | None
    last_out_at: datetime | None
    on: date

    @property
    def standing(self) -> Standing | None:
        """How the duty stands, by the oldest of what is owed. None owed, none stands."""
        if self.since is None:
            return None
        return standing_of_thing(self.duty, available_on=self.since, on=self.on)


def is_of_copies(duty: Duty) -> bool:
    return duty.is_continuous and duty.dataset in COPIES


def duties_of_copies(*, on: date) -> list[Duty]:
    return [duty for duty in framework_on(on).duties if is_of_copies(duty)]


def duty_of(kind: CopyKind, *, on: date) -> Duty | None:
    """The first duty that asks for such copies, if the framework has one."""
    return next(
        (duty for duty in duties_of_copies(on=on) if duty.dataset.value == kind.value), None
    )


def contracts_with_copies(duty: Duty, *, on: date) -> Versions:
    """Every public contract of which the duty asks for a copy, with how it `stands` and from which
    day it was `available`.
    """
    kind = CopyKind(duty.dataset)
    said = _contracts(on=on)
    if duty.over is not None:
        said = said.filter(amount__gt=duty.over)
    found = said.annotate(available=_available(kind), stands=_standing(kind))
    return found.filter(available__isnull=False)


def contracts_listed(duty: Duty, *, stands: str, supplier: str, on: date) -> QuerySet[Any]:
    """Those contracts, narrowed by how they stand and a word: those of which a copy is owed first,
    and of these the oldest, so that the late ones are on top.
    """
    contracts: QuerySet[Any] = contracts_with_copies(duty, on=on)
    if stands:
        contracts = contracts.filter(stands=stands)
    if supplier:
        contracts = contracts.filter(organisation_name__icontains=supplier)
    is_settled = Case(When(stands__in=OWED, then=Value(0)), default=Value(1))
    return contracts.order_by(is_settled, "available", "pk")


@kept_until_heard(AllBut(QUIET | kinds_of(EditionEvent, DecisionEvent, StatementEvent)))
def owed(duty: Duty, *, on: date) -> Owed:
    """What a duty owes on a day, in one sum over what is public."""
    out = published_copies(CopyKind(duty.dataset)).filter(agreement=OuterRef("agreement"))
    out_at = Subquery(out.order_by().values("published_at")[:1])
    contracts = contracts_with_copies(duty, on=on).annotate(out_at=out_at)
    late = Q(available__lte=last_late_day(duty, on=on))
    due = Q(stands__in=OWED)
    sums = contracts.order_by().aggregate(
        count=Count("pk", filter=due),
        late=Count("pk", filter=due & late),
        out=Count("pk", filter=Q(stands=CopyState.PUBLISHED)),
        since=Min("available", filter=due),
        last_out_at=Max("out_at"),
    )
    return Owed(duty=duty, on=on, **sums)


def without_value(*, on: date) -> int:
    """How many contracts state no value, so that nobody can tell whether a copy is owed."""
    return _contracts(on=on).filter(amount=None).count()


def last_late_day(duty: Duty, *, on: date) -> date:
    """What was available on this day or before it, and is not out, is late."""
    day = on
    while thing_due_on(duty, available_on=day) >= on:
        day -= DAY
    return day


def _contracts(*, on: date) -> Versions:
    """Contracts that anyone may know of. What names no supplier is no contract yet."""
    return public_agreements_known(AgreementKind.CONTRACT, on).exclude(organisation_name="")


def _available(kind: CopyKind) -> Coalesce | Subquery:
    if kind == CopyKind.CONTRACT:
        return Coalesce("awarded_on", "agreement__batch__known_from")
    kept = invitations().filter(agreement=OuterRef("agreement")).order_by("dated_on")
    return Subquery(kept.values("dated_on")[:1])


def _standing(kind: CopyKind) -> Case:
    return Case(
        When(is_out(kind), then=Value(CopyState.PUBLISHED.value)),
        When(is_exempt(kind), then=Value(EXEMPT)),
        When(is_under_way(kind, CopyState.SUBMITTED), then=Value(CopyState.SUBMITTED.value)),
        When(is_under_way(kind, CopyState.DRAFTED), then=Value(CopyState.DRAFTED.value)),
        default=Value(MISSING),
    )


@dataclass(frozen=True, slots=True)
class PublicCopy:
    """A copy that anyone may read, and what the register says of its contract."""

    copy: Copy
    version: AgreementVersion

    @property
    def title(self) -> str:
        return str(self.version.said.get("title", ""))

    @property
    def address(self) -> str:
        """Where its file is: for good, whichever copy is out."""
        return f"{settings.ADDRESS}/registers/{self.copy.kind}/{self.copy.agreement}.pdf"


def public_copies(kind: CopyKind, *, on: date) -> QuerySet[Copy]:
    """Copies that anyone may read, the last published first: none of what is withheld."""
    known = public_agreements_known(AgreementKind.CONTRACT, on)
    copies = published_copies(kind).filter(agreement__in=known.values("agreement"))
    return copies.order_by("-published_at", "-pk")


def with_contracts(copies: Iterable[Copy], *, on: date) -> Iterator[PublicCopy]:
    """Copies beside their contracts, in one query: none of a contract that was hidden meanwhile."""
    copies = list(copies)
    known = public_agreements_known(AgreementKind.CONTRACT, on)
    said = {v.agreement_id: v for v in known.filter(agreement__in=[c.agreement_id for c in copies])}
    return (PublicCopy(c, said[c.agreement_id]) for c in copies if c.agreement_id in said)


def public_contract(reference: str, *, on: date) -> AgreementVersion | None:
    """What the register says of a contract, if anyone may know of it."""
    known = public_agreements_known(AgreementKind.CONTRACT, on)
    return known.filter(agreement__reference=reference).first()


def public_past_of(agreement: Agreement, kind: CopyKind) -> QuerySet[Copy]:
    """Every copy of a public contract that is or was out, the last published first."""
    ours = public_agreements_known(AgreementKind.CONTRACT, date.max).filter(agreement=agreement)
    return copies_once_out(kind).filter(Exists(ours), agreement=agreement)


def public_copied_contracts(kind: CopyKind, *, on: date) -> QuerySet[Agreement]:
    """The public contracts of which a copy is or was out."""
    known = public_agreements_known(AgreementKind.CONTRACT, on)
    copied = copies_once_out(kind).order_by().values("agreement")
    return Agreement.objects.filter(pk__in=known.values("agreement")).filter(pk__in=copied)


def copies_touched_by(withholding: Withholding) -> QuerySet[Copy]:
    """Copies that were out and that a withholding keeps back, one of each contract and kind."""
    versions = Withheld.by([withholding]).versions()
    out = Copy.objects.filter(versions, published_at__isnull=False)
    once = out.order_by("agreement", "kind", "pk")
    firsts = {(copy.agreement_id, copy.kind): copy.pk for copy in once}
    return out.filter(pk__in=firsts.values()).select_related("agreement").order_by("pk")

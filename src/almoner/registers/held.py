"""The rows that are held: something dangerous was found in them that nobody has found safe.

It is asked of every reading, as withholdings are (see `publicity`). What holds a row at a line of
the ledger is told by the judgements of which the ledger speaks by then.
"""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import Concat, RowNumber, Upper

from almoner.agreements.models import AgreementVersion
from almoner.core.models import Event
from almoner.core.states import BatchState
from almoner.opendata.safety.rows import PAYEES
from almoner.organisations.models import Organisation
from almoner.payments.models import Payment

from .events import JUDGES
from .models import Finding, JudgedFinding, Judgement, Sighting
from .reasons import FindingState

NAME = Upper(OuterRef("name"))
NAMED = f"{Judgement._meta.label_lower}:"


def dangers() -> QuerySet[Finding]:
    return Finding.objects.filter(blocks=True)


def findings_that_hold() -> QuerySet[Finding]:
    return dangers().exclude(state=FindingState.SAFE)


def findings_that_held(*lines: int) -> QuerySet[Finding]:
    """Those not found safe when the ledger ended at a line, or at any of several."""
    held = set(dangers().values_list("pk", flat=True))
    safe = set.intersection(*({*_safe_by(line)} for line in lines))
    # By key: SQLite reads no question that is nested as deep as an edition's would be.
    return Finding.objects.filter(pk__in=held - safe)


def _safe_by(line: int) -> QuerySet[JudgedFinding, int]:
    told = Event.objects.filter(
        kind__in=JUDGES,
        number__lte=line,
        about=Concat(Value(NAMED), OuterRef("judgement__reference")),
    )
    latest = Window(RowNumber(), partition_by=[F("finding")], order_by=[F("pk").desc()])
    last = JudgedFinding.objects.filter(Exists(told)).annotate(_turn=latest).filter(_turn=1)
    found = JudgedFinding.objects.filter(pk__in=last.values("pk"))
    return found.filter(judgement__verdict=FindingState.SAFE).values_list("finding", flat=True)


@dataclass(frozen=True, slots=True)
class Held:
    """The rows that some findings hold, and the organisations that only those rows name.

    Of some of these other rows are open, since they go by another name: they are held as well.
    The payments are told by key where they are few, which is sooner asked of every reading.
    """

    findings: QuerySet[Finding]
    organisations: frozenset[int] = frozenset()
    with_open_rows: frozenset[int] = frozenset()
    few_payments: frozenset[int] | None = None

    @classmethod
    def by_line(cls, *lines: int) -> Self:
        return cls(findings_that_held(*lines))

    @property
    def payments(self) -> Q:
        held: Any = self.few_payments
        if held is None:
            held = payments_found_in(self.findings).values("payment")
        return Q(pk__in=held) | Q(organisation__in=self.with_open_rows)

    @property
    def versions(self) -> Q:
        held = Sighting.objects.filter(finding__in=self.findings, version__isnull=False)
        return Q(pk__in=held.values("version")) | Q(organisation__in=self.with_open_rows)


def payments_found_in(findings: QuerySet[Finding]) -> QuerySet[Sighting]:
    return Sighting.objects.filter(finding__in=findings, payment__isnull=False)


def first_payments_held(count: int) -> QuerySet[Sighting]:
    """As many of the payments that are held, or all of them if they are fewer."""
    first = payments_found_in(findings_that_hold()).order_by("pk").values("pk")[:count]
    return Sighting.objects.filter(pk__in=first).order_by()


def organisations_held() -> QuerySet[Organisation]:
    """Organisations of which no row may be read, or none that says the name they go by; and
    whether they have open rows.

    That name is of the first row that named them, and may be what is dangerous.
    """
    held = Held(findings_that_hold())
    paid = Payment.objects.filter(held.payments, batch__state=BatchState.LIVE)
    said = AgreementVersion.objects.filter(held.versions, batch__state=BatchState.LIVE)
    open_paid = _others(Payment, held.payments)
    open_said = _others(AgreementVersion, held.versions)
    by_name = Q(Exists(open_paid.alias(its=Upper("supplier_name")).filter(its=NAME))) | Q(
        Exists(open_said.alias(its=Upper("organisation_name")).filter(its=NAME))
    )
    dangerous = Q(Exists(_naming(held, "payment__organisation"))) | Q(
        Exists(_naming(held, "version__organisation"))
    )
    found = Organisation.objects.filter(
        Q(pk__in=paid.values("organisation")) | Q(pk__in=said.values("organisation"))
    )
    named = Q(Exists(open_paid)) | Q(Exists(open_said))
    hidden = found.exclude(by_name).filter(~named | dangerous)
    return hidden.annotate(
        open_rows=Case(When(named, then=Value(1)), default=Value(0), output_field=BigIntegerField())
    )


def _others(model: type[Payment] | type[AgreementVersion], held: Q) -> QuerySet[Any]:
    """The rows of an organisation that are not held."""
    theirs = model._default_manager.filter(
        organisation=OuterRef("pk"), batch__state=BatchState.LIVE
    )
    return theirs.exclude(held)


def _naming(held: Held, organisation: str) -> QuerySet[Sighting]:
    """What was found in the name itself of an organisation."""
    return Sighting.objects.filter(
        finding__in=held.findings,
        finding__field__in=PAYEES,
        batch__state=BatchState.LIVE,
        **{organisation: OuterRef("pk")},
    )

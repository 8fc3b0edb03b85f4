"""Questions about agreements: what a register says of each on a day. A register is a reading.

Of what was said of an agreement by a day, that speaks which was known from the latest day; of two
known from the same day, the one recorded later.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from almoner.core.models import Batch
from almoner.core.moments import end_of
from almoner.core.states import BatchState

from .identity import Known
from .models import FOR_EVER, Agreement, AgreementVersion, RepetitionDecision
from .states import AgreementKind

Versions = QuerySet[AgreementVersion]
LAST_DAY = FOR_EVER - timedelta(days=1)
# What only repeats another row is not counted, as long as it says what it said when that was found.
# Those are few, and found by key: SQLite would else look through every version for them.
COUNTS = ~Q(
    pk__in=AgreementVersion.objects.filter(
        agreement__in=Agreement.objects.filter(repeats__isnull=False).values("pk"),
        fingerprint=F("agreement__repeated_words"),
    ).values("pk")
)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many agreements there are, what they come to, and how many state no amount."""

    count: int
    amount: Decimal
    without_amount: int


def live_versions(kind: AgreementKind) -> Versions:
    return AgreementVersion.objects.filter(agreement__kind=kind, batch__state=BatchState.LIVE)


def agreements_as_at(kind: AgreementKind, day: date) -> Versions:
    """What the register said on a day: of each agreement, what was recorded before it ended."""
    day = min(day, LAST_DAY)
    told = AgreementVersion.objects.filter(kind=kind, told_from__lte=day, told_to__gt=day)
    return in_full(told.filter(counts_as_at(day)))


def agreements_known(kind: AgreementKind, on: date) -> Versions:
    """What the register says of a day as now known, whenever that was recorded."""
    on = min(on, LAST_DAY)
    known = AgreementVersion.objects.filter(kind=kind, known_from__lte=on, known_to__gt=on)
    return in_full(known.filter(COUNTS))


def counts_as_at(day: date) -> Q:
    """That nobody had said, by a day's end, that a version only repeats another row."""
    decided = RepetitionDecision.objects.filter(recorded_at__lt=end_of(day))
    later = decided.filter(agreement=OuterRef("agreement"), pk__gt=OuterRef("pk"))
    last = decided.filter(~Exists(later), is_repeated=True)
    said = last.filter(agreement=OuterRef("agreement"), words=OuterRef("fingerprint"))
    repeated = AgreementVersion.objects.filter(agreement__in=decided.values("agreement"))
    return ~Q(pk__in=repeated.filter(Exists(said)).values("pk"))


def agreements_of(
    kind: AgreementKind, batches: QuerySet[Batch], *, on: date, held: Q | None = None
) -> Versions:
    """What the register said by these batches alone, as if nothing were said that is held."""
    said = AgreementVersion.objects.filter(agreement__kind=kind, batch__in=batches)
    return speaking(said.exclude(held) if held is not None else said, on=on)


def speaking(versions: Versions, *, on: date) -> Versions:
    """The one of these versions of each agreement that speaks on a day, with what it is about."""
    latest = Window(
        RowNumber(),
        partition_by=[F("agreement")],
        order_by=[
            F("batch__known_from").desc(),
            F("batch__recorded_at").desc(),
            F("pk").desc(),
        ],
    )
    last = versions.filter(batch__known_from__lte=on).annotate(_turn=latest).filter(_turn=1)
    # By key, or a caller's further filter would be asked before the window, not of its answer.
    return in_full(AgreementVersion.objects.filter(pk__in=last.values("pk")))


def in_full(versions: Versions) -> Versions:
    """With what each is about."""
    return versions.select_related("agreement", "organisation", "batch")


def history_of(agreement: Agreement) -> Versions:
    """All that live batches say of an agreement, the latest known first."""
    versions = live_versions(AgreementKind(agreement.kind)).filter(agreement=agreement)
    return versions.select_related("batch", "organisation").order_by(
        "-batch__known_from", "-batch__recorded_at", "-pk"
    )


def newest_first(versions: Versions) -> Versions:
    """The latest made first, those without a day last, in an order that never varies."""
    return versions.order_by(F("made_on").desc(nulls_last=True), "-agreement")


def made_between(versions: Versions, first: date, last: date) -> Versions:
    """Those awarded, or else begun, in these days. Without a day it counts from when it came."""
    by_day = Q(made_on__gte=first, made_on__lte=last)
    # Not joined, since hardly any is without a day: the rest are read from an index alone.
    came = Agreement.objects.filter(batch__known_from__gte=first, batch__known_from__lte=last)
    return versions.filter(by_day | Q(made_on=None, agreement__in=came))


def in_force_on(versions: Versions, day: date) -> Versions:
    """Those that have begun and not ended by a day. What states no day has no limit there."""
    return versions.filter(
        Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day)
    )


def totals(versions: Versions) -> Totals:
    sums = versions.order_by().aggregate(
        count=Count("*"), sum=Sum("amount"), with_amount=Count("amount")
    )
    return Totals(
        sums["count"], sums["sum"] or Decimal("0.00"), sums["count"] - sums["with_amount"]
    )


def known_agreements(kind: AgreementKind, publisher: str, *, on: date) -> list[Known]:
    """Every agreement of a publisher's register, with what its version says that speaks on a day.

    Those of an import that was undone are among them: if they come again, they keep their names.
    So are rows that repeat another: a file that holds them again says nothing new.
    """
    said = dict(
        speaking(live_versions(kind), on=on)
        .filter(agreement__publisher=publisher)
        .select_related(None)
        .values_list("agreement", "fingerprint")
    )
    known = Agreement.objects.filter(kind=kind, publisher=publisher).order_by("pk")
    return [
        Known(pk, identity, occurrence, said.get(pk, ""))
        for pk, identity, occurrence in known.values_list("pk", "identity", "occurrence")
    ]

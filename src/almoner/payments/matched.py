"""Questions about matches: which payments were made under which agreements, and which await one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from almoner.agreements.models import Agreement, AgreementVersion
from almoner.agreements.repetitions import rows_that_repeat
from almoner.core.models import Batch
from almoner.core.moments import end_of
from almoner.core.periods import FinancialYear, Month
from almoner.core.states import BatchState

from .models import Match, MatchDecision, MatchingRule, Payment
from .queries import MonthTotals, Totals, live_payments, totals, totals_by_month, years_of
from .states import STRENGTH, MatchState

NIL = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Split:
    """What payments of a period come to, and how much of that is matched with an agreement."""

    period: Month | FinancialYear | None
    all: Totals
    matched: Totals

    @property
    def unmatched(self) -> Totals:
        return Totals(self.all.count - self.matched.count, self.all.amount - self.matched.amount)


@dataclass(frozen=True, slots=True)
class PaidToDate:
    """What was paid under an agreement, against what was awarded; no award where none is stated."""

    paid: Totals
    award: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        """How much of the award is paid, in per cent."""
        if not self.award:
            return None
        return (self.paid.amount * 100 / self.award).quantize(Decimal(1))


def live_matches() -> QuerySet[Match]:
    """Those of payments and agreements that are both seen."""
    speaks = AgreementVersion.objects.filter(
        agreement=OuterRef("agreement"), batch__state=BatchState.LIVE
    )
    return Match.objects.filter(Exists(speaks), payment__batch__state=BatchState.LIVE)


def open_proposals() -> QuerySet[Match]:
    """What somebody can decide on. A row that only repeats another is matched no more."""
    proposed = live_matches().filter(state=MatchState.PROPOSED)
    return proposed.exclude(agreement__in=rows_that_repeat())


def confirmed_matches() -> QuerySet[Match]:
    return live_matches().filter(state=MatchState.CONFIRMED)


def matches_as_at(day: date) -> QuerySet[Match]:
    """The matches that stood when a day ended, by what had been decided before."""
    latest = Window(
        RowNumber(),
        partition_by=[F("match")],
        order_by=[F("recorded_at").desc(), F("pk").desc()],
    )
    decided = MatchDecision.objects.filter(recorded_at__lt=end_of(day))
    last = decided.annotate(_turn=latest).filter(_turn=1).values("pk")
    stood = MatchDecision.objects.filter(pk__in=last, state=MatchState.CONFIRMED)
    return live_matches().filter(pk__in=stood.values("match"))


def matched_payments() -> QuerySet[Payment]:
    """Live payments that were made under an agreement, as a person confirmed."""
    return live_payments().filter(pk__in=confirmed_matches().values("payment"))


def unmatched_payments() -> QuerySet[Payment]:
    """Live payments without a confirmed match."""
    confirmed = Match.objects.filter(payment=OuterRef("pk"), state=MatchState.CONFIRMED)
    return live_payments().filter(~Exists(confirmed))


def payments_with_proposals() -> QuerySet[Payment]:
    """Unmatched payments that somebody can decide on."""
    proposed = open_proposals().filter(payment=OuterRef("pk"))
    return unmatched_payments().filter(Exists(proposed))


def biggest_first(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    return payments.order_by("-amount", "reference")


def split_of_all() -> Split:
    """All payments, matched and not: two queries."""
    return Split(None, totals(live_payments()), totals(matched_payments()))


def split_by_month() -> list[Split]:
    """The same by month, earliest first: two queries, however many months there are."""
    matched = {month.month: month for month in totals_by_month(matched_payments())}
    return [
        Split(each.month, each, matched.get(each.month, Totals(0, NIL)))
        for each in totals_by_month(live_payments())
    ]


def split_by_year(months: Collection[Split]) -> list[Split]:
    """The same by financial year."""
    matched = {year.year: year for year in years_of(_months(months, is_matched=True))}
    return [
        Split(each.year, each, matched[each.year])
        for each in years_of(_months(months, is_matched=False))
    ]


def _months(splits: Collection[Split], *, is_matched: bool) -> list[MonthTotals]:
    sums = [(one.period, one.matched if is_matched else one.all) for one in splits]
    return [MonthTotals(s.count, s.amount, month) for month, s in sums if isinstance(month, Month)]


def candidates_of(payment: Payment) -> list[Match]:
    """All that is known of a payment's matches: what is confirmed, then the strongest first."""
    known = live_matches().filter(payment=payment).select_related("agreement", "rule", "payment")
    standing = [MatchState.CONFIRMED, MatchState.PROPOSED, MatchState.UNDONE, MatchState.REFUSED]
    return sorted(
        known,
        key=lambda match: (
            standing.index(MatchState(match.state)),
            [str(basis) for basis in STRENGTH].index(match.basis),
            match.pk,
        ),
    )


def decisions_on(payment: Payment) -> QuerySet[MatchDecision]:
    """Every decision on what a payment was made under, the latest first."""
    made = MatchDecision.objects.filter(match__payment=payment)
    return made.select_related("match__agreement", "decided_by", "rule").order_by("-pk")


def proposals_of(rule: MatchingRule) -> QuerySet[Match]:
    """What a rule proposed that awaits a decision, where nothing else was proposed."""
    known = Match.objects.filter(payment=OuterRef("payment"))
    confirmed = known.filter(state=MatchState.CONFIRMED)
    others = known.filter(state=MatchState.PROPOSED).exclude(pk=OuterRef("pk"))
    others = others.exclude(agreement__in=rows_that_repeat())
    return open_proposals().filter(~Exists(confirmed), ~Exists(others), rule=rule)


def sum_of(matches: QuerySet[Match]) -> Totals:
    """What the payments of matches come to."""
    sums = matches.order_by().aggregate(count=Count("*"), amount=Sum("payment__amount"))
    return Totals(sums["count"], sums["amount"] or NIL)


def rules_and_counts() -> QuerySet[MatchingRule, Any]:
    """Every rule, those in use first, with how many of its matches are in which state."""
    counted = {
        f"{state.value}_count": Count("matches", filter=Q(matches__state=state))
        for state in (MatchState.PROPOSED, MatchState.CONFIRMED, MatchState.REFUSED)
    }
    rules = MatchingRule.objects.select_related("agreement", "organisation", "saved_by")
    return rules.annotate(**counted).order_by("-state", "name", "pk")


def paid_under(agreements: Collection[Agreement]) -> dict[int, Totals]:
    """What was paid to date under each of these agreements, by its key: one query."""
    paid = confirmed_matches().filter(agreement__in=agreements).order_by().values("agreement")
    sums = paid.annotate(count=Count("*"), amount=Sum("payment__amount"))
    found = {row["agreement"]: Totals(row["count"], row["amount"]) for row in sums}
    return {one.pk: found.get(one.pk, Totals(0, NIL)) for one in agreements}


def paid_to_date(versions: Collection[AgreementVersion]) -> dict[int, PaidToDate]:
    """The same against the award that each of these versions states."""
    paid = paid_under([version.agreement for version in versions])
    return {
        version.agreement_id: PaidToDate(paid[version.agreement_id], version.amount)
        for version in versions
    }


def what_is_matched_with(batch: Batch) -> list[str]:
    """Why an import cannot be undone: confirmed matches that would lose a side, in a sentence."""
    elsewhere = AgreementVersion.objects.filter(
        agreement=OuterRef("agreement"), batch__state=BatchState.LIVE
    ).exclude(batch=batch)
    confirmed = Match.objects.filter(state=MatchState.CONFIRMED)
    said_here = confirmed.filter(agreement__versions__batch=batch).filter(~Exists(elsewhere))
    count = confirmed.filter(Q(payment__batch=batch) | Q(pk__in=said_here.values("pk"))).count()
    if not count:
        return []
    return [_("Confirmed matches of payments with agreements rest on it: %d.") % count]

"""Questions about funds, their lines, and what is planned and committed in these."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from almoner.core.dated import as_at, versions_on
from almoner.core.periods import FinancialYear

from .balances import Balance, balances_by, entries_on
from .models import BudgetLine, Entry, Fund, FundTerms, Transfer
from .states import Act, TransferState


def terms_on(on: date, *, is_as_at: bool = False) -> QuerySet[FundTerms]:
    """What is said of each fund on a day."""
    ask = as_at if is_as_at else versions_on
    return ask(FundTerms.objects.all(), "fund_id", on=on).select_related("fund")


def terms_of(fund: Fund, *, on: date) -> FundTerms:
    """What is said of one fund on a day, as now known."""
    return versions_on(FundTerms.objects.filter(fund=fund), "fund_id", on=on).get()


def lines_in_order() -> QuerySet[BudgetLine]:
    return BudgetLine.objects.select_related("fund").order_by("fund__code", "year", "purpose")


def lines_open_in(year: FinancialYear) -> QuerySet[BudgetLine]:
    """The lines of a financial year, on which cases may plan."""
    return lines_in_order().filter(year=str(year))


def years_known() -> list[str]:
    """The years that have a line, the latest first."""
    return list(BudgetLine.objects.order_by("-year").values_list("year", flat=True).distinct())


def headroom(line: BudgetLine, *, on: date) -> Decimal:
    """What nobody had planned of a line by a day, as now known; below nothing if over-planned."""
    return balances_by(entries_on(line.entries.all(), on=on))[()].headroom


@dataclass(frozen=True, slots=True)
class Use:
    """What of a line is for one thing."""

    line: BudgetLine
    what_for: str
    planned: Decimal
    committed: Decimal
    due: Decimal
    paid: Decimal
    recovered: Decimal

    @property
    def reference(self) -> str:
        return self.what_for.rpartition(":")[2]


def planned_for(what_for: str, *, on: date | None = None) -> list[Use]:
    """What is planned, committed and paid for a thing, by line; by a day, or by all entries.

    `what_for` is its name in the ledger: `commissions.commission:COM-2026-014`.
    """
    entries = Entry.objects.filter(what_for=what_for)
    return uses_in(entries if on is None else entries_on(entries, on=on))


def uses_in(entries: QuerySet[Entry]) -> list[Use]:
    """Who has what of which line: the latest year first, by line and then by reference."""
    found = balances_by(entries.exclude(what_for=""), "line_id", "what_for")
    lines = {one.pk: one for one in lines_in_order().filter(pk__in={key for key, _ in found})}
    uses = [_use(lines[line], what_for, balance) for (line, what_for), balance in found.items()]
    in_order = sorted(uses, key=lambda use: (use.line.called, use.reference))
    return sorted(in_order, key=lambda use: use.line.year, reverse=True)


def _use(line: BudgetLine, what_for: str, of_it: Balance) -> Use:
    return Use(
        line, what_for, of_it.planned, of_it.committed, of_it.due, of_it.paid, of_it.recovered
    )


def is_entered_as_due(line: BudgetLine, *, what_for: str, voucher: str) -> bool:
    """Whether a paper made something due for a thing in a line, and still does."""
    told = line.entries.filter(what_for=what_for, voucher=voucher)
    sums = told.aggregate(
        more=Sum("amount", filter=Q(act=Act.OWED), default=Decimal(0)),
        less=Sum("amount", filter=Q(act=Act.DUE_WITHDRAWN), default=Decimal(0)),
    )
    return bool(sums["more"] > sums["less"])


def transfers_in_full() -> QuerySet[Transfer]:
    return Transfer.objects.select_related(
        "source__fund", "target__fund", "proposed_by", "decided_by"
    )


def transfers_awaiting_second_person() -> QuerySet[Transfer]:
    return transfers_in_full().filter(state=TransferState.PROPOSED).order_by("pk")


def transfers_waiting_in(fund: Fund) -> QuerySet[Transfer]:
    return transfers_awaiting_second_person().filter(source__fund=fund)

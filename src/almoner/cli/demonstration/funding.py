"""The demonstration's funds: three of them, with lines by year, and what grants have of these."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from almoner.accounts.models import User
from almoner.agreements.states import AgreementKind
from almoner.core.moments import day_of
from almoner.core.periods import FinancialYear
from almoner.core.references import name_of
from almoner.funding.kinds import CarryOver, OverPlanning, Source
from almoner.funding.models import BudgetLine, Fund
from almoner.funding.operations import (
    Paper,
    Rules,
    commit_money,
    decrease_line,
    increase_line,
    open_budget_line,
    open_fund,
    owe_money,
    pay_money,
    plan_money,
    recover_money,
    transfer_money,
)
from almoner.funding.queries import headroom, lines_open_in

from .managing import in_force

COMMITTED = 12  # how many grants have something of a fund each year
MOST_OF_A_LINE = 5  # a grant has at most this part of what is left


@dataclass(frozen=True, slots=True)
class Told:
    """A fund of the story, and what it has each year: for which purpose, and how much."""

    code: str
    rules: Rules
    lines: tuple[tuple[str, str], ...]


def funds_from(first: FinancialYear) -> list[Told]:
    return [
        Told(
            "VSG",
            Rules(
                title="Victims’ services grant",
                funder="Ministry of Justice",
                source=Source.MINISTRY,
                first_year=first,
                conditions="Returns in July, October, January and April.",
                spent_on="Support for victims of crime, whether or not they report it.",
                spent_by="Providers that the body commissions; up to 10% for its own costs.",
                alone_up_to=Decimal(10_000),
            ),
            (("", "1981911.06"), ("Domestic abuse", "640220.40"), ("Advisers", "355117.65")),
        ),
        Told(
            "SVR",
            Rules(
                title="Serious violence reduction grant",
                funder="Home Office",
                source=Source.MINISTRY,
                first_year=first,
                spent_on="Preventing serious violence among people under 25.",
                over_planning=OverPlanning.WARN,
                alone_up_to=Decimal(10_000),
            ),
            (("", "1250000.00"),),
        ),
        Told(
            "CSF",
            Rules(
                title="Community safety fund",
                funder="Wexmoor Office for Policing and Crime",
                source=Source.OWN,
                first_year=first,
                carry_over=CarryOver.SHARE,
                carry_over_share=10,
                alone_up_to=Decimal(25_000),
            ),
            (("", "800000.00"),),
        ),
    ]


def open_funds(first: FinancialYear, finance: User, moment: datetime) -> None:
    for told in funds_from(first):
        open_fund(told.code, told.rules, by=finance, at=moment)


def open_year(year: FinancialYear, first: FinancialYear, finance: User, moment: datetime) -> None:
    """Every fund gets its lines of a year, which count from its first day."""
    for told in funds_from(first):
        fund = Fund.objects.get(code=told.code)
        for purpose, amount in told.lines:
            open_budget_line(
                fund,
                Decimal(amount),
                year=year,
                purpose=purpose,
                is_ring_fenced=bool(purpose),
                valid_from=year.first_day,
                by=finance,
                at=moment,
            )


def use_funds(finance: User, moment: datetime) -> None:
    """Grants in force have something of the year's lines. Half of it becomes due, and is paid but
    for the last claim; one gives some back.
    """
    shares = list(_shares(moment))
    for n, (line, amount, what_for) in enumerate(shares, start=1):
        plan_money(line, amount, what_for=what_for, by=finance, at=moment)
        commit_money(line, amount, what_for=what_for, by=finance, at=moment)
        half, number = round(amount / 2, 2), f"{moment:%y%m}-{n:02}"
        owe_money(line, half, Paper(what_for, f"CLM-{number}"), by=finance, at=moment)
        if n < len(shares):
            pay_money(line, half, Paper(what_for, f"BACS-{number}"), by=finance, at=moment)
        if n == 1:
            back = Paper(what_for, f"RCT-{number}", reason="Not spent in the half-year")
            recover_money(line, round(half / 10, 2), back, by=finance, at=moment)


def return_what_is_left(year: FinancialYear, finance: User, moment: datetime) -> None:
    """What is left when a year has ended goes back."""
    for line in lines_open_in(year):
        left = headroom(line, on=day_of(moment))
        if left > 0:
            reason = "Returned at the end of the year"
            decrease_line(line, left, reason=reason, by=finance, at=moment)


def ask_for_more(finance: User, moment: datetime) -> None:
    """A ring-fence gets an addendum, and a transfer to it awaits a second person."""
    lines = list(lines_open_in(FinancialYear.containing(day_of(moment))))
    general, fenced = _of(lines, "VSG", ""), _of(lines, "VSG", "Advisers")
    reason = "Addendum of its funder"
    increase_line(fenced, Decimal("55117.65"), reason=reason, by=finance, at=moment)
    reason = "More referrals than the advisers can take."
    transfer_money(general, fenced, Decimal(45_000), reason=reason, by=finance, at=moment)


def _shares(moment: datetime) -> Iterator[tuple[BudgetLine, Decimal, str]]:
    on = day_of(moment)
    lines = lines_open_in(FinancialYear.containing(on))
    open_lines = [line for line in lines if not line.is_ring_fenced]
    for n, version in enumerate(in_force(AgreementKind.GRANT, on)[:COMMITTED]):
        line = open_lines[n % len(open_lines)]
        most = headroom(line, on=on) / MOST_OF_A_LINE
        amount = round(min(version.amount or most, most), 2)
        if amount > 0:
            yield line, amount, name_of(version.agreement)


def _of(lines: list[BudgetLine], code: str, purpose: str) -> BudgetLine:
    return next(one for one in lines if (one.fund.code, one.purpose) == (code, purpose))

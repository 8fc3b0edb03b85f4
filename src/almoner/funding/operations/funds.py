"""Opening a fund, and saying its rules anew."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.core.clock import server_now
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.periods import FinancialYear
from almoner.core.references import next_reference
from almoner.core.verdicts import require
from almoner.funding.events import FundEvent
from almoner.funding.kinds import CarryOver, OverPlanning, Source
from almoner.funding.models import WHOLE, Fund, FundTerms
from almoner.funding.over_planning import refuse_laxer_rule
from almoner.funding.policies import may_keep_funds

from .moving import lock_fund


@dataclass(frozen=True, slots=True)
class Rules:
    """What somebody says of a fund: who gives it, for what, and how it is kept."""

    title: str
    funder: str
    source: Source
    first_year: FinancialYear
    last_year: FinancialYear | None = None
    conditions: str = ""
    spent_on: str = ""
    spent_by: str = ""
    carry_over: CarryOver = CarryOver.NONE
    carry_over_share: int | None = None
    over_planning: OverPlanning = OverPlanning.STOP
    alone_up_to: Decimal = Decimal(0)

    def mistake(self) -> str:
        """What is wrong with them, in a sentence; empty where nothing is."""
        if not self.title.strip() or not self.funder.strip():
            return _("Say what the fund is called and who gives it.")
        if self.last_year and self.last_year < self.first_year:
            return _("The last year comes before the first.")
        is_share = self.carry_over == CarryOver.SHARE
        if is_share and not 0 < (self.carry_over_share or 0) < WHOLE:
            return _("Say which share is carried over: from 1 to 99 per cent.")
        if not is_share and self.carry_over_share is not None:
            return _("Leave the share empty, unless up to a share is carried over.")
        if self.alone_up_to < 0:
            return _("Enter nothing or more for what one person may transfer.")
        return ""


@operation
def open_fund(code: str, rules: Rules, *, by: User, at: datetime) -> Fund:
    """Open a fund, as yet without lines. Its code stays for good.

    Raises PermissionDenied, or ValidationError for rules that make no sense or are laxer than the
    framework, and for a code in use.
    """
    require(may_keep_funds(by, on=day_of(at)))
    _refuse_mistakes(rules, on=day_of(at))
    code = code.strip().upper()
    if not code or Fund.objects.filter(code=code).exists():
        raise ValidationError(_("Give the fund a code that no other fund has."))
    reference = next_reference("FND", on=day_of(at))
    fund = Fund.objects.create(reference=reference, code=code, opened_by=by, opened_at=at)
    # Money may count from the first day of its first year, so the fund is known from then.
    first = min(day_of(at), rules.first_year.first_day)
    terms = _say(fund, rules, valid_from=first, by=by)
    record(FundEvent.OPENED, about=fund, by=by, at=at, **_facts(terms))
    return fund


@operation
def revise_fund(fund: Fund, rules: Rules, *, by: User, at: datetime) -> FundTerms:
    """Say a fund's rules anew, from today. What was said before stays in its history.

    Raises PermissionDenied, or ValidationError, also where a line's year would lie outside.
    """
    fund = lock_fund(fund)
    require(may_keep_funds(by, on=day_of(at)))
    _refuse_mistakes(rules, on=day_of(at))
    _refuse_to_leave_lines_out(fund, rules)
    terms = _say(fund, rules, valid_from=day_of(at), by=by)
    record(FundEvent.REVISED, about=fund, by=by, at=at, **_facts(terms))
    return terms


def _refuse_mistakes(rules: Rules, *, on: date) -> None:
    if mistake := rules.mistake():
        raise ValidationError(mistake)
    refuse_laxer_rule(rules.over_planning, on=on)


def _refuse_to_leave_lines_out(fund: Fund, rules: Rules) -> None:
    years = fund.lines.order_by().values_list("year", flat=True).distinct()
    last = str(rules.last_year) if rules.last_year else max(years, default="")
    if outside := sorted(year for year in years if not str(rules.first_year) <= year <= last):
        said = _("The fund has a line for %(year)s, which lies outside these years.")
        raise ValidationError(said % {"year": outside[0]})


def _say(fund: Fund, rules: Rules, *, valid_from: date, by: User) -> FundTerms:
    return FundTerms.objects.create(
        fund=fund,
        title=rules.title.strip(),
        funder=rules.funder.strip(),
        source=rules.source,
        conditions=rules.conditions.strip(),
        spent_on=rules.spent_on.strip(),
        spent_by=rules.spent_by.strip(),
        first_year=str(rules.first_year),
        last_year=str(rules.last_year or ""),
        carry_over=rules.carry_over,
        carry_over_share=rules.carry_over_share,
        over_planning=rules.over_planning,
        alone_up_to=rules.alone_up_to,
        set_by=by,
        valid_from=valid_from,
        recorded_at=server_now(),
    )


def _facts(terms: FundTerms) -> dict[str, object]:
    return {
        "source": terms.source,
        "first_year": terms.first_year,
        "carry_over": terms.carry_over,
        "over_planning": terms.over_planning,
        "alone_up_to": terms.alone_up_to,
    }
